// 项目和行动所在的行政区与报告 · Districts and reports of each initiative
// ---
// id: initiative-districts
// answers:
//   zh: 每个项目或行动出现在哪些行政区的哪份报告，是已开展还是计划
//   en: in which districts and reports each initiative is carried out or planned
// parameters:
//   - name: initiative
//     type: string
//     default: ""
//     of: [Program, Campaign]
//     zh: 名称、别称或标识；空为全部
//     en: its name, another surface or its id; empty for all
// columns:
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: report_title, zh: "报告标题，无标题时为显示名", en: "title of the report, else its display name"}
//   - {name: year, zh: "总结年度", en: "year the report looks back at"}
//   - {name: status, zh: "done 已开展，planned 仅为计划", en: "done when the report says so anywhere, else planned"}
//   - {name: text, zh: "报告所用名称原文", en: "the name as that report prints it"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)<-[m:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WHERE m.status IN ['done', 'planned'] AND ($initiative = '' OR i.name = $initiative OR i.id = $initiative OR $initiative IN i.aliases)
WITH i, r, d, min(CASE WHEN m.status = 'done' THEN m.start END) AS carried, min(m.start) AS named
MATCH (r)-[m:MENTIONS]->(i)
WHERE m.start = coalesce(carried, named)
RETURN i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, d.name AS district, r.source AS source,
       coalesce(r.title, r.name) AS report_title, r.year AS year, m.status AS status, m.text AS text
ORDER BY initiative, initiative_id, district, year, source, m.start
