// 项目和行动的年度变化 · Initiatives from year to year
// ---
// id: initiatives-in-time
// answers:
//   zh: 每个项目或行动在各行政区哪些年度开展、哪些年度计划
//   en: in which years each initiative was carried out, and for which it was planned, in each district
// parameters:
//   - name: initiative
//     type: string
//     default: ""
//     of: [Program, Campaign]
//     zh: 名称、别称或标识；空为全部
//     en: its name, another surface or its id; empty for all
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
//   - {name: done_years, zh: "开展年度", en: "years in which it was carried out"}
//   - {name: planned_years, zh: "计划年度", en: "years for which it was planned"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)<-[m:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WHERE m.status IN ['done', 'planned'] AND ($initiative = '' OR i.name = $initiative OR i.id = $initiative OR $initiative IN i.aliases) AND ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases)
RETURN i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, d.name AS district,
       collect(DISTINCT CASE WHEN m.status = 'done' THEN r.year END) AS done_years,
       collect(DISTINCT CASE WHEN m.status = 'planned' THEN r.plan_year END) AS planned_years
ORDER BY initiative, initiative_id, district
