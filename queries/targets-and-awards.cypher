// 获评、受检和试点单位 · Who was inspected, rated or awarded
// ---
// id: targets-and-awards
// answers:
//   zh: 哪些单位受检查、被评定、获奖或作试点
//   en: which units were inspected, rated, awarded or chosen as a pilot
// parameters:
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
// columns:
//   - {name: unit, zh: "单位名称", en: "name of the unit"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: year, zh: "总结年度", en: "year the report looks back at"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: report_title, zh: "报告标题，无标题时为显示名", en: "title of the report, else its display name"}
//   - {name: start, zh: "原文中的起始位置（码位）", en: "where the evidence starts in the source, in code points"}
//   - {name: unit_id, zh: "单位标识，可用于 kg evidence", en: "id of the unit, for kg evidence"}
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (u:Unit)-[t:TARGET_OF]->(i:Program|Campaign)
MATCH (r:Report)-[:COVERS]->(d:District)
WHERE r.id = t.report AND ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases)
RETURN u.name AS unit, i.name AS initiative, labels(i) AS kind, d.name AS district, r.year AS year, r.source AS source,
       coalesce(r.title, r.name) AS report_title, t.start AS start, u.id AS unit_id, i.id AS initiative_id
ORDER BY district, unit, year, source, start, initiative
