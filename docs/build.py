"""Write the generated pages of docs/: schema.md, queries.md, identity-rules.md, from what they document.

`python docs/build.py` writes them; with --check it only says which are not current (exit code 1).
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg.graph.schema import load_schema
from kg.library import SavedQuery, load_library, query_folders
from kg.resolution.identity import RULES

DOCS = Path(__file__).parent
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
    lines = ["# Saved queries", "", "Run one with `kg query run NAME --param parameter=value`.", ""]
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
            words = one.description
            lines.append(f"| {one.name} | {one.type} | {default} | {words.zh} | {words.en} |")
        lines.append("")
    lines += ["| column | 含义 | meaning |", "|---|---|---|"]
    lines += [f"| {one.name} | {one.description.zh} | {one.description.en} |" for one in query.columns]
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
