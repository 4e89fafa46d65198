// 上位概念及其所含 · What stands under a wider concept
// ---
// id: narrower-initiatives
// answers:
//   zh: 哪些项目和行动归在哪个上位概念之下，各在几个行政区开展或计划
//   en: which programs and campaigns belong under which wider concept, and in how many districts each is carried out or planned
// parameters:
//   - name: concept
//     type: string
//     default: ""
//     of: [Program, Campaign]
//     zh: 上位概念的名称、别称或标识；空为全部
//     en: the concept's name, another surface or its id; empty for all
// columns:
//   - {name: concept, zh: "上位概念", en: "the wider concept"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: place, zh: "所属地，各地共有的为空", en: "whose own drive it is, empty for those that places share"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: concept_id, zh: "上位概念的标识，可用于 kg evidence", en: "id of the wider concept, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)-[:BROADER]->(c:Program|Campaign)
WHERE i.id <> c.id AND ($concept = '' OR c.name = $concept OR c.id = $concept OR $concept IN c.aliases)
OPTIONAL MATCH (i)<-[m:MENTIONS]-(:Report)-[:COVERS]->(d:District)
RETURN c.name AS concept, i.name AS initiative, labels(i) AS kind, i.place AS place,
       count(DISTINCT CASE WHEN m.status IN ['done', 'planned'] THEN d.id END) AS districts, i.id AS initiative_id, c.id AS concept_id
ORDER BY concept, concept_id, districts DESC, initiative, initiative_id
