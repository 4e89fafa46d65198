// 行政区概况 · Profile of a district
// ---
// id: district-profile
// answers:
//   zh: 一个行政区开展和计划哪些项目和行动，在哪些年度，有多少数据
//   en: what one district carries out and plans, in which years, with how many figures
// parameters:
//   - name: district
//     type: string
//     of: [District]
//     zh: 行政区名称、别称或标识
//     en: the district's name, another surface or its id
// columns:
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: years, zh: "报告年度", en: "years of the reports that name it"}
//   - {name: done, zh: "写明开展的次数", en: "how often said to be carried out"}
//   - {name: planned, zh: "列为计划的次数", en: "how often planned"}
//   - {name: figures, zh: "数据条数", en: "how many figures are about it"}
// engines: [ladybug, neo4j]
// ---
MATCH (d:District)<-[:COVERS]-(r:Report)-[m:MENTIONS]->(i:Program|Campaign)
WHERE (d.name = $district OR d.id = $district OR $district IN d.aliases) AND m.status IN ['done', 'planned']
WITH d, i, collect(DISTINCT r.year) AS years, count(CASE WHEN m.status = 'done' THEN 1 END) AS done,
     count(CASE WHEN m.status = 'planned' THEN 1 END) AS planned
OPTIONAL MATCH (d)<-[:COVERS]-(:Report)-[:STATES]->(o:Observation)-[:ABOUT]->(i)
RETURN i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, years, done, planned, count(DISTINCT o.id) AS figures
ORDER BY figures DESC, done DESC, initiative, initiative_id
