// 报告清单 · The reports
// ---
// id: reports
// answers:
//   zh: 图谱中有哪些报告，各是哪个单位、哪个行政区、哪一年的
//   en: which reports the graph holds, of which unit, district and year
// columns:
//   - {name: report_id, zh: "报告标识，可用于 kg evidence", en: "id of the report, for kg evidence"}
//   - {name: report_title, zh: "报告标题，无标题时为显示名", en: "title of the report, else its display name"}
//   - {name: unit, zh: "单位名称", en: "name of the unit"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: kind, zh: "summary 总结（含计划），plan 仅计划", en: "summary (also with a plan) or plan only"}
//   - {name: year, zh: "总结年度", en: "year the report looks back at"}
//   - {name: plan_year, zh: "计划年度", en: "year planned for"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
// engines: [ladybug, neo4j]
// ---
MATCH (r:Report)-[:COVERS]->(d:District)
OPTIONAL MATCH (r)-[:ISSUED_BY]->(u:Unit)
RETURN r.id AS report_id, coalesce(r.title, r.name) AS report_title, u.name AS unit, d.name AS district, r.kind AS kind, r.year AS year,
       r.plan_year AS plan_year, r.source AS source
ORDER BY source, r.start, report_id
