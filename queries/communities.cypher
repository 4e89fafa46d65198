// 行政区的社区 · Communities of districts
// ---
// id: communities
// answers:
//   zh: 按共有的项目和行动，行政区分成哪些社区，各有多少项目
//   en: into which communities the districts fall by what they share, and how many initiatives each district has
// columns:
//   - {name: community, zh: "社区编号，kg analyse 之前为空", en: "number of the community, empty before kg analyse"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: level, zh: "行政区层级", en: "level of the district"}
//   - {name: initiatives, zh: "项目和行动数", en: "number of programs and campaigns"}
//   - {name: reports, zh: "报告份数", en: "number of reports"}
//   - {name: district_id, zh: "行政区标识，可用于 kg evidence", en: "id of the district, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (d:District)<-[:COVERS]-(r:Report)
OPTIONAL MATCH (r)-[m:MENTIONS]->(i:Program|Campaign)
WHERE m.status IN ['done', 'planned']
WITH d, count(DISTINCT i.id) AS initiatives, count(DISTINCT r.id) AS reports
RETURN d.community AS community, d.name AS district, d.level AS level, initiatives, reports, d.id AS district_id
ORDER BY community, district, district_id
