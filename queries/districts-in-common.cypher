// 两两行政区的共同点 · Pairs of districts and what they share
// ---
// id: districts-in-common
// answers:
//   zh: 哪两个行政区共有的项目和行动最多，是哪些
//   en: which two districts share most programs and campaigns, and which these are
// parameters:
//   - name: min_shared
//     type: int
//     default: 1
//     zh: 至少共有几项
//     en: at least this many shared
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
//   - name: most
//     type: int
//     default: 300
//     zh: 不指定行政区时，只比较提及项目和行动最多的这么多个行政区；0 为全部，上千个时很慢
//     en: where no district is named, so many are compared, those that name programs and campaigns most often; 0 for all, slow for thousands
// columns:
//   - {name: district_a, zh: "行政区甲", en: "one district"}
//   - {name: district_b, zh: "行政区乙", en: "the other district"}
//   - {name: shared, zh: "共有项数", en: "how many initiatives both carry out or plan"}
//   - {name: initiatives, zh: "共有的项目和行动", en: "which"}
//   - {name: district_a_id, zh: "行政区甲的标识", en: "id of the one"}
//   - {name: district_b_id, zh: "行政区乙的标识", en: "id of the other"}
// engines: [ladybug, neo4j]
// ---
MATCH (d:District)<-[:COVERS]-(:Report)-[m:MENTIONS]->(:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH d, count(*) AS mentions
ORDER BY mentions DESC, d.id LIMIT $most
WITH collect(d.id) AS compared
MATCH (d:District)
WHERE $district <> '' OR $most = 0 OR d.id IN compared
WITH d, ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases) AS asked
MATCH (d)<-[:COVERS]-(:Report)-[m:MENTIONS]->(i:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH DISTINCT d, asked, i
WITH i, collect({id: d.id, asked: asked}) AS others, collect(CASE WHEN asked THEN d.id END) AS ones
UNWIND ones AS one
UNWIND others AS other
WITH i, one, other.id AS other, other.asked AS both
WHERE one < other OR (one > other AND NOT both) // each pair once
WITH CASE WHEN one < other THEN one ELSE other END AS first, CASE WHEN one < other THEN other ELSE one END AS second,
     count(*) AS shared, collect(i.name) AS initiatives
WHERE shared >= $min_shared
MATCH (a:District)
WHERE a.id = first
WITH a, second, shared, initiatives
MATCH (b:District)
WHERE b.id = second AND a.id <> b.id
RETURN a.name AS district_a, b.name AS district_b, shared, initiatives, a.id AS district_a_id, b.id AS district_b_id
ORDER BY shared DESC, district_a, district_b, district_a_id, district_b_id
