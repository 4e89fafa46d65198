"""Files and folders to source texts."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.reading import read_sources
from kg.records import SourceText

TEXT = "2023年，青石县民政局认真做好社会救助工作。\r\n一、主要工作\r\n"


def _write(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def _texts(*paths: Path | str) -> list[SourceText]:
    found = list(read_sources(paths))
    assert all(isinstance(item, SourceText) for item in found), found
    return [item for item in found if isinstance(item, SourceText)]


def _errors(*paths: Path | str) -> list[SourceError]:
    return [item for item in read_sources(paths) if isinstance(item, SourceError)]


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    (source,) = _texts(_write(tmp_path / "a.txt"))
    assert source == SourceText(
        source=(tmp_path / "a.txt").as_posix(),
        name="a.txt",
        text=TEXT,
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        encoding="utf-8",
    )


def test_sha256_is_of_the_text_whatever_the_encoding(tmp_path: Path) -> None:
    other = tmp_path / "b.txt"
    other.write_bytes((TEXT * 9).encode("gb18030"))
    one, two = _texts(_write(tmp_path / "a.txt", TEXT * 9), other)
    assert (two.encoding, two.text) == ("gb18030", one.text)
    assert one.sha256 == two.sha256


def test_a_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    for name in ("c.txt", "b/2.md", "b/1.txt", "a.txt", "b/sub/3.txt"):
        _write(tmp_path / name)
    assert [source.name for source in _texts(tmp_path)] == ["a.txt", "b/1.txt", "b/2.md", "b/sub/3.txt", "c.txt"]


def test_what_is_no_report_file_is_passed_over_in_a_folder(tmp_path: Path) -> None:
    for name in ("a.txt", "manifest.csv", "README.md", ".DS_Store", ".hidden/b.txt", "picture.png", "LICENSE.txt"):
        _write(tmp_path / name)
    assert [source.name for source in _texts(tmp_path)] == ["a.txt"]


@pytest.mark.parametrize(("name", "says"), [("a.xyz", "xyz"), ("manifest.csv", "manifest")])
def test_named_directly_an_unknown_file_is_an_error(tmp_path: Path, name: str, says: str) -> None:
    (error,) = _errors(_write(tmp_path / name))
    assert says in str(error)
    assert error.todo


def test_faults_are_given_in_order_and_the_others_read(tmp_path: Path) -> None:
    _write(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"\0\1\2\3" * 99)
    _write(tmp_path / "d.txt")
    found = list(read_sources([tmp_path, tmp_path / "gone.txt"]))
    kinds = [type(item).__name__ for item in found]
    assert kinds == ["SourceText", "SourceError", "SourceError", "SourceText", "SourceError"]
    assert ["b.txt" in str(found[1]), "c.txt" in str(found[2]), "gone.txt" in str(found[4])] == [True] * 3


def test_links_do_not_lead_out_of_the_folder_or_round_in_it(tmp_path: Path) -> None:
    outside = _write(tmp_path / "outside" / "secret.txt")
    folder = tmp_path / "folder"
    _write(folder / "a.txt")
    try:
        (folder / "out.txt").symlink_to(outside)
        (folder / "outdir").symlink_to(outside.parent, target_is_directory=True)
        (folder / "loop").symlink_to(folder, target_is_directory=True)
        (folder / "same.txt").symlink_to(folder / "a.txt")
    except OSError:
        pytest.skip("this system makes no links")
    assert [source.name for source in _texts(folder)] == ["a.txt"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.txt")
    assert len(_texts(path, tmp_path, str(path))) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (error,) = _errors(tmp_path / "pipe.txt")
    assert "neither" in str(error)
    assert list(read_sources([tmp_path])) == []
