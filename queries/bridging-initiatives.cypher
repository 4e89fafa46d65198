// 起桥接作用的项目和行动 · Bridging initiatives
// ---
// id: bridging-initiatives
// answers:
//   zh: 哪些项目或行动把此外少有共同点的行政区连接起来
//   en: which programs and campaigns join districts that have little else in common
// parameters:
//   - name: min_districts
//     type: int
//     default: 2
//     zh: 至少几个行政区
//     en: at least this many districts
//   - name: most
//     type: int
//     default: 300
//     zh: 只比较提及项目和行动最多的这么多个行政区，算其连接；0 为全部，上千个时很慢
//     en: so many districts are compared, those that name programs and campaigns most often, for the link; 0 for all, slow for thousands
// columns:
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: bridging, zh: "桥接度（介数），kg analyse 之前为空", en: "betweenness, empty before kg analyse"}
//   - {name: link, zh: "所连接的每对行政区各计 1÷共有项数，相加", en: "for each pair of districts it joins one divided by all that the two share, added up"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: which, zh: "行政区名称", en: "names of the districts"}
// engines: [ladybug, neo4j]
// ---
MATCH (d:District)<-[:COVERS]-(:Report)-[m:MENTIONS]->(:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH d, count(*) AS mentions
ORDER BY mentions DESC, d.id LIMIT $most
WITH collect(d.id) AS compared
MATCH (d:District)
WITH d, CASE WHEN $most = 0 OR d.id IN compared THEN d.id ELSE '' END AS place // '' makes no pairs
MATCH (d)<-[:COVERS]-(:Report)-[m:MENTIONS]->(i:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH i, count(DISTINCT d) AS districts, collect(DISTINCT place) AS places
WHERE districts > 1 AND districts >= $min_districts
UNWIND places AS one
UNWIND places AS other
WITH i, one, other
WHERE (one <> '' AND one < other) OR (one = '' AND other = '' AND i.bridging IS NOT NULL) // which need no pair
WITH one, other, count(*) AS number, collect(i.id) AS all_shared
UNWIND all_shared AS shared
WITH shared, sum(CASE WHEN one = other THEN 0 ELSE 10000 / number END) AS weight // whole: any order adds up to the same
MATCH (i:Program|Campaign)<-[m:MENTIONS]-(:Report)-[:COVERS]->(d:District)
WHERE i.id = shared AND m.status IN ['done', 'planned']
WITH i, weight, count(DISTINCT d) AS districts, collect(DISTINCT d.name) AS which
RETURN i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, i.bridging AS bridging, weight / 10000.0 AS link,
       districts, which
ORDER BY coalesce(bridging, -1.0) DESC, link DESC, initiative, initiative_id
