"""Extractions kept from build to build, so that a report that did not change is not extracted again.

One file an extraction, named by everything that it depends on: the report's text and head, and the extractor (its
code, models, dictionaries and runtime). An entry that is damaged is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import astuple, replace
from functools import lru_cache
from pathlib import Path

from kg.extraction.slices import moved
from kg.kept import keep_file, version_hash
from kg.records import Actor, Extraction, Mention, Observation, Report
from kg.resources import resource

__all__ = ["ExtractionCache", "extractor_version"]

_CODE = ("extraction", "reading")
_DATA = (("schema", "measures.yaml"), ("schema", "divisions.tsv"), ("schema", "thesaurus"))
_PACKAGES = {
    "onnx": ("kg-reports", "onnxruntime", "hanlp-trie"),
    "hanlp": ("kg-reports", "hanlp-trie", "hanlp", "torch"),
}


class ExtractionCache:
    """A folder of extractions. Whatever cannot be read or written there is extracted again, and nothing is raised.

    hits, misses: how many reports were found and not found so far.
    """

    def __init__(self, folder: Path, engine: str = "onnx", *, read: bool = True) -> None:
        """folder: where they are kept, made when something is. engine: the tagger's runtime (load_engine).

        read: whether to give what is there; if not, it is written anew.
        """
        self._folder, self._engine, self._reads = folder, engine, read
        self._used: set[str] = set()
        self.hits = self.misses = 0

    def get(self, report: Report) -> Extraction | None:
        """What was extracted from this report, in offsets of its source text now; None when it is not known."""
        key = self.key(report)
        found = _read(self._folder / key, report) if self._reads else None
        self.hits += found is not None
        self.misses += found is None
        return found

    def put(self, extraction: Extraction) -> None:
        """Keep what was extracted. A crash leaves the whole entry or none."""
        report = extraction.report
        own = moved(extraction, replace(report, start=-report.start))  # in offsets of the report
        said = [[astuple(one) for one in part] for part in (own.mentions, own.observations, own.actors)]
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        keep_file(self._folder / self.key(report), (hashlib.sha256(body).hexdigest().encode(), b"\n", body))

    def prune(self) -> None:
        """Remove what was not asked for through this object: reports that are gone, extractors of the past."""
        with contextlib.suppress(OSError):
            for path in list(self._folder.iterdir()):
                if path.name not in self._used:
                    with contextlib.suppress(OSError):
                        path.unlink()

    def key(self, report: Report) -> str:
        """The name of the report's entry, which is not removed from now on."""
        # More of the head than extraction reads today, so that nothing goes stale when it reads more.
        head = (report.title, report.unit, report.kind, report.year, report.plan_year, report.level, report.district)
        extractor = extractor_version(self._engine, os.environ.get("KG_MODEL", ""))
        made_of = (extractor, report.end - report.start, report.sha256, head)
        key = hashlib.sha256(repr(made_of).encode("utf-8", "surrogatepass")).hexdigest()
        self._used.add(key)
        return key


@lru_cache(maxsize=4)
def extractor_version(engine: str = "onnx", model: str = "") -> str:
    """A hash over what every extraction depends on beside its report: code, models, dictionaries, runtime, machine.

    engine: the runtime. model: the folder of a model of one's own (KG_MODEL), "" for kg's.
    """
    of = f"{engine} {platform.machine()} {sys.version_info[:2]}"
    return version_hash(of, _PACKAGES.get(engine, ()), _files(engine, model))


def _files(engine: str, model: str) -> Iterator[Path]:
    package = Path(__file__).parent.parent
    for name in _CODE:
        yield from sorted((package / name).rglob("*.py"))
    yield package / "records.py"
    roots = [package / "extraction" / "data"]
    if engine == "onnx":
        roots.append(Path(model) if model else package / "model")
    for parts in (*_DATA, *([("models", "hanlp")] if engine == "hanlp" else [])):
        with contextlib.suppress(FileNotFoundError):
            roots.append(resource(*parts))
    for root in roots:
        found = sorted(root.rglob("*")) if root.is_dir() else [root]
        yield from (path for path in found if path.is_file() and path.suffix != ".md")


def _read(path: Path, report: Report) -> Extraction | None:
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        if digest != hashlib.sha256(body).hexdigest().encode():
            return None
        mentions, observations, actors = json.loads(body.decode("utf-8", "surrogatepass"))
        own = Extraction(
            report,
            tuple(Mention(sys.intern(type), *rest) for type, *rest in mentions),  # type: ignore[arg-type]
            tuple(Observation(*one) for one in observations),
            tuple(Actor(*one) for one in actors),
        )
    except (OSError, ValueError, TypeError):
        return None
    return moved(own, report)
