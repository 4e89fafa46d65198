// 一个项目或行动的推开 · Spread of an initiative
// ---
// id: spread-of-an-initiative
// answers:
//   zh: 一个项目或行动在哪一年、哪一级、几个行政区开展或计划
//   en: in which years and at which levels, in how many districts, one program or campaign is carried out or planned
// parameters:
//   - name: initiative
//     type: string
//     of: [Program, Campaign]
//     zh: 名称、别称或标识
//     en: its name, another surface or its id
// columns:
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: year, zh: "开展或计划的年度，不明为空", en: "year it was carried out in or planned for"}
//   - {name: level, zh: "行政区层级", en: "level of the district"}
//   - {name: status, zh: "done 开展，planned 计划", en: "done or planned"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: which, zh: "行政区名称", en: "names of the districts"}
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)<-[m:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WHERE m.status IN ['done', 'planned'] AND (i.name = $initiative OR i.id = $initiative OR $initiative IN i.aliases)
WITH i, d, m.status AS status, CASE WHEN m.status = 'done' THEN r.year ELSE coalesce(r.plan_year, r.year + 1) END AS year
RETURN i.name AS initiative, year, d.level AS level, status, count(DISTINCT d.id) AS districts,
       collect(DISTINCT d.name) AS which, i.id AS initiative_id
ORDER BY initiative, initiative_id, year, level, status
