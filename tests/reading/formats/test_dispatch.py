"""Which reader a file goes to: what it is decides, not what it is called; and what happens where none can read it."""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.reading import find_reports, read_sources
from kg.reading.dispatch import printable, read_bytes, readers
from kg.reading.formats import office
from kg.reading.sniff import sniff
from kg.records import SourceText
from tests.reading.formats import making

TEXT = "\n".join(making.REPORT)
PAGE = making.page("div")
MHTML = (
    f'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="b"\r\n\r\n{PAGE}'
)


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (making.docx(), ".doc", ".docx"),
        (making.docx(), "", ".docx"),
        (making.zip_of({"a.txt": b"x"}), ".docx", ".zip"),
        (making.zip_of({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), ".zip", ".xlsx"),
        (making.pdf(), ".txt", ".pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", ".txt", ".pdf"),
        (PAGE.encode(), ".txt", ".html"),
        (PAGE.encode(), ".doc", ".html"),
        (b"\xef\xbb\xbf" + PAGE.encode(), ".md", ".html"),
        (PAGE.encode("utf-16"), "", ".html"),
        (b"<?xml version='1.0'?>\n<!-- saved from url -->\n<HTML>", ".txt", ".html"),
        (MHTML.encode(), ".doc", ".mhtml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx", ".doc"),
        (b"{\\rtf1\\ansi", ".doc", ".rtf"),
        (TEXT.encode("gb18030"), ".doc", ".txt"),
        (TEXT.encode(), ".pdf", ".txt"),
        (b"Rar!\x1a\x07\x00", ".zip", ".rar"),
        (TEXT.encode(), ".md", ".md"),
        (TEXT.encode(), "", ".txt"),
        (b'{"text": "a"}\n', "", ".jsonl"),
        ("编号,正文\n1,文\n".encode(), "", ".csv"),
        (b"id\ttext\n1\tx\n", "", ".tsv"),
        ("今年以来，全局上下，内容，丰富。\n".encode(), "", ".txt"),
        (b"", ".txt", ".txt"),
    ],
)
def test_content_is_believed_before_the_name(data: bytes, suffix: str, kind: str) -> None:
    assert sniff(data, suffix) == kind


def test_every_format_has_its_reader() -> None:
    texts = ".txt .text .md .html .htm .xhtml .mht .mhtml .pdf .docx .docm .doc .wps .rtf .odt"
    assert {*texts.split(), ".zip", ".csv", ".tsv", ".jsonl", ".ndjson"} <= set(readers())


def test_a_folder_of_all_formats_gives_the_same_report_from_each(tmp_path: Path) -> None:
    files = {
        "a.txt": TEXT.encode("gb18030"),
        "b.docx": making.docx(),
        "c.html": PAGE.encode("gbk", "xmlcharrefreplace"),
        "d.pdf": making.pdf(),
        "e.zip": making.gbk_zip({"青石县/总结.docx": making.docx()}),
        "f.jsonl": json.dumps({"text": TEXT}).encode(),
        "g.doc": making.docx(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    heads = {}
    for item in read_sources([tmp_path]):
        assert isinstance(item, SourceText)
        (report,) = find_reports(item)
        heads[item.name] = (report.title, report.unit, report.year, report.plan_year)
    assert list(heads) == ["a.txt", "b.docx", "c.html", "d.pdf", "e.zip!/青石县/总结.docx", "f.jsonl#1", "g.doc"]
    assert set(heads.values()) == {(making.REPORT[0], "青石县民政局", 2023, 2024)}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "-"),
        (making.docx(), "-"),
        (making.pdf(), "-"),
        (b'{"text": "%s"}\n' % making.REPORT[1].encode() * 2, "-#1"),
    ],
)
def test_standard_input_is_read_by_what_it_holds(monkeypatch: pytest.MonkeyPatch, data: bytes, name: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (first, *_) = read_sources(["-"])
    assert isinstance(first, SourceText)
    assert (first.source, first.name) == (name, name)


def test_empty_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    (fault,) = read_sources(["-"])
    assert "empty" in str(fault)


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [("lxml", "a.html", "html"), ("pypdfium2", "a.pdf", "pdf"), ("docx", "a.docx", "docx")],
)
def test_a_missing_library_is_an_error_of_its_files_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str, name: str, extra: str
) -> None:
    made = {"html": PAGE.encode(), "pdf": making.pdf(), "docx": making.docx()}
    monkeypatch.setitem(sys.modules, module, None)  # what Python itself does to make an import fail
    (tmp_path / "b.txt").write_bytes(TEXT.encode())
    (tmp_path / name).write_bytes(made[extra])
    fault, text = read_sources([tmp_path])
    assert isinstance(fault, SourceError)
    assert f"pip install '.[{extra}]'" in str(fault)
    assert name in str(fault)
    assert isinstance(text, SourceText)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def test_without_libreoffice_an_old_word_file_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", ())
    (fault,) = read_bytes(OLE + bytes(2000), "a.doc")
    assert "a.doc: " in str(fault)
    assert "LibreOffice" in str(fault)
    assert "install" in str(fault)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + b"\xec\xa5\xc1\x00" + bytes(7) + b"\x01", "encrypted"),
        (OLE + "Workbook".encode("utf-16-le"), "Excel"),
    ],
)
def test_old_office_files_that_hold_no_readable_text_say_why(data: bytes, says: str) -> None:
    (fault,) = read_bytes(data, "a.doc")
    assert says in str(fault)


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "form"), [(".doc", "doc:MS Word 97"), (".rtf", "rtf"), (".odt", "odt")])
def test_old_word_files_are_read_with_libreoffice(tmp_path: Path, suffix: str, form: str) -> None:
    import subprocess

    (tmp_path / "a.docx").write_bytes(making.docx())
    command = [office._program() or "", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run([*command, "--convert-to", form, "--outdir", str(tmp_path), str(tmp_path / "a.docx")], check=True)
    (source,) = read_sources([tmp_path / f"a{suffix}"])
    assert isinstance(source, SourceText)
    assert source.text.split("\n") == list(making.REPORT)


def test_whatever_a_reader_raises_becomes_an_error_that_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class Falls:
        suffixes = (".falls",)

        def read(self, data: bytes, where: str) -> Iterator[SourceText]:
            raise ZeroDivisionError("a defect\nin two lines")
            yield

    monkeypatch.setitem(readers(), ".falls", Falls())
    (fault,) = read_bytes(b"x", "folder/a.falls")
    assert isinstance(fault, SourceError)
    assert "folder/a.falls" in str(fault)
    assert "ZeroDivisionError: a defect in two lines" in str(fault)


def test_a_file_name_in_gbk_is_shown_as_it_is_meant(tmp_path: Path) -> None:
    name = "青石县.txt".encode("gbk")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(TEXT.encode())
    except OSError:
        pytest.skip("this file system keeps only Unicode names")
    (source,) = read_sources([tmp_path])
    assert isinstance(source, SourceText)
    assert source.name == "青石县.txt"
    assert source.source.encode().endswith("青石县.txt".encode())
    assert printable("普通.txt") == "普通.txt"


@pytest.mark.slow
def test_a_very_long_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", "").encode() * 175_000)
    assert path.stat().st_size > 190 << 20
    (source,) = read_sources([path])
    assert isinstance(source, SourceText)
    assert len(source.text) == 175_000 * len(TEXT.replace("\n", ""))


def test_reader_modules_import_without_their_libraries() -> None:
    for name in ("archive", "docx", "html", "office", "pdf", "tables"):
        assert importlib.import_module(f"kg.reading.formats.{name}")
