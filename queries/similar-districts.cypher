// 相似的行政区 · Districts alike
// ---
// id: similar-districts
// answers:
//   zh: 按共有项目和行动占两者全部的比例（雅卡尔系数），哪些行政区最相似
//   en: which districts are most alike, by what they share of all that both have (Jaccard index)
// parameters:
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
//   - {name: shared, zh: "共有项数", en: "initiatives of both"}
//   - {name: all_of_both, zh: "两者合计项数", en: "initiatives of either"}
//   - {name: similarity, zh: "共有除以合计", en: "shared divided by all of both"}
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
WITH d.id AS place, asked, count(DISTINCT i) AS number, collect(DISTINCT i.id) AS initiatives
UNWIND initiatives AS initiative
WITH initiative, collect({id: place, number: number, asked: asked}) AS others,
     collect(CASE WHEN asked THEN {id: place, number: number} END) AS ones
UNWIND ones AS one
UNWIND others AS other
WITH one.id AS one, one.number AS of_one, other.id AS other, other.number AS of_other, other.asked AS both
WHERE one < other OR (one > other AND NOT both) // each pair once
WITH CASE WHEN one < other THEN one ELSE other END AS first, CASE WHEN one < other THEN other ELSE one END AS second,
     of_one + of_other AS of_both, count(*) AS shared
MATCH (a:District)
WHERE a.id = first
WITH a, second, shared, of_both - shared AS all_of_both
MATCH (b:District)
WHERE b.id = second AND a.id <> b.id
RETURN a.name AS district_a, b.name AS district_b, shared, all_of_both,
       // to four digits by whole numbers: the engines' round() differs
       (shared * 20000 + all_of_both) / (2 * all_of_both) / 10000.0 AS similarity,
       a.id AS district_a_id, b.id AS district_b_id
ORDER BY similarity DESC, district_a, district_b, district_a_id, district_b_id
