"""RDF in six formats: `kg export rdf -o OUT.ttl|.nt|.nq|.trig|.jsonld|.rdf`, each also .gz or .zst."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from kg.errors import InputError, LoadError
from kg.graph.reader import GraphFolder
from kg.graph.tables import Counts, GraphTables
from kg.rdf.count import count_rows
from kg.rdf.formats import format_of, open_write
from kg.rdf.iris import check_base, check_iri
from kg.rdf.tables import FolderSource, MemorySource, Run, TableSource
from kg.rdf.write import RdfOptions, need_oxigraph, write_rdf
from loaders.base import compare
from loaders.exporter import Exporter

__all__ = ["RdfExporter"]


class RdfExporter(Exporter):
    """One file of linked data, as schema/rdf.yaml says it.

    A graph folder is streamed (write_folder); rows that come one by one are kept until all are there, since what is
    written first needs to know the last.
    """

    name = "rdf"
    about = "linked data for Protégé, triple stores, SHACL: .ttl .nt .nq .trig .jsonld .rdf, also .gz and .zst"
    suffix = ".ttl"
    options = {  # noqa: RUF012 (as the base class has it)
        "base": "what the IRIs begin with, such as https://example.org/kg/",
        "format": "ttl, nt, nq, trig, jsonld or rdf, where the suffix does not say it",
        "licence": "the IRI of the licence that the data are under",
    }

    def __init__(
        self, target: Path | str, base: str | None = None, format: str | None = None, licence: str | None = None
    ) -> None:
        """Raises InputError for a suffix, base or licence that cannot be, MissingExtraError (JSON-LD)."""
        super().__init__(target)
        self._format, self._compression = format_of(Path(target), format)
        # Whichever suffix it is, it says the format.
        self.suffix = Path(target).suffix.lower()  # type: ignore[misc]
        licence = check_iri(licence, "licence") if licence else None
        self._options = RdfOptions(check_base(base) if base else None, licence)
        if self._format.name == "jsonld":
            need_oxigraph("JSON-LD")
        self._parts: dict[str, list[pa.Table]] = {}
        self.run = Run()

    def write_folder(self, folder: GraphFolder) -> Counts:
        """Export a graph folder, of which one batch is in memory at a time.

        Raises InputError, LoadError (nothing is left behind) and GraphError when the folder cannot be read.
        """
        source = FolderSource(folder)
        self.open(source.schema)
        try:
            self._write(source)
            self._state = "finished"
            found = self.counts()
            compare(self.name, source.counts(), found)
            self.close()
        except BaseException:
            self.abort()
            raise
        if left := [name for name in source.extra() if name not in source.schema.tables]:
            self.notes.append(f"not exported, since the schema does not describe them: {', '.join(left)}")
        return found

    def _start(self) -> None:
        self._parts = {}

    def _nodes(self, label: str, rows: pa.Table) -> None:
        self._parts.setdefault(label, []).append(rows)

    def _relationships(self, type: str, source: str, target: str, rows: pa.Table) -> None:
        self._parts.setdefault(type, []).append(rows)

    def _finish(self) -> None:
        schema = self._schema
        nodes = {label: self._table(label, said.arrow) for label, said in schema.nodes.items()}
        relationships = {type: self._table(type, said.arrow) for type, said in schema.relationships.items()}
        self._write(MemorySource(GraphTables(nodes, relationships, schema), self.run))

    def _table(self, name: str, schema: pa.Schema) -> pa.Table:
        return pa.concat_tables(self._parts.pop(name, [])) if name in self._parts else schema.empty_table()

    def _write(self, source: TableSource) -> None:
        with self._refused("writing"), open_write(self._path, self._compression) as file:
            try:
                write_rdf(source, file, self._format, self._options)
            except InputError as error:
                raise InputError(error.what, where=self.where, todo=error.todo) from error

    def _read_back(self) -> Counts:
        try:
            return count_rows(self._path, self._format, self._compression)
        except (SyntaxError, EOFError) as error:
            raise LoadError(f"what was written is cut off: {error}", where=self.where, todo="export again") from error
