// 同一指标前后两年的数据 · One figure from one year to the next
// ---
// id: figures-over-years
// answers:
//   zh: 同一行政区的同一指标，前后两年各是多少，增减多少（上年数也取自报告中的基数）
//   en: for one indicator in one district, the figures of two years in a row and the change (the earlier one may be a baseline that the report gives)
// parameters:
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
//   - name: indicator
//     type: string
//     default: ""
//     zh: 指标中含有的文字；空为全部
//     en: words in the indicator; empty for all
// columns:
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: indicator, zh: "指标", en: "what is counted"}
//   - {name: measure, zh: "计量单位，换算为基本单位", en: "measure, in base units"}
//   - {name: year_before, zh: "上一年", en: "the earlier year"}
//   - {name: value_before, zh: "上一年数值", en: "figure of the earlier year"}
//   - {name: year, zh: "下一年", en: "the later year"}
//   - {name: value, zh: "下一年数值", en: "figure of the later year"}
//   - {name: change, zh: "增减", en: "later minus earlier"}
//   - {name: text_before, zh: "上一年原文", en: "the earlier figure as printed"}
//   - {name: text, zh: "下一年原文", en: "the later figure as printed"}
//   - {name: before_id, zh: "上一年数据标识，可用于 kg evidence", en: "id of the earlier figure, for kg evidence"}
//   - {name: observation_id, zh: "数据标识，可用于 kg evidence", en: "id of the figure, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (d:District)<-[:COVERS]-(:Report)-[:STATES]->(p:Observation)
WHERE p.status IN ['done', 'baseline'] AND p.value IS NOT NULL AND ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases)
MATCH (p)-[:MEASURES]->(n:Indicator)
WHERE $indicator = '' OR n.name CONTAINS $indicator
WITH d, n, p
MATCH (n)<-[:MEASURES]-(q:Observation)
WHERE q.status = 'done' AND q.year = p.year + 1 AND q.value IS NOT NULL AND p.id <> q.id
      AND coalesce(p.base_measure, p.measure, '') = coalesce(q.base_measure, q.measure, '')
MATCH (d)<-[:COVERS]-(:Report)-[:STATES]->(q)
RETURN d.name AS district, n.name AS indicator, coalesce(q.base_measure, q.measure) AS measure, p.year AS year_before,
       coalesce(p.base_value, p.value) AS value_before, q.year AS year, coalesce(q.base_value, q.value) AS value,
       round(coalesce(q.base_value, q.value) - coalesce(p.base_value, p.value), 6) AS change,
       p.text AS text_before, q.text AS text, p.id AS before_id, q.id AS observation_id
ORDER BY district, indicator, measure, year, before_id, observation_id
