// 待定的疑似相同名称 · Look-alikes still open
// ---
// id: look-alikes
// answers:
//   zh: 哪些名称可能是同一事物而尚未认定，依据是什么
//   en: which names may be one thing and are not decided, and what speaks for it
// parameters:
//   - name: name
//     type: string
//     default: ""
//     zh: 名称中含有的文字；空为全部
//     en: words in one of the names; empty for all
//   - name: min_score
//     type: float
//     default: 0.0
//     zh: 相似度至少为
//     en: at least this score, 0 to 1
// columns:
//   - {name: kind, zh: "节点类型", en: "label of the two"}
//   - {name: name_a, zh: "名称甲", en: "one name"}
//   - {name: name_b, zh: "名称乙", en: "the other"}
//   - {name: score, zh: "相似度", en: "score, 0 to 1"}
//   - {name: rule, zh: "规则", en: "which comparison found it"}
//   - {name: reason, zh: "依据", en: "what speaks for and against it"}
//   - {name: name_a_id, zh: "名称甲的标识", en: "id of the one"}
//   - {name: name_b_id, zh: "名称乙的标识", en: "id of the other"}
//   - {name: pair_id, zh: "这一对的标识，可用于 kg evidence", en: "id of the pair, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (a:Program|Campaign|Unit|Indicator|Document)-[l:LOOKS_LIKE]->(b:Program|Campaign|Unit|Indicator|Document)
WHERE a.id < b.id AND l.score >= $min_score AND ($name = '' OR a.name CONTAINS $name OR b.name CONTAINS $name)
RETURN labels(a) AS kind, a.name AS name_a, b.name AS name_b, l.score AS score, l.rule AS rule, l.evidence AS reason,
       a.id AS name_a_id, b.id AS name_b_id, l.rid AS pair_id
ORDER BY score DESC, name_a, name_b, pair_id
