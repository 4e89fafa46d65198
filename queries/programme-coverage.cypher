// 一个项目或行动的覆盖面 · Coverage of a national programme
// ---
// id: programme-coverage
// answers:
//   zh: 一个（全国性的）项目或行动，哪些行政区的报告写明开展、计划或仅提及，哪些没有写
//   en: for one (national) program or campaign, which districts' reports say it is carried out, planned or only mention it, and which do not name it
// parameters:
//   - name: initiative
//     type: string
//     of: [Program, Campaign]
//     zh: 名称、别称或标识
//     en: its name, another surface or its id
//   - name: placeholders
//     type: bool
//     default: true
//     zh: 是否计入名称脱敏或未注明的行政区
//     en: whether districts whose name is masked or not given count
//   - name: level
//     type: string
//     default: ""
//     choices: ["", province, city, county, township, village]
//     zh: 行政区层级：province、city、county、township、village；空为全部
//     en: level of the district; empty for all
// columns:
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: level, zh: "行政区层级", en: "level of the district"}
//   - {name: status, zh: "done 已开展，planned 仅计划，mentioned 仅提及，none 未提", en: "done, planned, mentioned, or none: not named"}
//   - {name: times, zh: "提及次数", en: "how often it is named"}
//   - {name: reports, zh: "提到它的报告份数", en: "reports that name it"}
//   - {name: of_reports, zh: "该行政区的报告份数", en: "reports of the district"}
//   - {name: district_id, zh: "行政区标识，可用于 kg evidence", en: "id of the district, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)
WHERE (i.name = $initiative OR i.id = $initiative OR $initiative IN i.aliases)
OPTIONAL MATCH (n:Program|Campaign)-[:BROADER]->(i)
WHERE n.id <> i.id AND n.place IS NOT NULL
WITH collect(DISTINCT i.id) + collect(DISTINCT n.id) AS ids
MATCH (d:District)<-[:COVERS]-(r:Report)
WHERE ($placeholders OR NOT d.placeholder) AND ($level = '' OR d.level = $level)
OPTIONAL MATCH (r)-[m:MENTIONS]->(x:Program|Campaign)
WHERE x.id IN ids
WITH d, count(m.rid) AS times, count(DISTINCT CASE WHEN m.rid IS NOT NULL THEN r.id END) AS reports,
     count(DISTINCT r.id) AS of_reports, count(CASE WHEN m.status = 'done' THEN 1 END) AS done,
     count(CASE WHEN m.status = 'planned' THEN 1 END) AS planned
RETURN d.name AS district, d.level AS level,
       CASE WHEN done > 0 THEN 'done' WHEN planned > 0 THEN 'planned' WHEN times > 0 THEN 'mentioned' ELSE 'none' END AS status,
       times, reports, of_reports, d.id AS district_id
ORDER BY status, times DESC, district, district_id
