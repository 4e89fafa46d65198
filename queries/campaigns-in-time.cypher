// 专项行动的时间分布 · Campaigns in time
// ---
// id: campaigns-in-time
// answers:
//   zh: 每个专项行动在哪一年有几个行政区开展，几个计划
//   en: for each campaign and year, how many districts carried it out and how many planned it
// parameters:
//   - name: min_districts
//     type: int
//     default: 2
//     zh: 至少几个行政区
//     en: at least this many districts
//   - name: from_year
//     type: int
//     default: 0
//     zh: 从哪一年起；0 为不限
//     en: from this year on; 0 for any
//   - name: to_year
//     type: int
//     default: 9999
//     zh: 到哪一年为止
//     en: up to this year
// columns:
//   - {name: campaign, zh: "专项行动名称", en: "name of the campaign"}
//   - {name: year, zh: "开展或计划的年度", en: "year it was carried out in or planned for"}
//   - {name: carried_out, zh: "开展的行政区个数", en: "districts that carried it out"}
//   - {name: planned, zh: "列为计划的行政区个数", en: "districts that planned it"}
//   - {name: which, zh: "行政区名称", en: "names of the districts"}
//   - {name: campaign_id, zh: "专项行动标识，可用于 kg evidence", en: "id of the campaign, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Campaign)<-[m:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WHERE m.status IN ['done', 'planned']
WITH i, d, m.status AS status, CASE WHEN m.status = 'done' THEN r.year ELSE coalesce(r.plan_year, r.year + 1) END AS year
WHERE year IS NOT NULL AND year >= $from_year AND year <= $to_year
WITH i, year, count(DISTINCT CASE WHEN status = 'done' THEN d.id END) AS carried_out,
     count(DISTINCT CASE WHEN status = 'planned' THEN d.id END) AS planned, count(DISTINCT d.id) AS districts,
     collect(DISTINCT d.name) AS which
WHERE districts >= $min_districts
RETURN i.name AS campaign, year, carried_out, planned, which, i.id AS campaign_id
ORDER BY campaign, campaign_id, year
