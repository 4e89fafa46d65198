// 引用的文件 · Documents cited
// ---
// id: documents-cited
// answers:
//   zh: 提到哪些文件，由哪些行政区提到，谁印发
//   en: which documents are cited, by which districts, and who issued them
// parameters:
//   - name: document
//     type: string
//     default: ""
//     zh: 标题中含有的文字；空为全部
//     en: words in its title; empty for all
// columns:
//   - {name: document_id, zh: "文件标识，可用于 kg evidence", en: "id of the document, for kg evidence"}
//   - {name: document, zh: "文件标题", en: "title of the document"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: which, zh: "行政区名称", en: "names of the districts"}
//   - {name: issued_by, zh: "印发单位", en: "units that issued it"}
// engines: [ladybug, neo4j]
// ---
MATCH (x:Document)<-[:MENTIONS]-(:Report)-[:COVERS]->(d:District)
WHERE $document = '' OR x.name CONTAINS $document
WITH x, count(DISTINCT d.id) AS districts, collect(DISTINCT d.name) AS which
OPTIONAL MATCH (u:Unit)-[:ISSUES]->(x)
RETURN x.id AS document_id, x.name AS document, districts, which, collect(DISTINCT u.name) AS issued_by
ORDER BY districts DESC, document, document_id
