// 按上位概念共有的行动 · Drives that places share by their wider concept
// ---
// id: shared-drives
// answers:
//   zh: 各地自行开展的同类行动（如本地的大排查），按上位概念合计有几个行政区
//   en: drives that each place holds for itself, counted together by the concept they belong under
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
//   - name: only_local
//     type: bool
//     default: true
//     zh: 只计各地自己的行动；否则也计词表中的下位项目
//     en: count only drives of a place's own; else all that the thesaurus puts under the concept too
// columns:
//   - {name: concept_id, zh: "上位概念的标识，可用于 kg evidence", en: "id of the wider concept, for kg evidence"}
//   - {name: concept, zh: "上位概念", en: "the wider concept"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: which, zh: "行政区名称", en: "names of the districts"}
//   - {name: drives, zh: "所含项目和行动", en: "the drives counted"}
//   - {name: reports, zh: "报告份数", en: "number of reports"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)-[:BROADER]->(c:Program|Campaign)
WHERE i.id <> c.id AND (NOT $only_local OR i.place IS NOT NULL)
WITH c, collect(DISTINCT i.id) AS narrower
UNWIND narrower + [c.id] AS part
WITH c, part
MATCH (i:Program|Campaign)<-[m:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WHERE i.id = part AND m.status IN ['done', 'planned'] AND ($placeholders OR NOT d.placeholder)
WITH c.id AS concept_id, c.name AS concept, labels(c) AS kind, count(DISTINCT d.id) AS districts,
     collect(DISTINCT d.name) AS which, collect(DISTINCT i.name) AS drives, count(DISTINCT r.id) AS reports
WHERE districts >= $min_districts
RETURN concept_id, concept, kind, districts, which, drives, reports
ORDER BY districts DESC, concept, concept_id
