// 一个项目或行动的数据 · Figures of an initiative
// ---
// id: figures-of-an-initiative
// answers:
//   zh: 一个项目或行动在各行政区、各年度的数据
//   en: the figures of one program or campaign in all districts and years
// parameters:
//   - name: initiative
//     type: string
//     of: [Program, Campaign]
//     zh: 名称、别称或标识
//     en: its name, another surface or its id
// columns:
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: district, zh: "报告覆盖的行政区", en: "district that the report covers"}
//   - {name: year, zh: "数据所属年度", en: "year the figure is about"}
//   - {name: indicator, zh: "指标", en: "what is counted"}
//   - {name: value, zh: "数值，脱敏或区间时为空", en: "the number, empty when masked or a range"}
//   - {name: measure, zh: "计量单位", en: "measure"}
//   - {name: approx, zh: "约数：约、多、少", en: "about (约), more (多) or less (少)"}
//   - {name: status, zh: "done 完成、planned 计划、problem 问题、baseline 基数", en: "done, planned, problem or baseline"}
//   - {name: text, zh: "数字原文", en: "the figure as printed"}
//   - {name: source, zh: "来源文件", en: "file the report is in"}
//   - {name: start, zh: "原文中的起始位置（码位）", en: "where the evidence starts in the source, in code points"}
//   - {name: observation_id, zh: "数据标识，可用于 kg evidence", en: "id of the figure, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)<-[:ABOUT]-(o:Observation)-[:MEASURES]->(n:Indicator)
WHERE (i.name = $initiative OR i.id = $initiative OR $initiative IN i.aliases)
MATCH (r:Report)-[s:STATES]->(o)
MATCH (r)-[:COVERS]->(d:District)
RETURN i.name AS initiative, d.name AS district, o.year AS year, n.name AS indicator, o.value AS value,
       o.measure AS measure, o.approx AS approx, o.status AS status, o.text AS text, r.source AS source,
       s.start AS start, o.id AS observation_id
ORDER BY initiative, district, year, source, start, observation_id
