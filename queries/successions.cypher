// 机构和区划的承接 · Who took over from whom
// ---
// id: successions
// answers:
//   zh: 机构改革、区划调整或更名中，哪个单位或行政区承接了哪个
//   en: which unit or area took over from which when they were reorganised or renamed
// columns:
//   - {name: newer, zh: "新的单位或行政区", en: "the newer unit or area"}
//   - {name: older, zh: "原单位或行政区", en: "the older one"}
//   - {name: kind, zh: "Unit 单位，或 District 行政区", en: "Unit or District"}
//   - {name: place, zh: "所属地", en: "area the newer unit belongs to"}
//   - {name: change_year, zh: "变更年份，不明为空", en: "year of the change where known"}
//   - {name: basis, zh: "依据", en: "what says so"}
//   - {name: newer_id, zh: "新者的标识，可用于 kg evidence", en: "id of the newer, for kg evidence"}
//   - {name: older_id, zh: "原者的标识，可用于 kg evidence", en: "id of the older, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (a:Unit)-[s:SUCCEEDS]->(b:Unit)
WHERE a.id <> b.id
RETURN a.name AS newer, b.name AS older, labels(a) AS kind, a.place AS place, s.year AS change_year, s.basis AS basis,
       a.id AS newer_id, b.id AS older_id
UNION ALL
MATCH (a:District)-[s:SUCCEEDS]->(b:District)
WHERE a.id <> b.id
RETURN a.name AS newer, b.name AS older, labels(a) AS kind, a.name AS place, s.year AS change_year, s.basis AS basis,
       a.id AS newer_id, b.id AS older_id
