// 同一指标在各行政区的数据 · One figure side by side in several districts
// ---
// id: figures-across-districts
// answers:
//   zh: 同一项目或行动的同一指标，在几个行政区各完成多少
//   en: for one initiative and one indicator, what several districts achieved
// parameters:
//   - name: initiative
//     type: string
//     default: ""
//     of: [Program, Campaign]
//     zh: 名称、别称或标识；空为全部
//     en: its name, another surface or its id; empty for all
//   - name: min_districts
//     type: int
//     default: 2
//     zh: 至少几个行政区
//     en: at least this many districts
// columns:
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: indicator, zh: "指标", en: "what is counted"}
//   - {name: measure, zh: "计量单位", en: "measure"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: year, zh: "数据所属年度", en: "year the figure is about"}
//   - {name: value, zh: "数值，脱敏或区间时为空", en: "the number, empty when masked or a range"}
//   - {name: base_value, zh: "换算为基本单位的数值", en: "the number in base units"}
//   - {name: base_measure, zh: "基本单位", en: "base unit"}
//   - {name: approx, zh: "约数：约、多、少", en: "about (约), more (多) or less (少)"}
//   - {name: text, zh: "数字原文", en: "the figure as printed"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: start, zh: "原文中的起始位置（码位）", en: "where the evidence starts in the source, in code points"}
//   - {name: observation_id, zh: "数据标识，可用于 kg evidence", en: "id of the figure, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)<-[:ABOUT]-(o:Observation)-[:MEASURES]->(n:Indicator)
WHERE o.status = 'done' AND o.value IS NOT NULL AND ($initiative = '' OR i.name = $initiative OR i.id = $initiative OR $initiative IN i.aliases)
MATCH (r:Report)-[:STATES]->(o)
MATCH (r)-[:COVERS]->(d:District)
WITH i, n, coalesce(o.base_measure, o.measure, '') AS unit, count(DISTINCT d.id) AS districts
WHERE districts >= $min_districts
MATCH (i)<-[:ABOUT]-(o:Observation)-[:MEASURES]->(n)
WHERE o.status = 'done' AND o.value IS NOT NULL AND coalesce(o.base_measure, o.measure, '') = unit
MATCH (r:Report)-[s:STATES]->(o)
MATCH (r)-[:COVERS]->(d:District)
RETURN i.name AS initiative, n.name AS indicator, o.measure AS measure, d.name AS district, o.year AS year, o.value AS value,
       coalesce(o.base_value, o.value) AS base_value, coalesce(o.base_measure, o.measure) AS base_measure,
       o.approx AS approx, o.text AS text, r.source AS source, s.start AS start, o.id AS observation_id
ORDER BY initiative, indicator, base_measure, district, year, source, start, observation_id
