// 多个行政区都报告的指标 · Indicators that several districts report
// ---
// id: indicators-in-common
// answers:
//   zh: 哪些指标在几个行政区都有数据，共多少条，多少脱敏
//   en: which indicators several districts give figures for, how many figures, and how many of them masked
// parameters:
//   - name: min_districts
//     type: int
//     default: 2
//     zh: 至少几个行政区
//     en: at least this many districts
//   - name: indicator
//     type: string
//     default: ""
//     zh: 指标中含有的文字；空为全部
//     en: words in the indicator; empty for all
// columns:
//   - {name: indicator, zh: "指标", en: "what is counted"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: which, zh: "行政区名称", en: "names of the districts"}
//   - {name: figures, zh: "数据条数", en: "how many figures"}
//   - {name: masked, zh: "其中脱敏", en: "how many of them are masked"}
//   - {name: indicator_id, zh: "指标标识，可用于 kg evidence", en: "id of the indicator, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (n:Indicator)<-[:MEASURES]-(o:Observation)<-[:STATES]-(r:Report)-[:COVERS]->(d:District)
WHERE ($indicator = '' OR n.name CONTAINS $indicator)
WITH n, count(DISTINCT d.id) AS districts, collect(DISTINCT d.name) AS which, count(DISTINCT o.id) AS figures,
     count(DISTINCT CASE WHEN o.masked THEN o.id END) AS masked
WHERE districts >= $min_districts
RETURN n.name AS indicator, districts, which, figures, masked, n.id AS indicator_id
ORDER BY districts DESC, figures DESC, indicator, indicator_id
