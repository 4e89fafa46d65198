"""Rows of a table as text in one of the syntaxes, a slice of a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from kg.datatables import read_table
from kg.errors import SchemaError
from kg.rdf.literals import lexical
from kg.rdf.model import RdfMapping
from kg.rdf.plan import Block, Choice, Const, English, FixedText, Pair, Plan, Resource, Text
from kg.rdf.syntax import Piece, Pieces, Place, Syntax, Value, joined
from kg.rdf.tables import Lookups, source_key
from kg.resources import resource

__all__ = ["Renderer", "english_names", "ordered_set"]

_ROWS, _BYTES = 8192, 2 << 20
_HEX = "^([0-9A-Fa-f]{2})*$"
Columns = Mapping[str, pa.Array]


@cache
def english_names() -> Mapping[str, str]:
    """The English name of each concept of the thesaurus that has one."""
    rows = read_table(resource("schema", "thesaurus", "initiatives.tsv"), ("id", "english"))
    return {id: english for _, (id, english) in rows if english}


def ordered_set(entries: Sequence[str | None] | None, without: str | None = None) -> list[str]:
    """The entries that become triples: each once, ascending, not the one that is said otherwise."""
    return sorted({one for one in entries or () if one is not None and one != without})


@dataclass(frozen=True, slots=True)
class _Terms:
    """A table of terms: values, and the terms rendered."""

    values: pa.Array
    rendered: pa.Array


class Renderer:
    """Writes rows by their plan. years: those that occurred, whose periods are to be described."""

    def __init__(self, syntax: Syntax, mapping: RdfMapping, lookups: Lookups, run: str) -> None:
        """run: the id of the build."""
        self._syntax, self._mapping, self._lookups, self._run = syntax, mapping, lookups, run
        self.years: set[int] = set()
        self._terms: dict[str, _Terms] = {}

    def chunks(self, plan: Plan, batch: pa.RecordBatch, first_row: int = 0) -> Iterator[pa.Buffer]:
        """The text of the rows. first_row: the number of the batch's first row, for tables without ids."""
        columns = self._columns(plan, batch, first_row)
        whole = pa.record_batch(list(columns.values()), names=list(columns))
        for part in _slices(whole):
            yield self._text(plan, dict(zip(part.schema.names, part.columns, strict=True)), part.num_rows)

    def _columns(self, plan: Plan, batch: pa.RecordBatch, first_row: int) -> Columns:
        row = plan.row
        columns = {name: batch.column(name) for name in batch.schema.names}
        if not {"id", "rid"} & set(columns):
            columns["_row"] = pa.array(range(first_row, first_row + batch.num_rows)).cast(pa.string())
        if row.graph != "default":
            columns["_graph"] = self._report(row.graph, columns)
            columns["_source"] = self._lookups.source(columns["_graph"])
            columns["_area"] = self._lookups.area(columns["_graph"])
        keys = next((part.key for part in row.parts.values() if part.key), None)
        if keys:
            rows = zip(*(columns[name].to_pylist() for name in keys), strict=True)
            columns["_key"] = pa.array([source_key(*one) for one in rows], pa.string())
        columns["_run"] = pa.repeat(pa.scalar(self._run), batch.num_rows)
        for name, column in list(columns.items()):
            if pa.types.is_list(column.type):
                columns |= self._list(row.properties[name].predicate, name, column, columns)
            if name in row.properties and row.properties[name].period:
                self.years |= set(pc.unique(column).drop_null().to_pylist())
        if row.name == "Observation":
            columns["_measured"] = pc.if_else(self._lookups.measured(columns["id"]), True, None)
        return columns

    def _report(self, graph: str, columns: Columns) -> pa.Array:
        """The report whose graph each row goes into."""
        if graph == "observation":
            return self._lookups.report(columns["from"] if "from" in columns else columns["id"])
        return columns["id" if graph == "self" else graph]

    @staticmethod
    def _list(predicate: str, name: str, column: pa.Array, columns: Columns) -> Columns:
        """A list as a set, and its order where the set does not tell it."""
        sets, orders = [], []
        # SKOS: no label is preferred and alternative at once.
        preferred = columns["name"].to_pylist() if predicate == "skos:altLabel" else [None] * len(column)
        for entries, other in zip(column.to_pylist(), preferred, strict=True):
            sets.append(found := ordered_set(entries, other) if entries else [])
            same = found == (entries or [])
            orders.append(None if same else json.dumps({name: entries}, ensure_ascii=False))
        return {f"_set_{name}": pa.array(sets, pa.list_(pa.string())), f"_order_{name}": pa.array(orders, pa.string())}

    def _text(self, plan: Plan, columns: Columns, rows: int) -> pa.Buffer:
        opening, inside, closing = self._syntax.graph(columns.get("_graph"), self._mapping.nodes["Report"].path)
        pieces: list[Piece] = [opening]
        for block in plan.blocks:
            pieces += self._block(block, columns, rows, inside)
        column = joined([*pieces, closing], rows)
        _, offsets, data = column.buffers()
        numbers = memoryview(offsets).cast("i")
        first, last = numbers[column.offset], numbers[column.offset + rows]
        return data.slice(first, last - first)

    def _block(self, block: Block, columns: Columns, rows: int, graph: Piece) -> Pieces:
        subject = self._syntax.resource(block.subject.path, columns[block.subject.ids])
        pieces = [*self._syntax.begin(subject)]
        before: Pair | None = None
        for pair in block.pairs:
            again = before is not None and before.predicate == pair.predicate and _fixed(before) and _fixed(pair)
            pieces += self._pair(pair, subject, columns, graph, "again" if again else "next" if before else "first")
            before = pair
        pieces += self._syntax.end()
        if block.when:
            return (_where(columns[block.when].is_valid(), joined(pieces, rows)),)
        return tuple(pieces)

    def _pair(self, pair: Pair, subject: Pieces, columns: Columns, graph: Piece, place: Place) -> Pieces:
        if isinstance(pair.object, Text) and pair.object.many:
            return (self._entries(pair, pair.object, subject, columns, graph),)
        value = self._value(pair, columns)
        if value is None:
            return ()
        pieces = self._syntax.pair(subject, pair.predicate, value, graph, place)
        rows = len(next(iter(columns.values())))
        if pair.when:
            column, wanted = pair.when
            there = columns[column].is_valid()
            return (_where(there if wanted else pc.invert(there), joined(pieces, rows)),)
        if any(isinstance(one, pa.Array) and one.null_count for one in pieces):
            return (pc.fill_null(joined(pieces, rows), ""),)
        return pieces

    def _value(self, pair: Pair, columns: Columns) -> Value | None:
        object = pair.object
        if isinstance(object, Const):
            return Value((self._syntax.name(object.term),))
        if isinstance(object, FixedText):
            return Value((self._syntax.escape_text(object.text),), True, object.language, object.datatype)
        if isinstance(object, Resource):
            if object.ids not in columns:
                return None
            return Value(self._syntax.resource(object.path, lexical(columns[object.ids])))
        if isinstance(object, Choice):
            return Value((self._chosen(object, columns[object.column]),))
        if isinstance(object, English):
            names = english_names()
            known, values = pa.array(list(names)), pa.array(list(names.values()))
            found = values.take(pc.index_in(columns[object.column], value_set=known))
            return Value((self._syntax.escape(found),), True, "en")
        if columns[object.column].null_count == len(columns[object.column]):
            return None
        text = lexical(columns[object.column])
        datatype = object.datatype
        if datatype == "xsd:hexBinary" and pc.all(pc.match_substring_regex(text, _HEX), min_count=0).as_py() is False:
            datatype = None  # a hash that is none: a literal of that type would be ill-formed
        return Value((self._syntax.escape(text),), True, object.language, datatype)

    def _entries(self, pair: Pair, object: Text, subject: Pieces, columns: Columns, graph: Piece) -> Piece:
        """All entries of each row's list."""
        lists = columns[object.column]
        rows = pc.list_parent_indices(lists)
        if not len(rows):
            return ""
        repeated = tuple(one if isinstance(one, str) else one.take(rows) for one in subject)
        of = graph if isinstance(graph, str) else graph.take(rows)
        value = Value((self._syntax.escape(pc.list_flatten(lists)),), True, object.language, object.datatype)
        entries = joined(self._syntax.pair(repeated, pair.predicate, value, of, "next"), len(rows))
        ends = pc.cumulative_sum(pc.fill_null(pc.list_value_length(lists), 0))
        offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends.cast(pa.int32())])
        return pc.binary_join(pa.ListArray.from_arrays(offsets, entries), "")

    def _chosen(self, object: Choice, column: pa.Array) -> pa.Array:
        terms = self._terms.get(object.terms) or self._terms_of(object.terms)
        found = pc.index_in(column, value_set=terms.values)
        if object.strict and found.null_count != column.null_count:
            other = column.filter(pc.and_(pc.is_null(found), pc.is_valid(column)))[0].as_py()
            raise SchemaError(
                f"{other!r} is no value of {object.column}", where=f"schema/rdf.yaml: schemes.{object.terms}",
                todo="build the graph again; if it stays, please report it",
            )  # fmt: skip
        return terms.rendered.take(found)

    def _terms_of(self, name: str) -> _Terms:
        if name == "units":
            pairs = dict(self._mapping.units)
        else:
            pairs = {value: code.iri for value, code in self._mapping.schemes[name].codes.items()}
        rendered = pa.array([self._syntax.name(term) for term in pairs.values()], pa.string())
        self._terms[name] = _Terms(pa.array(list(pairs), pa.string()), rendered)
        return self._terms[name]


def _fixed(pair: Pair) -> bool:
    return isinstance(pair.object, Const | FixedText) and pair.when is None


def _where(there: pa.Array, text: pa.Array) -> pa.Array:
    return pc.if_else(there, pc.fill_null(text, ""), "")


def _slices(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Parts of the batch whose text is not too long for one Arrow column."""
    for start in range(0, batch.num_rows, _ROWS):
        yield from _halved(batch.slice(start, _ROWS))


def _halved(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    if batch.num_rows > 1 and batch.nbytes > _BYTES * max(1, batch.num_columns // 8):
        half = batch.num_rows // 2
        yield from _halved(batch.slice(0, half))
        yield from _halved(batch.slice(half))
    else:
        yield batch
