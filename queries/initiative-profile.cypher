// 一个项目或行动的概况 · Profile of an initiative
// ---
// id: initiative-profile
// answers:
//   zh: 一个项目或行动有哪些别称，哪一级实施，在几个行政区开展、计划、提及，有多少数据，哪些单位牵头
//   en: other names of one program or campaign, its level, in how many districts it is carried out, planned or mentioned, how many figures it has and who leads
// parameters:
//   - name: initiative
//     type: string
//     of: [Program, Campaign]
//     zh: 名称、别称或标识
//     en: its name, another surface or its id
// columns:
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: aliases, zh: "别称", en: "other surfaces"}
//   - {name: run_at, zh: "词表所载的实施层级", en: "level at which it is run by the thesaurus"}
//   - {name: masked, zh: "名称是否脱敏", en: "whether the name is masked"}
//   - {name: done, zh: "开展的行政区个数", en: "districts that carry it out"}
//   - {name: planned, zh: "列为计划的行政区个数", en: "districts that plan it"}
//   - {name: mentioned, zh: "提到的行政区个数", en: "districts that name it in any way"}
//   - {name: figures, zh: "数据条数", en: "how many figures are about it"}
//   - {name: leaders, zh: "牵头单位", en: "units that lead it"}
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)
WHERE (i.name = $initiative OR i.id = $initiative OR $initiative IN i.aliases)
OPTIONAL MATCH (i)<-[m:MENTIONS]-(:Report)-[:COVERS]->(d:District)
WITH i, count(DISTINCT CASE WHEN m.status = 'done' THEN d.id END) AS done,
     count(DISTINCT CASE WHEN m.status = 'planned' THEN d.id END) AS planned, count(DISTINCT d.id) AS mentioned
OPTIONAL MATCH (i)<-[:ABOUT]-(o:Observation)
WITH i, done, planned, mentioned, count(DISTINCT o.id) AS figures
OPTIONAL MATCH (u:Unit)-[:LEADS]->(i)
RETURN i.name AS initiative, labels(i) AS kind, i.aliases AS aliases, i.level AS run_at, i.masked AS masked, done, planned,
       mentioned, figures, collect(DISTINCT u.name) AS leaders, i.id AS initiative_id
ORDER BY initiative, initiative_id
