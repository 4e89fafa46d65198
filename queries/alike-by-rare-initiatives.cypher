// 因少见的项目而相似的行政区 · Districts alike by what is rare
// ---
// id: alike-by-rare-initiatives
// answers:
//   zh: 越少见的共有项目权重越大，哪些行政区最相似，主要因为哪些项目
//   en: which districts are most alike when a rare initiative counts for more, and which initiatives make it so
// parameters:
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
//   - name: min_score
//     type: float
//     default: 0.0
//     zh: 相似度至少为
//     en: at least this score, 0 to 1
// columns:
//   - {name: district_a, zh: "行政区甲", en: "one district"}
//   - {name: district_b, zh: "行政区乙", en: "the other district"}
//   - {name: score, zh: "加权雅卡尔系数", en: "weighted Jaccard index, 0 to 1"}
//   - {name: shared, zh: "共有项数", en: "initiatives of both"}
//   - {name: top, zh: "贡献最大的项目和行动", en: "those that contribute most, first the greatest", ordered: true}
//   - {name: district_a_id, zh: "行政区甲的标识", en: "id of the one"}
//   - {name: district_b_id, zh: "行政区乙的标识", en: "id of the other"}
//   - {name: pair_id, zh: "这一对的标识，可用于 kg evidence", en: "id of the pair, for kg evidence"}
// if_empty:
//   zh: 先运行 kg analyse，并用 --write 写回图谱
//   en: run kg analyse with --write first; it puts this into the graph
// engines: [ladybug, neo4j]
// ---
MATCH (a:District)-[s:SIMILAR_TO]->(b:District)
WHERE a.id < b.id AND s.score >= $min_score
      AND ($district = '' OR a.name = $district OR a.id = $district OR $district IN a.aliases
           OR b.name = $district OR b.id = $district OR $district IN b.aliases)
RETURN a.name AS district_a, b.name AS district_b, s.score AS score, s.shared AS shared, s.top AS top,
       a.id AS district_a_id, b.id AS district_b_id, s.rid AS pair_id
ORDER BY score DESC, district_a, district_b, pair_id
