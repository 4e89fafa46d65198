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
MATCH (a:District)<-[:COVERS]-(:Report)-[m:MENTIONS]->(i:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH a, count(DISTINCT i.id) AS of_a
MATCH (a)<-[:COVERS]-(:Report)-[m:MENTIONS]->(i:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH DISTINCT a, of_a, i
MATCH (i)<-[m:MENTIONS]-(:Report)-[:COVERS]->(b:District)
WHERE a.id < b.id AND m.status IN ['done', 'planned']
      AND ($district = '' OR a.name = $district OR a.id = $district OR $district IN a.aliases
           OR b.name = $district OR b.id = $district OR $district IN b.aliases)
WITH DISTINCT a, of_a, b, i
WITH a, of_a, b, count(i) AS shared
WITH b, collect({name: a.name, id: a.id, of_a: of_a, shared: shared}) AS others
MATCH (b)<-[:COVERS]-(:Report)-[m:MENTIONS]->(i:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH b, others, count(DISTINCT i.id) AS of_b
UNWIND others AS other
RETURN other.name AS district_a, b.name AS district_b, other.shared AS shared, other.of_a + of_b - other.shared AS all_of_both,
       // to four digits by whole numbers: the engines' round() differs
       (other.shared * 20000 + other.of_a + of_b - other.shared) / (2 * (other.of_a + of_b - other.shared)) / 10000.0 AS similarity,
       other.id AS district_a_id, b.id AS district_b_id
ORDER BY similarity DESC, district_a, district_b, district_a_id, district_b_id
