// 脱敏的数据 · Masked figures
// ---
// id: masked-figures
// answers:
//   zh: 各报告有多少数据，其中多少脱敏
//   en: how many figures each report states, and how many of them are masked
// columns:
//   - {name: report_id, zh: "报告标识，可用于 kg evidence", en: "id of the report, for kg evidence"}
//   - {name: report_title, zh: "报告标题，无标题时为显示名", en: "title of the report, else its display name"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: figures, zh: "数据条数", en: "how many figures"}
//   - {name: masked, zh: "其中脱敏", en: "how many of them are masked"}
// engines: [ladybug, neo4j]
// ---
MATCH (d:District)<-[:COVERS]-(r:Report)-[:STATES]->(o:Observation)
RETURN r.id AS report_id, coalesce(r.title, r.name) AS report_title, d.name AS district, r.source AS source, count(o) AS figures,
       count(CASE WHEN o.masked THEN 1 END) AS masked
ORDER BY masked DESC, source, report_title, report_id
