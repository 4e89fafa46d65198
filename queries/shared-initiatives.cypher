// 多个行政区共有的项目和行动 · Initiatives that several districts share
// ---
// id: shared-initiatives
// answers:
//   zh: 哪些项目制度和专项行动由几个行政区开展或计划（仅提及的不算），各有哪些行政区
//   en: which programs and campaigns several districts carry out or plan (a mere mention does not count), and which districts
// parameters:
//   - name: min_districts
//     type: int
//     default: 2
//     zh: 至少几个行政区
//     en: at least this many districts
//   - name: placeholders
//     type: bool
//     default: true
//     zh: 是否计入名称脱敏或未注明的行政区
//     en: whether districts whose name is masked or not given count
// columns:
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: which, zh: "行政区名称", en: "names of the districts"}
//   - {name: reports, zh: "报告份数", en: "number of reports"}
// ---
MATCH (i:Program|Campaign)<-[m:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WHERE m.status IN ['done', 'planned'] AND ($placeholders OR NOT d.placeholder)
WITH i, count(DISTINCT d.id) AS districts, collect(DISTINCT d.name) AS which, count(DISTINCT r.id) AS reports
WHERE districts >= $min_districts
RETURN i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, districts, which, reports
ORDER BY districts DESC, initiative, initiative_id
