// 上年计划、次年完成的项目和行动 · Planned one year, carried out the next
// ---
// id: planned-then-done
// answers:
//   zh: 哪些项目和行动在上一份报告中列为计划，在同一行政区次年的报告中写明已开展
//   en: which initiatives one report plans and a report of the same district on that year says were carried out
// parameters:
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
// columns:
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: planned_in, zh: "列为计划的报告", en: "report that plans it"}
//   - {name: plan_year, zh: "计划年度", en: "year planned for"}
//   - {name: done_in, zh: "写明开展的报告", en: "report that says it was carried out"}
//   - {name: planned_source, zh: "计划所在文件", en: "file of the plan"}
//   - {name: done_source, zh: "完成情况所在文件", en: "file of the result"}
// engines: [ladybug, neo4j]
// ---
MATCH (a:Report)-[:COVERS]->(d:District)<-[:COVERS]-(b:Report)
WHERE b.year = a.plan_year AND a.id <> b.id AND ($district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases)
WITH DISTINCT a, d, b
MATCH (b)-[m:MENTIONS]->(x:Program|Campaign)
WHERE m.status = 'done'
WITH a, d, b, collect(DISTINCT x.id) AS done
MATCH (a)-[p:MENTIONS]->(i:Program|Campaign)
WHERE p.status = 'planned' AND i.id IN done
RETURN DISTINCT i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, d.name AS district,
       coalesce(a.title, a.name) AS planned_in, a.plan_year AS plan_year, coalesce(b.title, b.name) AS done_in,
       a.source AS planned_source, b.source AS done_source
ORDER BY district, plan_year, initiative, initiative_id, planned_source, planned_in, done_source, done_in
