// 没有把握的名称 · Names to check
// ---
// id: names-to-check
// answers:
//   zh: 识别置信度低的名称，按置信度从低到高
//   en: names that the tagger is least sure of, the least sure first
// parameters:
//   - name: below
//     type: float
//     default: 0.5
//     zh: 置信度低于
//     en: confidence below this, 0 to 1
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
// columns:
//   - {name: name, zh: "名称", en: "name of the node"}
//   - {name: kind, zh: "节点类型", en: "label of the node"}
//   - {name: text, zh: "原文", en: "the surface as printed"}
//   - {name: confidence, zh: "置信度", en: "0 to 1"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: start, zh: "原文中的起始位置（码位）", en: "where the evidence starts in the source, in code points"}
//   - {name: mention_id, zh: "提及标识，可用于 kg evidence", en: "id of the mention, for kg evidence"}
// if_empty:
//   zh: 图谱中的名称没有置信度，或都高于所给的数值
//   en: the names have no confidence, or all have more than this
// engines: [ladybug, neo4j]
// ---
MATCH (d:District)<-[:COVERS]-(r:Report)-[m:MENTIONS]->(x:Unit|Program|Campaign|Document)
WHERE m.confidence < $below AND ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases)
RETURN x.name AS name, labels(x) AS kind, m.text AS text, m.confidence AS confidence, d.name AS district, r.source AS source,
       m.start AS start, m.rid AS mention_id
ORDER BY confidence, source, start, mention_id
