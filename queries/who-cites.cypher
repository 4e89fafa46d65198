// 谁引用了文件 · Who cites a document
// ---
// id: who-cites
// answers:
//   zh: 每份文件由哪些单位的哪份报告引用，原文如何
//   en: which units' reports cite each document, and how it is printed there
// parameters:
//   - name: document
//     type: string
//     default: ""
//     of: [Document]
//     zh: 文件标题、别称或标识；空为全部
//     en: the document's title, another surface or its id; empty for all
// columns:
//   - {name: document, zh: "文件标题", en: "title of the document"}
//   - {name: cited_by, zh: "报告单位，不明为空", en: "unit whose report it is, where known"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: year, zh: "总结年度", en: "year the report looks back at"}
//   - {name: text, zh: "标题原文", en: "the title as that report prints it"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: report_title, zh: "报告标题，无标题时为显示名", en: "title of the report, else its display name"}
//   - {name: start, zh: "原文中的起始位置（码位）", en: "where the evidence starts in the source, in code points"}
//   - {name: document_id, zh: "文件标识，可用于 kg evidence", en: "id of the document, for kg evidence"}
//   - {name: report_id, zh: "报告标识，可用于 kg evidence", en: "id of the report, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (x:Document)<-[m:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WHERE ($document = '' OR x.name = $document OR x.id = $document OR $document IN x.aliases)
OPTIONAL MATCH (r)-[:ISSUED_BY]->(u:Unit)
RETURN x.name AS document, u.name AS cited_by, d.name AS district, r.year AS year, m.text AS text, r.source AS source,
       coalesce(r.title, r.name) AS report_title, m.start AS start, x.id AS document_id, r.id AS report_id
ORDER BY document, document_id, district, year, source, start, report_id
