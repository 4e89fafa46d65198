// 共同开展工作的单位 · Units that work together
// ---
// id: units-together
// answers:
//   zh: 哪两个单位牵头或配合同一项目或行动，共有几项
//   en: which two units lead or join the same program or campaign, and how many
// parameters:
//   - name: unit
//     type: string
//     default: ""
//     of: [Unit]
//     zh: 单位名称、别称或标识；空为全部
//     en: the unit's name, another surface or its id; empty for all
//   - name: most
//     type: int
//     default: 5000
//     zh: 不指定单位时，只比较牵头或配合最多的这么多个单位；0 为全部，数万个时很慢
//     en: where no unit is named, so many are compared, those that lead or join most often; 0 for all, slow for tens of thousands
// columns:
//   - {name: unit_a, zh: "单位甲", en: "one unit"}
//   - {name: unit_b, zh: "单位乙", en: "the other unit"}
//   - {name: place, zh: "单位甲的所属地", en: "area the one belongs to"}
//   - {name: shared, zh: "共同项数", en: "how many they have in common"}
//   - {name: initiatives, zh: "共同的项目和行动", en: "which"}
//   - {name: unit_a_id, zh: "单位甲的标识，可用于 kg evidence", en: "id of the one, for kg evidence"}
//   - {name: unit_b_id, zh: "单位乙的标识，可用于 kg evidence", en: "id of the other, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (u:Unit)-[l:LEADS|JOINS]->(:Program|Campaign)
WITH u, count(l.rid) AS acts
ORDER BY acts DESC, u.id LIMIT $most
WITH collect(u.id) AS compared
MATCH (u:Unit)
WHERE $unit <> '' OR $most = 0 OR u.id IN compared
WITH u, ($unit = '' OR u.name = $unit OR u.id = $unit OR $unit IN u.aliases) AS asked
MATCH (u)-[:LEADS|JOINS]->(i:Program|Campaign)
WITH DISTINCT u, asked, i
WITH i, collect({id: u.id, asked: asked}) AS others, collect(CASE WHEN asked THEN u.id END) AS ones
UNWIND ones AS one
UNWIND others AS other
WITH i, one, other.id AS other, other.asked AS both
WHERE one < other OR (one > other AND NOT both) // each pair once
WITH CASE WHEN one < other THEN one ELSE other END AS first, CASE WHEN one < other THEN other ELSE one END AS second,
     count(*) AS shared, collect(i.name) AS initiatives
MATCH (a:Unit)
WHERE a.id = first
WITH a, second, shared, initiatives
MATCH (b:Unit)
WHERE b.id = second AND a.id <> b.id
RETURN a.name AS unit_a, b.name AS unit_b, a.place AS place, shared, initiatives, a.id AS unit_a_id, b.id AS unit_b_id
ORDER BY shared DESC, unit_a, unit_b, unit_a_id, unit_b_id
