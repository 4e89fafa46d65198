"""From paths to reports and extractions, collecting what could not be read on the way."""

# ruff: noqa: PLC0415 (heavy imports wait until they are needed: kg --help is quick)

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.app import EXIT_SOME_UNREAD
from kg.cli.console import progress, say
from kg.errors import SourceError

if TYPE_CHECKING:
    from kg.extraction.cache import ExtractionCache
    from kg.reading import Manifest
    from kg.reading.known import KnownReports
    from kg.records import Extraction, Report, SourceText

__all__ = ["Intake"]


@dataclass
class Intake:
    """Reads paths, passes on what is good, and remembers what is not (`faults`).

    known: where the reports of texts that did not change are looked up.
    """

    paths: Sequence[Path]
    manifest: Path | None = None
    faults: list[SourceError] = field(default_factory=list)
    sources: list[SourceText] = field(default_factory=list)
    known: KnownReports | None = None

    def reports(self) -> Iterator[tuple[SourceText, Report]]:
        """Every report in order.

        Raises ManifestError when a manifest is malformed, SourceError when there is no report at all.
        """
        from kg.reading import find_reports

        find = self.known.find if self.known else find_reports
        count = 0
        with progress("reading") as advance:
            for source, manifest in self._texts():
                found = find(source, manifest)
                if not found:
                    what = "no report was found in this text"
                    self.faults.append(
                        SourceError(what, where=source.source, todo="check that it is a Chinese work report")
                    )
                    continue
                self.sources.append(source)
                for report in found:
                    count += 1
                    advance(1)
                    yield source, report
        if not count:
            raise self._nothing()

    def _texts(self) -> Iterator[tuple[SourceText, Manifest | None]]:
        """Every text once, with the manifest of the path it was found under."""
        from kg.reading import read_sources

        groups = list(self._groups())
        seen: set[Path] = set()
        for paths, manifest in groups:
            for source in read_sources(paths):
                if isinstance(source, SourceError):
                    self.faults.append(source)
                elif len(groups) == 1:  # what is read together is read once
                    yield source, manifest
                elif (real := Path(source.source).resolve()) not in seen:
                    seen.add(real)
                    yield source, manifest

    def _groups(self) -> Iterator[tuple[Sequence[Path], Manifest | None]]:
        """The paths, together where one manifest or none goes with them: what is read together is read in parallel."""
        from kg.cli.manifest import manifest_for

        together: list[Path] = []
        shared = manifest_for(self.paths[0], self.manifest) if self.manifest is not None else None
        for path in self.paths:
            own = manifest_for(path, None) if self.manifest is None else None
            if own is None:
                together.append(path)
                continue
            if together:
                yield together, None
                together = []
            yield [path], own
        if together:
            yield together, shared

    def extractions(
        self,
        engine: str = "onnx",
        cache: ExtractionCache | None = None,
        found: Sequence[tuple[SourceText, Report]] | None = None,
        unchanged: int = 0,
    ) -> Iterator[Extraction]:
        """What every report says, in order; what the cache knows is not extracted again, the rest it is given.

        found: the reports; all of them when None. unchanged: how many others there are, of which all is known.
        Raises SourceError when there is no report at all.
        """
        from kg.extraction.parallel import extract_all, jobs_for

        found = list(self.reports()) if found is None else found
        known = [cache.get(report) if cache else None for _, report in found]
        new = [job for job, extraction in zip(found, known, strict=True) if extraction is None]
        chars = sum(report.end - report.start for _, report in new)
        began = time.perf_counter()
        # With nothing to extract, the models need not be loaded.
        extractions = extract_all(new, engine, jobs_for(chars, engine)) if new else iter(())
        with progress("extracting", len(new)) as advance, ExitStack() as stack:
            if isinstance(extractions, Generator):  # its processes are stopped at once, also by Ctrl-C outside it
                stack.enter_context(closing(extractions))
            for extraction in known:
                if extraction is not None:
                    yield extraction
                    continue
                fresh = next(extractions)
                if cache:
                    cache.put(fresh)
                yield fresh
                advance(1)
        seconds = time.perf_counter() - began
        unchanged += len(found) - len(new)
        same = f"; {unchanged} are unchanged" if unchanged else ""
        say(f"extracted {len(new)} reports, {chars:,} characters, in {seconds:.1f} s{same}")

    def finish(self) -> None:
        """List what could not be read. Leaves with exit code 6 when there is any."""
        if not self.faults:
            return
        say(f"{len(self.faults)} could not be read, the others were:")
        for fault in self.faults:
            say(f"  {fault}")
        raise typer.Exit(EXIT_SOME_UNREAD)

    def _nothing(self) -> SourceError:
        if not self.faults:
            return SourceError(
                "there is no file of reports here",
                where=", ".join(str(path) for path in self.paths),
                todo="give a file of text, Word, PDF or a web page, or a folder that holds some",
            )
        first, *others = self.faults
        for other in others:
            say(f"error: {other}")
        return first
