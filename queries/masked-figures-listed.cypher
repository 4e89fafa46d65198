// 逐条列出脱敏的数据 · Every masked figure
// ---
// id: masked-figures-listed
// answers:
//   zh: 哪些数据脱敏，原文如何，属于什么指标
//   en: which figures are masked, how they are printed, and what they count
// parameters:
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
// columns:
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: year, zh: "总结年度", en: "year the report looks back at"}
//   - {name: indicator, zh: "指标", en: "what is counted"}
//   - {name: text, zh: "数字原文", en: "the figure as printed"}
//   - {name: measure, zh: "计量单位", en: "measure"}
//   - {name: status, zh: "done 完成、planned 计划、problem 问题、baseline 基数", en: "done, planned, problem or baseline"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: report_title, zh: "报告标题，无标题时为显示名", en: "title of the report, else its display name"}
//   - {name: start, zh: "原文中的起始位置（码位）", en: "where the evidence starts in the source, in code points"}
//   - {name: observation_id, zh: "数据标识，可用于 kg evidence", en: "id of the figure, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (d:District)<-[:COVERS]-(r:Report)-[s:STATES]->(o:Observation)
WHERE o.masked AND ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases)
OPTIONAL MATCH (o)-[:MEASURES]->(n:Indicator)
RETURN d.name AS district, r.year AS year, n.name AS indicator, o.text AS text, o.measure AS measure, o.status AS status,
       r.source AS source, coalesce(r.title, r.name) AS report_title, s.start AS start, o.id AS observation_id
ORDER BY district, year, source, start, observation_id
