// 多个行政区都提到的单位 · Units that several districts have to do with
// ---
// id: bridging-units
// answers:
//   zh: 哪些单位在几个行政区的报告中出现，因而把它们连接起来
//   en: which units the reports of several districts name, and so join them
// parameters:
//   - name: min_districts
//     type: int
//     default: 2
//     zh: 至少几个行政区
//     en: at least this many districts
// columns:
//   - {name: unit, zh: "单位名称", en: "name of the unit"}
//   - {name: place, zh: "所属地，全国性单位和企业为空", en: "area it belongs to; empty for national bodies and companies"}
//   - {name: bridging, zh: "桥接度（介数），kg analyse 之前为空", en: "betweenness, empty before kg analyse"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: which, zh: "行政区名称", en: "names of the districts"}
//   - {name: reports, zh: "报告份数", en: "number of reports"}
//   - {name: unit_id, zh: "单位标识，可用于 kg evidence", en: "id of the unit, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (u:Unit)<-[:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WITH u, count(DISTINCT d.id) AS districts, collect(DISTINCT d.name) AS which, count(DISTINCT r.id) AS reports
WHERE districts >= $min_districts
RETURN u.name AS unit, u.place AS place, u.bridging AS bridging, districts, which, reports, u.id AS unit_id
ORDER BY districts DESC, reports DESC, unit, unit_id
