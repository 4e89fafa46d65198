// 共同开展工作的单位 · Units that work together
// ---
// id: units-together
// answers:
//   zh: 哪两个单位牵头或配合同一项目或行动，共有几项
//   en: which two units lead or join the same program or campaign, and how many
// parameters:
//   - name: unit
//     type: string
//     default: ""
//     of: [Unit]
//     zh: 单位名称、别称或标识；空为全部
//     en: the unit's name, another surface or its id; empty for all
// columns:
//   - {name: unit_a, zh: "单位甲", en: "one unit"}
//   - {name: unit_b, zh: "单位乙", en: "the other unit"}
//   - {name: place, zh: "单位甲的所属地", en: "area the one belongs to"}
//   - {name: shared, zh: "共同项数", en: "how many they have in common"}
//   - {name: initiatives, zh: "共同的项目和行动", en: "which"}
//   - {name: unit_a_id, zh: "单位甲的标识，可用于 kg evidence", en: "id of the one, for kg evidence"}
//   - {name: unit_b_id, zh: "单位乙的标识，可用于 kg evidence", en: "id of the other, for kg evidence"}
// engines: [ladybug, neo4j]
// ---
MATCH (a:Unit)-[:LEADS|JOINS]->(i:Program|Campaign)<-[:LEADS|JOINS]-(b:Unit)
WHERE a.id < b.id AND ($unit = '' OR a.name = $unit OR a.id = $unit OR $unit IN a.aliases
                       OR b.name = $unit OR b.id = $unit OR $unit IN b.aliases)
RETURN a.name AS unit_a, b.name AS unit_b, a.place AS place, count(DISTINCT i.id) AS shared,
       collect(DISTINCT i.name) AS initiatives, a.id AS unit_a_id, b.id AS unit_b_id
ORDER BY shared DESC, unit_a, unit_b, unit_a_id, unit_b_id
