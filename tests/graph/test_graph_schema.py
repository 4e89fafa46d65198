"""The declaration of the schema: what is derived from it, and what is said when it is malformed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ladybug
import pytest
import yaml

from kg.errors import SchemaError
from kg.graph.ddl import store_ddl
from kg.graph.schema import load_schema, read_schema
from kg.resources import resource


def test_columns_follow_from_the_declaration() -> None:
    schema = load_schema()
    assert schema.nodes["Report"].arrow.names[:3] == ["id", "name", "source"]
    assert schema.relationships["MENTIONS"].arrow.names == [
        "rid", "from", "from_label", "to", "to_label", "start", "end", "text", "status", "confidence",
    ]  # fmt: skip
    assert not schema.nodes["Observation"].arrow.field("status").nullable
    assert schema.nodes["Observation"].arrow.field("year").nullable
    assert schema.relationships["COVERS"].one


def test_every_column_is_documented_in_both_languages() -> None:
    schema = load_schema()
    text = schema.columns_markdown()
    for node in schema.nodes.values():
        assert f"## nodes/{node.label}.parquet" in text
        for one in node.properties:
            assert one.zh in text
            assert one.en in text
    for relationship in schema.relationships.values():
        assert f"## relationships/{relationship.type}.parquet" in text
        assert f"({relationship.pairs[0][0]})→({relationship.pairs[0][1]})" in text


def test_the_engine_accepts_the_definitions(tmp_path: Path) -> None:
    database = ladybug.Database(str(tmp_path / "a.lbdb"))
    connection: Any = ladybug.Connection(database)
    for statement in store_ddl(load_schema()):
        connection.execute(statement)
    found = {row[1] for row in connection.execute("CALL show_tables() RETURN *").get_all()}
    assert found == {*load_schema().labels, *load_schema().types}
    connection.close()
    database.close()


SPOILT = [
    ("nodes", None, "a mapping"),
    ("version", "one", "whole number"),
    ("nodes.Unit.properties.id.type", "text", "type must be one of"),
    ("nodes.Unit.properties.id.key", False, "must be the key"),
    ("nodes.Unit.properties.scope.zh", "", "'zh' is missing"),
    ("nodes.Unit.properties.scope.colour", "red", "unknown entries: colour"),
    ("nodes.Unit.properties.scope.required", "yes", "true or false"),
    ("nodes.Unit.properties.aliases.values", ["a"], "'values' must be"),
    ("relationships.COVERS.pairs", [["Report", "Country"]], "two labels declared"),
    ("relationships.COVERS.pairs", [["Report", "District"]] * 2, "twice"),
    ("relationships.COVERS.pairs", [], "'pairs' is missing"),
    ("relationships.COVERS.cardinality", "many", "only be 'one'"),
    ("relationships.STATES.properties.to", {"type": "int", "zh": "至", "en": "to"}, "hide a column"),
    ("relationships.Unit", {"zh": "单位", "en": "unit", "pairs": [["Unit", "Unit"]]}, "also a label"),
    ("nodes.Bad`name", {"zh": "坏", "en": "bad", "properties": {}}, "is no name"),
]


@pytest.mark.parametrize(("where", "value", "message"), SPOILT)
def test_a_malformed_declaration_says_where(tmp_path: Path, where: str, value: object, message: str) -> None:
    declared = yaml.safe_load(resource("schema", "graph.yaml").read_text("utf-8"))
    *path, last = where.split(".")
    at = declared
    for part in path:
        at = at[part]
    at[last] = value
    file = tmp_path / "graph.yaml"
    file.write_text(yaml.safe_dump(declared, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(SchemaError, match=message) as error:
        read_schema(file)
    assert str(file) in error.value.where


def test_a_file_that_is_no_yaml(tmp_path: Path) -> None:
    file = tmp_path / "graph.yaml"
    file.write_text("nodes: [", "utf-8")
    with pytest.raises(SchemaError, match="cannot be read"):
        read_schema(file)
