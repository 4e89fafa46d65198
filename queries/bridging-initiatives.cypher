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
MATCH (a:District)<-[:COVERS]-(:Report)-[m:MENTIONS]->(i:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH DISTINCT a, i
MATCH (i)<-[m:MENTIONS]-(:Report)-[:COVERS]->(b:District)
WHERE a.id < b.id AND m.status IN ['done', 'planned']
WITH DISTINCT a.id AS one, b.id AS other, i.id AS shared
WITH one, other, count(*) AS number, collect(shared) AS all_shared
UNWIND all_shared AS shared
WITH shared, sum(10000 / number) AS weight // whole numbers add up to the same on every engine
MATCH (i:Program|Campaign)<-[m:MENTIONS]-(:Report)-[:COVERS]->(d:District)
WHERE i.id = shared AND m.status IN ['done', 'planned']
WITH i, weight, count(DISTINCT d.id) AS districts, collect(DISTINCT d.name) AS which
WHERE districts >= $min_districts
RETURN i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, i.bridging AS bridging, weight / 10000.0 AS link,
       districts, which
ORDER BY coalesce(bridging, -1.0) DESC, link DESC, initiative, initiative_id
