"""Zip archives: members as the files of a folder, whatever their names say, and no bomb goes off."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.reading import find_reports, read_sources
from kg.reading.formats import zipped
from kg.reading.formats.archive import ZipReader
from kg.records import SourceText
from tests.reading.formats import making

TEXT = "\n".join(making.REPORT)


def _read(data: bytes, where: str = "a.zip") -> list[SourceText | SourceError]:
    return list(ZipReader().read(data, where))


def _texts(data: bytes) -> dict[str, str]:
    found = _read(data)
    assert all(isinstance(item, SourceText) for item in found), found
    return {item.source: item.text for item in found if isinstance(item, SourceText)}


@pytest.mark.shared
def test_the_archive_of_the_corpus_has_31_reports_with_their_names(shared: Path) -> None:
    found = list(read_sources([shared / "corpus/provinces-2025"]))
    assert len(found) == 31
    assert all(isinstance(item, SourceText) for item in found)
    names = [item.name for item in found if isinstance(item, SourceText)]
    assert names == sorted(names)
    assert all(name.startswith("reports.zip!/2025年") and name.endswith("政府工作报告.docx") for name in names)


def test_members_are_read_as_the_files_of_a_folder() -> None:
    data = making.zip_of(
        {
            "乙/总结.docx": making.docx(),
            "甲.txt": TEXT.encode("gb18030"),
            "manifest.csv": b"file\n",
            "README.md": b"about",
            "picture.png": b"\x89PNG",
            "__MACOSX/._甲.txt": b"\0\5\x16\7",
            ".hidden.txt": b"x",
            "空/": b"",
        }
    )
    assert _texts(data) == {"a.zip!/乙/总结.docx": TEXT, "a.zip!/甲.txt": TEXT}


@pytest.mark.parametrize("codec", ["gbk", "utf-8", "big5"])
def test_names_without_a_mark_are_read_in_the_encoding_that_fits(codec: str) -> None:
    name = "縣政府工作報告的總結.txt" if codec == "big5" else "县民政局工作总结的报告.txt"
    data = making.zip_of({"x" * len(name.encode(codec)): TEXT.encode()})
    data = data.replace(b"x" * len(name.encode(codec)), name.encode(codec))
    assert list(_texts(data)) == [f"a.zip!/{name}"]


def test_a_zip_as_windows_makes_it_in_china() -> None:
    data = making.gbk_zip({"青石县/临沂.txt": TEXT.encode()})
    assert list(_texts(data)) == ["a.zip!/青石县/临沂.txt"]


def test_zips_in_zips_are_read_up_to_a_depth() -> None:
    data = making.zip_of({"总结.docx": making.docx()})
    for name in ("乙", "甲"):
        data = making.zip_of({f"{name}.zip": data, "b.txt": TEXT.encode()})
    assert list(_texts(data)) == ["a.zip!/b.txt", "a.zip!/甲.zip!/b.txt", "a.zip!/甲.zip!/乙.zip!/总结.docx"]
    for _ in range(3):
        data = making.zip_of({"c.zip": data})
    assert "deep" in str(_read(data)[-1])


def test_a_path_out_of_the_archive_is_only_a_name(tmp_path: Path) -> None:
    names = ["../../out.txt", "/etc/out.txt", "C:\\out.txt", "..\\..\\win.txt", "a/../out.txt"]
    archive = tmp_path / "inner" / "a.zip"
    archive.parent.mkdir()
    archive.write_bytes(making.zip_of({name: TEXT.encode() for name in names}))
    before = sorted(tmp_path.rglob("*"))
    found = [item.name for item in read_sources([archive]) if isinstance(item, SourceText)]
    assert sorted(found) == sorted(
        ["a.zip!/out.txt", "a.zip!/etc/out.txt", "a.zip!/C:/out.txt", "a.zip!/win.txt", "a.zip!/a/out.txt"]
    )
    assert sorted(tmp_path.rglob("*")) == before


def test_two_members_of_one_name_are_both_read() -> None:
    data = making.zip_of({"a.txt": TEXT.encode(), "b.txt": (TEXT + "完").encode()}).replace(b"b.txt", b"a.txt")
    assert list(_texts(data)) == ["a.zip!/a.txt", "a.zip!/a~2.txt"]


def test_one_bad_member_does_not_stop_the_others() -> None:
    data = making.zip_of({"a.docx": making.docx()[:2000], "b.txt": TEXT.encode(), "c.pdf": b"%PDF-1.4"})
    kinds = [type(item).__name__ for item in _read(data)]
    assert kinds == ["SourceError", "SourceText", "SourceError"]


def test_encrypted_members_are_named_and_the_others_read() -> None:
    (fault,) = _read(making.encrypted(making.zip_of({"a.txt": TEXT.encode()})))
    assert "a.zip!/a.txt: this file is encrypted" in str(fault)


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_unpacks_to_a_thousand_times_its_size_is_refused(compression: int) -> None:
    data = making.zip_of({"a.txt": b"\0" * (64 << 20), "b.txt": TEXT.encode()}, compression)
    found = _read(data)
    assert all(isinstance(item, SourceError) for item in found)
    assert "bomb" in str(found[0])
    assert "not unpacked" in str(found[-1])


def test_a_member_larger_than_it_says_is_refused() -> None:
    data = bytearray(making.zip_of({"a.txt": os.urandom(1000) + b"\0" * (32 << 20)}))
    directory = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 1000)
    struct.pack_into("<I", data, 22, 1000)
    (fault, *_) = _read(bytes(data))
    assert isinstance(fault, SourceError)


def test_too_many_members_and_too_much_in_all_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="too many files"):
        _read(making.zip_of({f"{i}.txt": b"" for i in range(20_001)}, zipfile.ZIP_STORED))
    monkeypatch.setattr(zipped.Budget, "total", 1 << 20)
    monkeypatch.setattr(zipped, "_USUAL_RATIO", 1)
    found = _read(making.zip_of({f"{i}.txt": os.urandom(1 << 16).hex().encode() for i in range(100)}))
    assert "not unpacked" in str(found[-1])
    assert len(found) < 90


@pytest.mark.parametrize("cut", [10, 200, -30])
def test_a_damaged_archive_says_so(cut: int) -> None:
    with pytest.raises(SourceError, match=r"folder/a\.zip: the zip file is damaged"):
        _read(making.zip_of({"a.txt": TEXT.encode()})[:cut], "folder/a.zip")


def test_reports_of_members_keep_their_place() -> None:
    (source,) = (item for item in _read(making.zip_of({"a.txt": TEXT.encode()})) if isinstance(item, SourceText))
    (report,) = find_reports(source)
    assert report.source == "a.zip!/a.txt"
