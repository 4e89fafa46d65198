"""Damaged files of every format: each ends in reports or in an error that names it, in time and within memory.

    python -m tests.reading.fuzz [--count N] [--seed S] [--only FORMAT] [--keep DIR]

Small valid files are made, then damaged: bits and bytes changed, cut off, parts of one moved into another, sizes
overwritten, and, since a checksum would catch most of that, the parts inside zips damaged and packed again. Each is
read, and its reports looked for, in a process of its own that is ended after 10 s and watched for 1 GiB. What fails
is kept in DIR. The same seed makes the same files.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import re
import resource
import struct
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from kg.errors import SourceError
from kg.reading import find_reports
from kg.reading.dispatch import read_bytes
from kg.reading.formats import office
from tests.reading.formats import making

__all__ = ["Outcome", "damaged_files", "main", "run"]

SECONDS = 10.0
MEMORY = 1 << 30
_ADDRESS_SPACE = 6 << 30  # beyond it the process fails by itself, before the machine does
_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
_EVERY_DOC = 200  # LibreOffice takes seconds
_SIZES = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF)
_XML_PIECES = (
    b"<w:p>", b"</w:p>", b"<w:tbl><w:tr><w:tc>", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"\0", b"<![CDATA[",
    b'<w:numPr><w:ilvl w:val="8"/><w:numId w:val="-1"/></w:numPr>', b"<w:sdt><w:sdtContent>", b"\xed\xa0\x80",
)  # fmt: skip
_TEXT_PIECES = (
    b'"', b"\0", b"\xff\xfe", b"<div>", b"</html>", b"<table><tr><td>", b"{", b"[[[[", b"\\ud800", b"\r", b",,,,\n",
    b"\x1b", "一、".encode(), b"<script>", b"<!--", b"&#x110000;", b"%PDF-1.7\n", b"PK\x03\x04",
)  # fmt: skip
_PDF_PIECES = (
    b"<<", b">>", b"stream\n", b"endobj", b"/Kids [1 0 R 1 0 R]", b"/Length 99999999", b"[" * 50, b"1e308 ",
    b"/W [0 -1 9]",
)  # fmt: skip


@dataclass
class Outcome:
    """What became of the files: how many of each kind, and those that broke the promise."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    largest: int = 0


def _seeds() -> dict[str, list[bytes]]:
    """Valid files by suffix."""
    lines = "\n".join(making.REPORT)
    escaped = lines.replace("\n", "\\n")
    table = [["指标", "2023年"], ["低保对象", "4870人"]]
    numbered = making.numbered_docx(
        [(0, "工作总结"), (1, "社会救助"), (1, "养老服务")],
        [("chineseCountingThousand", "%1、"), ("decimal", "（%2）")],
    )
    word = making.docx(table=table)
    seeds = {
        ".txt": [lines.encode(codec) for codec in ("utf-8", "gb18030", "utf-16")],
        ".md": [lines.encode()],
        ".docx": [word, numbered],
        ".html": [making.page(style).encode() for style in ("div", "table", "section", "semantic")]
        + [making.page("br").replace("utf-8", "gbk").encode("gbk", "xmlcharrefreplace")],
        ".mhtml": [
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
            b"Content-Transfer-Encoding: 8bit\n\n" + making.page("div").encode() + b"\n--b--\n"
        ],
        ".pdf": [
            making.pdf(head="公报"), making.pdf(making.REPORT * 2, columns=2), making.pdf(compressed=False),
            making.scan(1),
        ],
        ".zip": [making.gbk_zip({"青石县/总结.docx": word, "a.txt": lines.encode("gb18030")}),
                 making.zip_of({"b.zip": making.zip_of({"c.csv": f"id,text\n1,\"{lines}\"\n".encode()})})],
        ".csv": [f"编号,正文\n1,\"{lines}\"\n2,\"{lines}\"\n".encode(), f"a;text\n1;\"{lines}\"\n".encode("gb18030")],
        ".tsv": [f"id\ttext\n1\t{escaped}\n".encode()],
        ".jsonl": [f'{{"title": "报告", "text": "{escaped}"}}\n'.encode() * 3],
    }  # fmt: skip
    if office._program() is not None:
        seeds[".doc"] = [b"{\\rtf1\\ansi\\ansicpg936 " + _rtf(making.REPORT) + b"}"]
    return seeds


def _rtf(paragraphs: Sequence[str]) -> bytes:
    return b"\\par ".join("".join(f"\\u{ord(ch)}?" for ch in text).encode() for text in paragraphs)


def _damage(data: bytes, pieces: Sequence[bytes], others: Sequence[bytes], rng: random.Random) -> bytes:
    """The data with one to eight injuries."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        if made:
            rng.choice(_INJURIES)(made, pieces, others, rng)
    return bytes(made)


_Injury = Callable[[bytearray, Sequence[bytes], Sequence[bytes], random.Random], None]


def _flip(made: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)


def _overwrite(made: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    at = rng.randrange(len(made))
    made[at : at + rng.randint(1, 16)] = rng.randbytes(rng.randint(1, 16))


def _cut(made: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    del made[rng.randrange(len(made)) :]


def _remove(made: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    at = rng.randrange(len(made))
    del made[at : at + rng.randint(1, 300)]


def _splice(made: bytearray, _: Sequence[bytes], others: Sequence[bytes], rng: random.Random) -> None:
    other = rng.choice(others)
    start, at = rng.randrange(len(other)), rng.randrange(len(made))
    made[at : at + rng.choice((0, 50))] = other[start : start + rng.randint(1, 2000)]


def _size(made: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    at, form = rng.randrange(len(made)), rng.choice(("<I", "<H", ">I"))
    packed = struct.pack(form, rng.choice(_SIZES) & (0xFFFF if form == "<H" else 0xFFFF_FFFF))
    made[at : at + len(packed)] = packed


def _number(made: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    """A size written in digits, as PDF and XML have them."""
    found = list(re.finditer(rb"\d+", bytes(made[:200_000])))
    if found:
        match = rng.choice(found)
        made[match.start() : match.end()] = str(rng.choice((*_SIZES, -1, 10**18))).encode()


def _insert(made: bytearray, pieces: Sequence[bytes], _: Sequence[bytes], rng: random.Random) -> None:
    at = rng.randrange(len(made))
    made[at:at] = rng.choice(pieces) * rng.choice((1, 1, 10, 2000))


def _repeat(made: bytearray, _: Sequence[bytes], __: Sequence[bytes], rng: random.Random) -> None:
    at = rng.randrange(len(made))
    made[at:at] = made[at : at + rng.randint(1, 400)] * rng.choice((1, 5, 500))


_INJURIES: tuple[_Injury, ...] = (_flip, _overwrite, _cut, _remove, _splice, _size, _number, _insert, _repeat)


def _inside(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """A zip with one member damaged and everything packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            name = rng.choice([n for n in names if n.endswith(("document.xml", "numbering.xml", ".rels"))] or names)
            member = archive.read(name)
    except (zipfile.BadZipFile, IndexError):
        return data
    if not member:
        return data
    pieces = _XML_PIECES if name.endswith((".xml", ".rels")) else _TEXT_PIECES
    return making.rezip(data, {name: _damage(member, pieces, others, rng)})


def damaged_files(count: int, seed: int, only: str | None = None) -> Iterator[tuple[str, bytes]]:
    """(name, content) of damaged files, all formats in turn."""
    seeds = _seeds()
    everything = [data for files in seeds.values() for data in files]
    usual = [suffix for suffix in seeds if suffix != ".doc"]
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        suffix = usual[number % len(usual)]
        if ".doc" in seeds and number % _EVERY_DOC == _EVERY_DOC - 1:
            suffix = ".doc"
        if only is not None and suffix != only:
            continue
        data = rng.choice(seeds[suffix])
        if suffix in (".docx", ".zip") and rng.random() < 0.6:
            data = _inside(data, everything, rng)
        else:
            pieces = _PDF_PIECES if suffix == ".pdf" else _TEXT_PIECES
            data = _damage(data, pieces, everything, rng)
        name = f"{number:05}{suffix if rng.random() < 0.95 else rng.choice(usual)}"
        yield name, data


def _work(connection: Connection) -> None:
    """Reads what it is sent; answers how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    while True:
        name, data = connection.recv()
        try:
            kind = _read(name, data)
        except BaseException as error:  # noqa: BLE001 (any is a failure, and is reported as one)
            kind = f"! {type(error).__name__}: {error}"[:300]
        connection.send((kind, _peak()))


def _peak() -> int:
    """The most memory that this process has held, in bytes; ru_maxrss counts what its parent held when it began."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"^VmHWM:\s+(\d+) kB", status.read_text("ascii"), re.MULTILINE)[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


def _read(name: str, data: bytes) -> str:
    """Reads a file as kg does, and says what it holds; "!" where an error does not say what it has to."""
    kind = "passed over"
    for item in read_bytes(data, name):
        if isinstance(item, SourceError):
            if name not in str(item) or not item.todo:
                return f"! the error does not name the file or what to do: {item}"
            kind = "error" if kind == "passed over" else kind
        else:
            item.text.encode()  # fails where the text cannot be stored
            kind = "reports" if find_reports(item) else "no report"
    return kind


class _Reader:
    """The process that reads."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_work, args=(other,), daemon=True)
        self.process.start()
        other.close()

    def read(self, name: str, data: bytes, seconds: float) -> tuple[str, int]:
        """How reading went, and the most memory that the process has had."""
        try:
            self.connection.send((name, data))
            if not self.connection.poll(seconds):
                return "! it hangs", 0
            kind, memory = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            return f"! the process died ({self.process.exitcode})", 0
        return str(kind), int(memory)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def run(count: int, seed: int, only: str | None = None, keep: Path | None = None) -> Outcome:
    """Read `count` damaged files."""
    outcome = Outcome()
    reader = _Reader()
    reader.read("warm.txt", making.REPORT[1].encode(), 60)  # imports take longer than files
    try:
        for name, data in damaged_files(count, seed, only):
            begun = time.perf_counter()
            kind, memory = reader.read(name, data, SECONDS)
            outcome.slowest = max(outcome.slowest, time.perf_counter() - begun)
            outcome.largest = max(outcome.largest, memory)
            if memory > MEMORY:
                kind = f"! it needs {memory >> 20} MiB"
            outcome.counts[f"{Path(name).suffix} {kind.partition(':')[0]}"] += 1
            if kind.startswith("!"):
                outcome.failures.append(f"{name} {kind}")
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / name).write_bytes(data)
                reader.end()
                reader = _Reader()
                reader.read("warm.txt", making.REPORT[1].encode(), 60)
    finally:
        reader.end()
    return outcome


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and report; 1 where a file broke the promise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="FORMAT", help="one format, such as .pdf")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where to put the files that fail")
    options = parser.parse_args(arguments)
    begun = time.perf_counter()
    outcome = run(options.count, options.seed, options.only, options.keep)
    for kind, number in sorted(outcome.counts.items()):
        print(f"{number:6} {kind}")
    print(
        f"{sum(outcome.counts.values())} files in {time.perf_counter() - begun:.0f} s, "
        f"the slowest {outcome.slowest:.2f} s, at most {outcome.largest >> 20} MiB, {len(outcome.failures)} failures"
    )
    for failure in outcome.failures:
        print(failure)
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
