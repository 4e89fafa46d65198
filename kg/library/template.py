"""A saved query to start from."""

from __future__ import annotations

from pathlib import Path

from kg.errors import QueryError
from kg.library.parse import is_query_id

__all__ = ["write_template"]

_TEMPLATE = """\
// 我的查询 · My question
// ---
// id: {name}
// answers:
//   zh: 哪些报告属于某个行政区
//   en: which reports are about a district
// parameters:
//   - name: district
//     type: string
//     default: ""
//     of: [District]
//     zh: 行政区名称、别称或标识；空为全部
//     en: the district's name, another surface or its id; empty for all
// columns:
//   - {{name: district, zh: "行政区", en: "the district"}}
//   - {{name: report, zh: "报告", en: "the report"}}
//   - {{name: report_id, zh: "报告标识，可用于 kg evidence", en: "id of the report, for kg evidence"}}
// engines: [ladybug, neo4j]
// ---
// The first line becomes the title. Every $parameter and every column stands above; a parameter without a default must
// be given. Types: string, int, float, bool, list; `choices: [a, b]` closes the list; `of` names the labels whose names
// are looked up. `kg info` and docs/schema.md say what the graph holds.
MATCH (d:District)<-[:COVERS]-(r:Report)
WHERE $district = '' OR d.name = $district OR d.id = $district OR $district IN d.aliases
RETURN d.name AS district, r.name AS report, r.id AS report_id
ORDER BY district, report, report_id
"""


def write_template(folder: Path, name: str) -> Path:
    """Write a saved query that runs and can be edited, and return its path; the folder is made if it is not there.

    Raises QueryError for a name that none can have, and where the file is there already.
    """
    if not is_query_id(name):
        raise QueryError(
            f"'{name}' cannot be the name of a saved query",
            todo="use lower-case letters, digits and hyphens: my-question",
        )
    path = folder / f"{name}.cypher"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_TEMPLATE.format(name=name))
    except FileExistsError:
        what = "it is there already" if path.exists() else "there is a file where the folder should be"
        raise QueryError(what, where=str(path), todo="choose another name, or edit it") from None
    except OSError as error:
        raise QueryError(
            f"it cannot be written ({error.strerror})", where=str(path), todo="choose another folder with --queries"
        ) from error
    return path
