// 多个行政区共有的项目和行动 · Initiatives that several districts share
// ---
// id: shared-initiatives
// answers:
//   zh: 哪些项目制度和专项行动由几个行政区开展或计划（仅提及的不算），各有哪些行政区；可按类型、年度、主题、层级筛选
//   en: which programs and campaigns several districts carry out or plan (a mere mention does not count), and which districts; by kind, year, theme and level
// parameters:
//   - name: min_districts
//     type: int
//     default: 2
//     zh: 至少几个行政区
//     en: at least this many districts
//   - name: placeholders
//     type: bool
//     default: true
//     zh: 是否计入名称脱敏或未注明的行政区
//     en: whether districts whose name is masked or not given count
//   - name: kind
//     type: string
//     default: ""
//     choices: ["", Program, Campaign]
//     zh: 类型；空为全部
//     en: Program or Campaign; empty for both
//   - name: year
//     type: int
//     default: 0
//     zh: 开展或计划的年度；0 为全部
//     en: year it was carried out in or planned for; 0 for all
//   - name: theme
//     type: string
//     default: ""
//     zh: 名称或上位概念中含有的文字；空为全部
//     en: words in its name or in that of a wider concept; empty for all
//   - name: level
//     type: string
//     default: ""
//     choices: ["", province, city, county, township, village]
//     zh: 行政区层级：province、city、county、township、village；空为全部
//     en: level of the district; empty for all
// columns:
//   - {name: initiative_id, zh: "项目或行动的标识，可用于 kg evidence", en: "id of the program or campaign, for kg evidence"}
//   - {name: initiative, zh: "项目或行动名称", en: "name of the program or campaign"}
//   - {name: kind, zh: "Program 项目制度，或 Campaign 专项行动", en: "Program or Campaign"}
//   - {name: districts, zh: "行政区个数", en: "number of districts"}
//   - {name: which, zh: "行政区名称", en: "names of the districts"}
//   - {name: reports, zh: "报告份数", en: "number of reports"}
// engines: [ladybug, neo4j]
// ---
MATCH (i:Program|Campaign)<-[m:MENTIONS]-(r:Report)-[:COVERS]->(d:District)
WHERE m.status IN ['done', 'planned'] AND ($placeholders OR NOT d.placeholder) AND ($level = '' OR d.level = $level)
      AND ($year = 0 OR $year = CASE WHEN m.status = 'done' THEN r.year ELSE coalesce(r.plan_year, r.year + 1) END)
WITH i, count(DISTINCT d.id) AS districts, collect(DISTINCT d.name) AS which, count(DISTINCT r.id) AS reports
WHERE districts >= $min_districts
OPTIONAL MATCH (p:Program)
WHERE p.id = i.id
WITH i, districts, which, reports, count(p.id) AS programs
OPTIONAL MATCH (i)-[:BROADER]->(c:Program|Campaign)
WHERE c.id <> i.id AND c.name CONTAINS $theme
WITH i, districts, which, reports, programs, count(c.id) AS wider
WHERE ($kind = '' OR ($kind = 'Program' AND programs = 1) OR ($kind = 'Campaign' AND programs = 0))
      AND ($theme = '' OR i.name CONTAINS $theme OR wider > 0)
RETURN i.id AS initiative_id, i.name AS initiative, labels(i) AS kind, districts, which, reports
ORDER BY districts DESC, initiative, initiative_id
