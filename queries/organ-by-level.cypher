// 哪一级的什么机构负责什么 · Which organ runs what at which level
// ---
// id: organ-by-level
// answers:
//   zh: 同名机构（如市教育局）在哪一级牵头、配合哪些项目和行动，印发哪些文件，有几个这样的单位
//   en: at which level the organs of one name lead and join which programs and campaigns or issue which documents, and how many such units there are
// parameters:
//   - name: organ
//     type: string
//     default: ""
//     zh: 单位名称中含有的文字；空为全部
//     en: words in the unit's name; empty for all
//   - name: level
//     type: string
//     default: ""
//     choices: ["", province, city, county, township, village]
//     zh: 行政区层级：province、city、county、township、village；空为全部
//     en: level of the district; empty for all
// columns:
//   - {name: level, zh: "行政区层级", en: "level of the district"}
//   - {name: organ, zh: "机构名称", en: "name of the organ"}
//   - {name: role, zh: "lead 牵头、join 配合、issue 印发", en: "lead, join or issue"}
//   - {name: name, zh: "项目、行动或文件名称", en: "name of the program, campaign or document"}
//   - {name: kind, zh: "Program、Campaign 或 Document", en: "Program, Campaign or Document"}
//   - {name: run_at, zh: "词表所载的实施层级，不明为空", en: "level at which it is run by the thesaurus, empty where unknown"}
//   - {name: units, zh: "这样的单位个数", en: "number of such units"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: unit_id, zh: "其中一个单位的标识，可用于 kg evidence", en: "id of one of the units, for kg evidence"}
//   - {name: object_id, zh: "项目、行动或文件的标识，可用于 kg evidence", en: "id of what it runs, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (u:Unit)-[l:LEADS]->(x:Program|Campaign)
WHERE ($organ = '' OR u.name CONTAINS $organ)
MATCH (r:Report)-[:COVERS]->(d:District)
WHERE r.id = l.report AND ($level = '' OR d.level = $level)
RETURN d.level AS level, u.name AS organ, 'lead' AS role, x.name AS name, labels(x) AS kind,
       coalesce(x.level, '') AS run_at, count(DISTINCT u.id) AS units,
       count(DISTINCT d.id) AS districts, min(u.id) AS unit_id, x.id AS object_id
UNION ALL
MATCH (u:Unit)-[l:JOINS]->(x:Program|Campaign)
WHERE ($organ = '' OR u.name CONTAINS $organ)
MATCH (r:Report)-[:COVERS]->(d:District)
WHERE r.id = l.report AND ($level = '' OR d.level = $level)
RETURN d.level AS level, u.name AS organ, 'join' AS role, x.name AS name, labels(x) AS kind,
       coalesce(x.level, '') AS run_at, count(DISTINCT u.id) AS units,
       count(DISTINCT d.id) AS districts, min(u.id) AS unit_id, x.id AS object_id
UNION ALL
MATCH (u:Unit)-[l:ISSUES]->(x:Document)
WHERE ($organ = '' OR u.name CONTAINS $organ)
MATCH (r:Report)-[:COVERS]->(d:District)
WHERE r.id = l.report AND ($level = '' OR d.level = $level)
RETURN d.level AS level, u.name AS organ, 'issue' AS role, x.name AS name, labels(x) AS kind,
       '' AS run_at, count(DISTINCT u.id) AS units,
       count(DISTINCT d.id) AS districts, min(u.id) AS unit_id, x.id AS object_id
