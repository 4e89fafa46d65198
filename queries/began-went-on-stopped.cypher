// 从一年到下一年：新开展、继续、不再提 · What began, went on or stopped
// ---
// id: began-went-on-stopped
// answers:
//   zh: 同一行政区前后两年的报告相比，哪些项目和行动新开展、继续开展或不再写明开展
//   en: comparing a district's reports of two years in a row, which programs and campaigns began, went on or are no longer said to be carried out
// parameters:
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
//   - name: change
//     type: string
//     default: ""
//     choices: ["", began, went-on, stopped]
//     zh: began 新开展、went-on 继续、stopped 不再提；空为全部
//     en: one of them; empty for all
// columns:
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: year_before, zh: "上一年", en: "the earlier year"}
//   - {name: year, zh: "下一年", en: "the later year"}
//   - {name: change, zh: "began 新开展，went-on 继续，stopped 不再提", en: "began, went-on or stopped"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: district_id, zh: "行政区标识，可用于 kg evidence", en: "id of the district, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (a:Report)-[:COVERS]->(d:District)<-[:COVERS]-(b:Report)
WHERE a.id <> b.id AND b.year = a.year + 1 AND ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases)
WITH DISTINCT d, a.year AS before, b.year AS year
MATCH (d)<-[:COVERS]-(r:Report)-[m:MENTIONS]->(i:Program|Campaign)
WHERE m.status = 'done' AND (r.year = before OR r.year = year)
WITH d, before, year, i, count(CASE WHEN r.year = before THEN 1 END) AS was, count(CASE WHEN r.year = year THEN 1 END) AS now
WITH d, before, year, i, CASE WHEN was = 0 THEN 'began' WHEN now = 0 THEN 'stopped' ELSE 'went-on' END AS change
WHERE $change = '' OR change = $change
RETURN d.name AS district, before AS year_before, year, change, i.name AS initiative, labels(i) AS kind,
       i.id AS initiative_id, d.id AS district_id
ORDER BY district, district_id, year, change, initiative, initiative_id
