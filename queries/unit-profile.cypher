// 单位概况 · Profile of a unit
// ---
// id: unit-profile
// answers:
//   zh: 一个单位牵头、配合、印发什么，又受什么检查或获什么奖
//   en: what one unit leads, joins and issues, and what it is the target of
// parameters:
//   - name: unit
//     type: string
//     of: [Unit]
//     zh: 单位名称、别称或标识
//     en: the unit's name, another surface or its id
// columns:
//   - {name: role, zh: "lead 牵头、join 配合、target 对象、issue 印发", en: "lead, join, target or issue"}
//   - {name: name, zh: "项目、行动或文件名称", en: "name of the program, campaign or document"}
//   - {name: kind, zh: "Program、Campaign 或 Document", en: "Program, Campaign or Document"}
//   - {name: unit, zh: "单位名称", en: "name of the unit"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: report_title, zh: "报告标题，无标题时为显示名", en: "title of the report, else its display name"}
//   - {name: year, zh: "总结年度", en: "year the report looks back at"}
//   - {name: start, zh: "原文中的起始位置（码位）", en: "where the evidence starts in the source, in code points"}
//   - {name: unit_id, zh: "单位标识，可用于 kg evidence", en: "id of the unit, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (u:Unit)-[l:LEADS]->(x:Program|Campaign|Document)
WHERE u.name = $unit OR u.id = $unit OR $unit IN u.aliases
MATCH (r:Report)
WHERE r.id = l.report
RETURN 'lead' AS role, x.name AS name, labels(x) AS kind, u.name AS unit, r.source AS source,
       coalesce(r.title, r.name) AS report_title, r.year AS year, l.start AS start, u.id AS unit_id
UNION ALL
MATCH (u:Unit)-[l:JOINS]->(x:Program|Campaign|Document)
WHERE u.name = $unit OR u.id = $unit OR $unit IN u.aliases
MATCH (r:Report)
WHERE r.id = l.report
RETURN 'join' AS role, x.name AS name, labels(x) AS kind, u.name AS unit, r.source AS source,
       coalesce(r.title, r.name) AS report_title, r.year AS year, l.start AS start, u.id AS unit_id
UNION ALL
MATCH (u:Unit)-[l:TARGET_OF]->(x:Program|Campaign|Document)
WHERE u.name = $unit OR u.id = $unit OR $unit IN u.aliases
MATCH (r:Report)
WHERE r.id = l.report
RETURN 'target' AS role, x.name AS name, labels(x) AS kind, u.name AS unit, r.source AS source,
       coalesce(r.title, r.name) AS report_title, r.year AS year, l.start AS start, u.id AS unit_id
UNION ALL
MATCH (u:Unit)-[l:ISSUES]->(x:Program|Campaign|Document)
WHERE u.name = $unit OR u.id = $unit OR $unit IN u.aliases
MATCH (r:Report)
WHERE r.id = l.report
RETURN 'issue' AS role, x.name AS name, labels(x) AS kind, u.name AS unit, r.source AS source,
       coalesce(r.title, r.name) AS report_title, r.year AS year, l.start AS start, u.id AS unit_id
