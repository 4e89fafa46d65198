// 未完成的计划数 · Targets missed
// ---
// id: targets-missed
// answers:
//   zh: 计划数与次年完成数相比，哪些没有达到，差多少
//   en: of the figures planned and later reported, which were not reached, and by how much
// parameters:
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
// columns:
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: year, zh: "数据所属年度", en: "year the figure is about"}
//   - {name: indicator, zh: "指标", en: "what is counted"}
//   - {name: measure, zh: "计量单位，换算为基本单位", en: "measure, in base units"}
//   - {name: planned, zh: "计划数", en: "figure planned"}
//   - {name: result, zh: "完成数", en: "figure achieved"}
//   - {name: shortfall, zh: "差额", en: "plan minus result"}
//   - {name: planned_text, zh: "计划原文", en: "the plan as printed"}
//   - {name: result_text, zh: "完成原文", en: "the result as printed"}
//   - {name: planned_id, zh: "计划数据标识，可用于 kg evidence", en: "id of the planned figure, for kg evidence"}
//   - {name: result_id, zh: "完成数据标识，可用于 kg evidence", en: "id of the result, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (a:Report)-[:COVERS]->(d:District)<-[:COVERS]-(b:Report)
WHERE b.year = a.plan_year AND a.id <> b.id AND ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases)
WITH DISTINCT a, b, d
MATCH (a)-[:STATES]->(p:Observation)-[:MEASURES]->(n:Indicator)
WHERE p.status = 'planned'
WITH d, b, n, p
MATCH (b)-[:STATES]->(q:Observation)-[:MEASURES]->(k:Indicator)
WHERE q.status = 'done'
WITH d, b, n, p, q, k
WHERE n.id = k.id AND p.id <> q.id
      AND coalesce(p.base_measure, p.measure, '') = coalesce(q.base_measure, q.measure, '')
      AND coalesce(q.base_value, q.value) < coalesce(p.base_value, p.value)
RETURN d.name AS district, b.year AS year, n.name AS indicator, coalesce(p.base_measure, p.measure) AS measure,
       coalesce(p.base_value, p.value) AS planned, coalesce(q.base_value, q.value) AS result,
       round(coalesce(p.base_value, p.value) - coalesce(q.base_value, q.value), 6) AS shortfall, p.text AS planned_text,
       q.text AS result_text, p.id AS planned_id, q.id AS result_id
ORDER BY district, year, indicator, measure, planned_id, result_id
