"""Bytes to text: what is detected, and that nothing is ever lost."""

from __future__ import annotations

import codecs
import time

import pytest

from kg.errors import SourceError
from kg.reading.decode import decode

SIMPLIFIED = (
    "2023年，青石县民政局在县委、县政府的坚强领导下，认真做好社会救助工作，完成各项任务。\r\n一、主要工作\r\n" * 5
)
TRADITIONAL = "二零二三年，本局在縣政府的領導下，認真做好社會救助工作，完成各項任務，現將情況報告如下。\r\n" * 5


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (SIMPLIFIED.encode(), SIMPLIFIED, "utf-8"),
        (codecs.BOM_UTF8 + SIMPLIFIED.encode(), SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED.encode("gb18030"), SIMPLIFIED, "gb18030"),
        (SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, "utf-16-be"),
        (codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, "utf-16-le"),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, "utf-16-be"),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5"),
        (b"plain English", "plain English", "utf-8"),
    ],
)
def test_every_encoding_gives_the_text_as_it_was(data: bytes, text: str, encoding: str) -> None:
    assert decode(data, "a.txt") == (text, encoding)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" * 20, "binary"),
        (bytes(range(1, 32)) * 40, "binary"),
        (SIMPLIFIED.encode() + b"\xff\xfe\xfd", "encoding"),
        (SIMPLIFIED.encode("gb18030") + b"\xff\xff", "gb18030"),
        ("Größe, Fuß, naïveté ".encode("latin-1") * 30, "encoding"),
    ],
)
def test_what_is_no_chinese_text_is_an_error_that_names_the_file(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        decode(data, "folder/a.txt")
    assert "folder/a.txt" in str(caught.value)
    assert caught.value.todo


def test_large_files_are_judged_by_a_sample() -> None:
    data = SIMPLIFIED.encode("gb18030") * 20_000
    begun = time.perf_counter()
    assert decode(data, "a.txt")[0] == SIMPLIFIED * 20_000
    assert time.perf_counter() - begun < 5
