// 牵头单位 · Who leads
// ---
// id: who-leads
// answers:
//   zh: 每个项目或行动由哪些单位牵头、主办或组织
//   en: which units lead, host or organise each program or campaign
// parameters:
//   - name: initiative
//     type: string
//     default: ""
//     of: [Program, Campaign]
//     zh: 名称、别称或标识；空为全部
//     en: its name, another surface or its id; empty for all
// columns:
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: unit, zh: "单位名称", en: "name of the unit"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: report_title, zh: "报告标题，无标题时为显示名", en: "title of the report, else its display name"}
//   - {name: year, zh: "总结年度", en: "year the report looks back at"}
//   - {name: start, zh: "原文中的起始位置（码位）", en: "where the evidence starts in the source, in code points"}
//   - {name: unit_id, zh: "单位标识，可用于 kg evidence", en: "id of the unit, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (u:Unit)-[l:LEADS]->(i:Program|Campaign)
WHERE ($initiative = '' OR i.name = $initiative OR i.id = $initiative OR $initiative IN i.aliases)
MATCH (r:Report)-[:COVERS]->(d:District)
WHERE r.id = l.report
RETURN i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, u.name AS unit, d.name AS district,
       r.source AS source, coalesce(r.title, r.name) AS report_title, r.year AS year, l.start AS start, u.id AS unit_id
ORDER BY initiative, initiative_id, district, year, source, start, unit
