// 仅一个行政区有的项目和行动 · What only one district has
// ---
// id: only-here
// answers:
//   zh: 哪些项目和行动只有一个行政区开展或计划
//   en: which initiatives only one district carries out or plans
// parameters:
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
// columns:
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: reports, zh: "报告份数", en: "number of reports"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)<-[m:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WHERE m.status IN ['done', 'planned']
WITH i, count(DISTINCT d.id) AS districts, min(d.id) AS place, count(DISTINCT r.id) AS reports
WHERE districts = 1
MATCH (d:District)
WHERE d.id = place AND ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases)
RETURN i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, d.name AS district, reports
ORDER BY district, initiative, initiative_id
