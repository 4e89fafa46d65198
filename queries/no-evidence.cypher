// 没有出处的内容（应为空） · Anything without evidence (must be empty)
// ---
// id: no-evidence
// answers:
//   zh: 图谱中有哪些节点没有任何报告作为出处；有一行即为错误
//   en: which nodes no report speaks for; any row is a fault
// columns:
//   - {name: label, zh: "节点类型", en: "label of the node"}
//   - {name: id, zh: "节点标识", en: "id of the node"}
//   - {name: name, zh: "名称", en: "its name"}
// empty: true
// engines: [ladybug, neo4j]
// ---
MATCH (x:Program) // a wider concept is spoken for by what stands under it
WHERE NOT EXISTS { MATCH (:Report)-[:MENTIONS]->(x) } AND NOT EXISTS { MATCH (:Program|Campaign)-[:BROADER]->(x) }
RETURN 'Program' AS label, x.id AS id, x.name AS name
UNION ALL
MATCH (x:Campaign) // a wider concept is spoken for by what stands under it
WHERE NOT EXISTS { MATCH (:Report)-[:MENTIONS]->(x) } AND NOT EXISTS { MATCH (:Program|Campaign)-[:BROADER]->(x) }
RETURN 'Campaign' AS label, x.id AS id, x.name AS name
UNION ALL
MATCH (x:Document)
WHERE NOT EXISTS { MATCH (:Report)-[:MENTIONS]->(x) }
RETURN 'Document' AS label, x.id AS id, x.name AS name
UNION ALL
MATCH (x:Unit)
WHERE NOT EXISTS { MATCH (:Report)-[:MENTIONS]->(x) } AND NOT EXISTS { MATCH (:Report)-[:ISSUED_BY]->(x) }
RETURN 'Unit' AS label, x.id AS id, x.name AS name
UNION ALL
MATCH (x:Observation)
WHERE NOT EXISTS { MATCH (:Report)-[:STATES]->(x) }
RETURN 'Observation' AS label, x.id AS id, x.text AS name
UNION ALL
MATCH (x:Indicator)
WHERE NOT EXISTS { MATCH (:Observation)-[:MEASURES]->(x) }
RETURN 'Indicator' AS label, x.id AS id, x.name AS name
UNION ALL
MATCH (x:Report)
WHERE NOT EXISTS { MATCH (x)-[:COVERS]->(:District) }
RETURN 'Report' AS label, x.id AS id, x.name AS name
