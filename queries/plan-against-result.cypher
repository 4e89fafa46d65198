// 计划数与完成数 · Plan against result
// ---
// id: plan-against-result
// answers:
//   zh: 上年报告的计划数与同一行政区次年报告的完成数相比
//   en: figures planned in one report against the result in a report of the same district on that year
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
//   - {name: measure, zh: "计量单位；两者不同则为基本单位", en: "measure; the base unit where the two differ"}
//   - {name: planned, zh: "计划数", en: "figure planned"}
//   - {name: result, zh: "完成数", en: "figure achieved"}
//   - {name: difference, zh: "完成数减计划数", en: "result minus plan"}
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
WHERE p.status = 'planned' AND p.value IS NOT NULL
WITH d, b, n, p
MATCH (b)-[:STATES]->(q:Observation)-[:MEASURES]->(k:Indicator)
WHERE q.status = 'done' AND q.value IS NOT NULL
WITH d, b, n, p, q, k
WHERE n.id = k.id AND p.id <> q.id AND coalesce(p.base_measure, p.measure, '') = coalesce(q.base_measure, q.measure, '')
WITH d, b, n, p, q, coalesce(p.measure, '') = coalesce(q.measure, '') AS same
WITH d, b, n, p, q, CASE WHEN same THEN p.measure ELSE p.base_measure END AS measure,
     CASE WHEN same THEN p.value ELSE p.base_value END AS planned, CASE WHEN same THEN q.value ELSE q.base_value END AS result
RETURN d.name AS district, b.year AS year, n.name AS indicator, measure, planned, result,
       round(result - planned, 6) AS difference, p.text AS planned_text, q.text AS result_text,
       p.id AS planned_id, q.id AS result_id
ORDER BY district, year, indicator, measure, planned_id, result_id
