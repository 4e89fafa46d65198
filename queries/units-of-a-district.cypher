// 一个行政区的单位 · Units of a district
// ---
// id: units-of-a-district
// answers:
//   zh: 一个行政区有哪些单位，各被提及几次，牵头、配合或印发几次，受检受评几次
//   en: which units belong to one district, how often each is named, runs something and is a target
// parameters:
//   - name: district
//     type: string
//     of: [District]
//     zh: 行政区名称、别称或标识
//     en: the district's name, another surface or its id
// columns:
//   - {name: unit, zh: "单位名称", en: "name of the unit"}
//   - {name: named, zh: "被提及次数", en: "how often it is named"}
//   - {name: runs, zh: "牵头、配合或印发次数", en: "how often it leads, joins or issues"}
//   - {name: target, zh: "受检、获评、试点次数", en: "how often it is inspected, rated, awarded or a pilot"}
//   - {name: unit_id, zh: "单位标识，可用于 kg evidence", en: "id of the unit, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (u:Unit)-[:LOCATED_IN]->(d:District)
WHERE (d.name = $district OR d.id = $district OR $district IN d.aliases)
WITH DISTINCT u
OPTIONAL MATCH (u)<-[m:MENTIONS]-(:Report)
WITH u, count(m.rid) AS named
OPTIONAL MATCH (u)-[l:LEADS|JOINS|ISSUES]->(:Program|Campaign|Document)
WITH u, named, count(l.rid) AS runs
OPTIONAL MATCH (u)-[t:TARGET_OF]->(:Program|Campaign|Document)
RETURN u.name AS unit, named, runs, count(t.rid) AS target, u.id AS unit_id
ORDER BY named DESC, unit, unit_id
