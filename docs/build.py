"""Write the generated pages of docs/: schema.md, queries.md, identity-rules.md, from what they document.

`python docs/build.py` writes them; with --check it only says which are not current (exit code 1).
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg.graph.schema import load_schema
from kg.library import SavedQuery, load_library, query_folders
from kg.library.model import ENGINES
from kg.resolution.identity import RULES

DOCS = Path(__file__).parent
_INTRODUCTION = """
Run one with `kg query run NAME --param parameter=value`, on a graph folder (`--graph DIR`) or on a Neo4j server into
which `kg load neo4j` wrote (`--neo4j --uri bolt://HOST:7687 --user USER`, the graph by `--name`). Both give the same
rows in the same order. `kg evidence ID` prints the sentences behind a row: ids stand in the columns that end in
`_id`.

A name that the graph does not have is an error that says which names are like it. Queries read only, end after
`--timeout` seconds (60) and give at most `--limit` rows (100,000; 0 for all).

`kg query new NAME --queries DIR` starts one of your own; `--queries DIR` or the variable `KG_QUERIES` adds your
folders to those that come with kg, and a query of the same name replaces one of kg's.

In Neo4j Browser: drag a `.cypher` file onto the editor (or paste what `kg query show NAME` prints), set the
parameters first, such as `:param {initiative: "河长制"}`, and press the star to keep it as a favourite; its first line
becomes the name. There a query asks all graphs in the database, lists come unsorted, and `kind` is a list of one
label.
"""
_NOTE = "<!-- Written by docs/build.py; do not edit here. -->\n\n"


def pages() -> dict[str, str]:
    """The text of each generated page by file name."""
    return {
        "schema.md": _NOTE + load_schema().columns_markdown(),
        "queries.md": _NOTE + _queries(),
        "identity-rules.md": _NOTE + _rules(),
    }


def _rules() -> str:
    lines = ["# Rules of identity", "", "The column `rule` of `tables/identity.parquet` and of `kg explain`.", ""]
    lines += ["| rule | 含义 | meaning | since |", "|---|---|---|---|"]
    lines += [f"| {name} | {rule.zh} | {rule.en} | {rule.since} |" for name, rule in RULES.items()]
    return "\n".join([*lines, ""])


def _queries() -> str:
    library = load_library(query_folders()[:1])
    lines = ["# Saved queries", "", *_INTRODUCTION.strip().splitlines(), ""]
    lines += ["| query | 问题 | question |", "|---|---|---|"]
    lines += [f"| [{one.id}](#{one.id}) | {one.title.zh} | {one.title.en} |" for one in library.values()]
    lines.append("")
    for query in library.values():
        lines += _query(query)
    return "\n".join(lines)


def _query(query: SavedQuery) -> list[str]:
    answers = query.answers
    lines = [f"## {query.id}", "", f"**{query.title}**", "", f"{answers.zh}。", "", f"{answers.en}.", ""]
    if query.parameters:
        lines += ["| parameter | type | default | 含义 | meaning |", "|---|---|---|---|---|"]
        for one in query.parameters:
            default = "(required)" if one.required else f"`{one.default}`" if one.default != "" else "(all)"
            words, kind = one.description, one.type
            if one.choices:
                kind = " / ".join(f"`{choice}`" for choice in one.choices if choice)
            lines.append(f"| {one.name} | {kind} | {default} | {words.zh} | {words.en} |")
        lines.append("")
    lines += ["| column | 含义 | meaning |", "|---|---|---|"]
    lines += [f"| {one.name} | {one.description.zh} | {one.description.en} |" for one in query.columns]
    if query.if_empty:
        lines += ["", f"{query.if_empty.zh}。", "", f"{query.if_empty.en}."]
    if query.engines != ENGINES:
        lines += ["", f"Runs on {', '.join(query.engines)} only."]
    return [*lines, ""]


def main() -> int:
    """Write or check. Returns the exit code."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, text in pages().items():
        path = DOCS / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8", newline="\n")
    print(", ".join(stale) + (" not current" if check else " written") if stale else "all pages are current")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
