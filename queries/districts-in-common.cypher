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
// columns:
//   - {name: district_a, zh: "行政区甲", en: "one district"}
//   - {name: district_b, zh: "行政区乙", en: "the other district"}
//   - {name: shared, zh: "共有项数", en: "how many initiatives both carry out or plan"}
//   - {name: initiatives, zh: "共有的项目和行动", en: "which"}
//   - {name: district_a_id, zh: "行政区甲的标识", en: "id of the one"}
//   - {name: district_b_id, zh: "行政区乙的标识", en: "id of the other"}
// engines: [ladybug, neo4j]
// ---
MATCH (a:District)<-[:COVERS]-(:Report)-[m:MENTIONS]->(i:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH DISTINCT a, i
MATCH (i)<-[m:MENTIONS]-(:Report)-[:COVERS]->(b:District)
WHERE a.id < b.id AND m.status IN ['done', 'planned']
      AND ($district = '' OR a.name = $district OR a.id = $district OR $district IN a.aliases
           OR b.name = $district OR b.id = $district OR $district IN b.aliases)
WITH DISTINCT a, b, i
WITH a, b, count(i) AS shared, collect(i.name) AS initiatives
WHERE shared >= $min_shared
RETURN a.name AS district_a, b.name AS district_b, shared, initiatives, a.id AS district_a_id, b.id AS district_b_id
ORDER BY shared DESC, district_a, district_b, district_a_id, district_b_id
