"""RDF back into graph tables: every column of every row, as it was when it was exported."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from kg.errors import InputError, SchemaError
from kg.graph.model import GraphSchema, Property
from kg.graph.schema import load_schema
from kg.graph.tables import GraphTables, check_tables
from kg.rdf.formats import RdfFormat, format_of, open_read
from kg.rdf.iris import decode
from kg.rdf.mapping import load_mapping
from kg.rdf.model import RdfMapping, RowMap
from kg.rdf.render import ordered_set
from kg.rdf.write import need_oxigraph

__all__ = ["read_rdf"]

_COUNTED = "dataset/rows"
"""Where the description counts each table: one that is named there is there, if empty."""
_TODO = "give a file that kg export rdf wrote, or build the graph again"
Cell = Callable[["_Rows", list[Any], Any], None]


def read_rdf(path: Path, format: str | None = None, base: str | None = None) -> GraphTables:
    """The tables that `kg export rdf` wrote into the file, equal to those that it had.

    The order of statements, prefixes and graph names play no part, and statements of other vocabularies are left aside.
    format: a suffix such as "nq", where the file's own does not say it. base: that of the export, where its description
    (void:uriSpace) is missing.

    Raises InputError when the file cannot be read, is no RDF, or lacks what the tables must have; MissingExtraError
    without pyoxigraph.
    """
    oxigraph = need_oxigraph("reading RDF")
    kind, compression = format_of(path, format)
    try:
        base, version = base or "", load_schema().version
        if not base:
            with open_read(path, compression) as file:
                base, version = _described(_statements(oxigraph, file, kind), path)
        if version != load_schema().version:
            what = f"written with schema version {version}, this kg has {load_schema().version}"
            raise InputError(what, where=str(path), todo="export it again with this kg, or read it with that one")
        reader = _Reader(load_mapping(), load_schema(), base)
        with open_read(path, compression) as file:
            for statement in _statements(oxigraph, file, kind):
                reader.take(statement)
        tables = reader.tables()
    except SyntaxError as error:
        raise InputError(f"no {kind.title}: {error}", where=str(path), todo="see that the file is whole") from error
    except (EOFError, OSError, pa.ArrowException) as error:
        if isinstance(error, FileNotFoundError | IsADirectoryError | PermissionError):
            raise InputError(f"cannot be read: {error.strerror}", where=str(path), todo="check the path") from error
        raise InputError(f"cannot be read: {error}", where=str(path), todo="see that the file is whole") from error
    except _UnfitError as error:
        raise InputError(str(error), where=str(path), todo=_TODO) from error
    try:
        check_tables(tables)
    except SchemaError as error:
        raise InputError(f"{error.where}: {error.what}", where=str(path), todo=_TODO) from error
    return tables


class _UnfitError(ValueError):
    """What was read is no row of a table."""


def _statements(oxigraph: Any, file: IO[bytes], format: RdfFormat) -> Iterator[Any]:
    kinds = oxigraph.RdfFormat
    known = {
        "ttl": kinds.TURTLE, "nt": kinds.N_TRIPLES, "nq": kinds.N_QUADS, "trig": kinds.TRIG, "jsonld": kinds.JSON_LD,
        "rdf": kinds.RDF_XML,
    }  # fmt: skip
    yield from oxigraph.parse(file, known[format.name])


def _described(statements: Iterator[Any], path: Path) -> tuple[str, int]:
    """Base and schema version, as the export's description of itself says."""
    mapping = load_mapping()
    space, schema = mapping.expand("void:uriSpace"), mapping.expand("kg:schemaVersion")
    said: dict[str, str] = {}
    for statement in statements:
        if statement.predicate.value in (space, schema):
            said[statement.predicate.value] = getattr(statement.object, "value", "")
            if len(said) == 2:
                if not said[schema].isdecimal():
                    break
                return said[space], int(said[schema])
    raise InputError(
        "the file does not describe itself as an export of kg (void:uriSpace, kg:schemaVersion)",
        where=str(path),
        todo="name the base that its IRIs begin with: --base IRI",
    )


class _Rows:
    """The rows of one table as they are found."""

    def __init__(self, row: RowMap, properties: tuple[Property, ...], *, relationship: bool) -> None:
        self.row, self.properties, self.relationship = row, properties, relationship
        ends = ("from", "from_label", "to", "to_label") if relationship else ()
        self.columns = (*ends, *(one.name for one in properties))
        self.place = {name: number for number, name in enumerate(self.columns)}
        self.found: dict[str, list[Any]] = {}
        self.orders: dict[str, dict[str, list[str]]] = {}

    def row_of(self, id: str) -> list[Any]:
        """The row, which is made when it is not there."""
        row = self.found.get(id)
        if row is None:
            row = self.found[id] = [None] * len(self.columns)
        return row


class _Reader:
    def __init__(self, mapping: RdfMapping, schema: GraphSchema, base: str) -> None:
        self._mapping, self._schema, self._base = mapping, schema, base
        self._labels = {row.path: label for label, row in mapping.nodes.items()}
        self._rows: dict[str, _Rows] = {}
        self._cells: dict[tuple[str, str], Cell] = {}
        self._same: dict[str, str] = {}
        self._beside: set[str] = set()
        for group, said in ((mapping.nodes, schema.nodes), (mapping.relationships, schema.relationships),
                            (mapping.tables, schema.tables)):  # fmt: skip
            for name, row in group.items():
                self._add(name, row, said[name].properties, relationship=group is mapping.relationships)

    def _add(self, name: str, row: RowMap, properties: tuple[Property, ...], *, relationship: bool) -> None:
        rows = self._rows[row.path] = _Rows(row, properties, relationship=relationship)
        for one in properties:
            if not one.key:
                said = row.properties[one.name]
                path = f"{row.path}/{row.parts[said.part].path}" if said.part else row.path
                self._cells[path, self._mapping.expand(said.predicate)] = self._cell(row, one)
        if relationship:
            for source, target in self._schema.relationships[name].pairs:
                for end, said_end in row.ends_of(source, target).items():
                    path = f"{row.path}/{row.parts[said_end.part].path}" if said_end.part else row.path
                    cell = _end_cell(self, rows.place[end], rows.place[f"{end}_label"])
                    self._cells[path, self._mapping.expand(said_end.predicate)] = cell
        if any(one.type == "list" for one in properties):
            self._cells[row.path, self._mapping.expand("kg:order")] = _order_cell

    def _cell(self, row: RowMap, property: Property) -> Cell:
        said, name = row.properties[property.name], property.name
        if said.codes:
            scheme = self._mapping.schemes[said.codes]
            codes = {self._mapping.expand(code.iri): value for value, code in scheme.codes.items()}
            return _value_cell(name, lambda term: codes[term.value])
        if said.node:
            return _value_cell(name, lambda term: self.node(term)[1])
        if said.concept:
            return _value_cell(name, self._concept)
        if property.type == "list":
            return _list_cell(name)
        kinds: Mapping[str, Callable[[str], Any]] = {"int": int, "float": float, "bool": _BOOLS.__getitem__}
        convert = kinds.get(property.type, str)
        return _value_cell(name, lambda term: convert(_literal(term)))

    def node(self, term: Any) -> tuple[str, str]:
        """Label and id of the node that an IRI names."""
        path, _, segment = self._below(term).rpartition("/")
        return self._labels[path], self._id(segment)

    def _concept(self, term: Any) -> str:
        iri = str(term.value)
        if not iri.startswith(self._mapping.thesaurus):
            raise _UnfitError(f"{iri} is no concept of the thesaurus")
        return decode(iri[len(self._mapping.thesaurus) :])

    def _below(self, term: Any) -> str:
        iri = str(term.value)
        if not iri.startswith(self._base):
            raise _UnfitError(f"{iri} does not begin with the base {self._base}")
        return iri[len(self._base) :]

    def _id(self, segment: str) -> str:
        """The id, the same object each time: ids recur in many rows."""
        found = self._same.get(segment)
        if found is None:
            id = decode(segment) if "%" in segment else segment
            found = self._same[segment] = id
        return found

    def take(self, statement: Any) -> None:
        """One statement."""
        subject = getattr(statement.subject, "value", "")
        if not subject.startswith(self._base):
            return
        path, _, segment = subject[len(self._base) :].rpartition("/")
        if path == _COUNTED and segment in self._mapping.tables:
            self._beside.add(segment)
        cell = self._cells.get((path, statement.predicate.value))
        rows = self._rows.get(path.partition("/")[0])
        if rows is None or (cell is None and path != rows.row.path):
            return
        row = rows.row_of(self._id(segment))
        if cell is not None:
            try:
                cell(rows, row, statement.object)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                what = str(error) if isinstance(error, _UnfitError) else f"{statement.object} is no value of it"
                raise _UnfitError(f"<{subject}> <{statement.predicate.value}>: {what}") from error

    def tables(self) -> GraphTables:
        """All rows, by id."""
        made = {rows.row.name: self._table(rows) for rows in self._rows.values()}
        extra = {name: made[name] for name in self._mapping.tables if made[name].num_rows or name in self._beside}
        return GraphTables(
            {name: made[name] for name in self._schema.labels},
            {name: made[name] for name in self._schema.types},
            self._schema,
            extra,
        )

    def _table(self, rows: _Rows) -> pa.Table:
        name = rows.row.name
        said = self._schema.nodes.get(name) or self._schema.relationships.get(name) or self._schema.tables[name]
        beside = name in self._schema.tables
        if beside and not all(id.isdecimal() for id in rows.found):
            raise _UnfitError(f"rows of {name} that are not numbered")
        ids = sorted(rows.found, key=int) if beside else sorted(rows.found)
        found = [rows.found[id] for id in ids]
        for row in found:
            for one in rows.properties:
                if one.type == "list":
                    row[rows.place[one.name]] = self._list(rows, row, one.name)
        arrow = said.arrow
        keys = {"rid"} | {one.name for one in rows.properties if one.key}
        columns = []
        for field in arrow:
            values = ids if field.name in keys and not beside else [row[rows.place[field.name]] for row in found]
            if not field.nullable and None in values:
                id = next(id for id, value in zip(ids, values, strict=True) if value is None)
                raise _UnfitError(f"<{self._base}{rows.row.path}/{id}> lacks what {name}.{field.name} is read from")
            columns.append(pa.array(values, field.type))
        return pa.Table.from_arrays(columns, schema=arrow)

    @staticmethod
    def _list(rows: _Rows, row: list[Any], name: str) -> list[str]:
        """The entries in their order."""
        cell = row[rows.place[name]]
        entries, order = cell if cell else ([], None)
        return order if order is not None else ordered_set(entries)


_BOOLS = {"true": True, "1": True, "false": False, "0": False}


def _literal(term: Any) -> str:
    if not hasattr(term, "datatype"):
        raise _UnfitError("a literal is expected")
    return str(term.value)


def _set(rows: _Rows, row: list[Any], name: str, value: Any) -> None:
    place = rows.place[name]
    if row[place] is not None and row[place] != value and value == value:  # noqa: PLR0124 (NaN differs from itself)
        raise _UnfitError(f"two values, {row[place]!r} and {value!r}")
    row[place] = value


def _value_cell(name: str, convert: Callable[[Any], Any]) -> Cell:
    return lambda rows, row, term: _set(rows, row, name, convert(term))


def _end_cell(reader: _Reader, place: int, label_place: int) -> Cell:
    def cell(rows: _Rows, row: list[Any], term: Any) -> None:
        label, id = reader.node(term)
        if row[place] not in (None, id):
            raise _UnfitError(f"two ends, {row[place]!r} and {id!r}")
        row[place], row[label_place] = id, label

    return cell


def _list_cell(name: str) -> Cell:
    def cell(rows: _Rows, row: list[Any], term: Any) -> None:
        place = rows.place[name]
        row[place] = row[place] or ([], None)
        row[place][0].append(_literal(term))

    return cell


def _order_cell(rows: _Rows, row: list[Any], term: Any) -> None:
    for name, order in json.loads(_literal(term)).items():
        place = rows.place[name]
        row[place] = (row[place][0] if row[place] else [], order)
