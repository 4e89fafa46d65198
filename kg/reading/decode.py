"""Bytes to text, never lossy: byte order marks, UTF-8, then what charset-normalizer finds and reads as Chinese."""

from __future__ import annotations

import codecs
from contextlib import suppress

from kg.errors import SourceError

__all__ = ["chinese_share", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16 LE
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_LEGACY = ("gb18030", "big5")
_WIDE = ("utf-16-le", "utf-16-be")
_SAMPLE = 64 * 1024
# The commonest characters of modern Chinese prose and of official texts, simplified and traditional. In reports
# they are a third to a half of all Chinese characters; in text decoded with the wrong table, a twentieth.
_COMMON = frozenset(
    "的一是在了和有人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处理推村镇县市局委街乡疫防控安检查服务环境项目开展落实建设推进提升工作完成"
    "這個為時來們產會發動過說種後經進電裡現實體機當點業應開還對於學國與關間樣從無長頭邊該統組見計別戰區強運農問題報導總結務縣鎮鄉"
)


def chinese_share(text: str) -> tuple[int, float]:
    """How many CJK ideographs a text has, and which share of them are common characters of Chinese prose."""
    han = [ch for ch in text if "\u4e00" <= ch <= "\u9fff"]
    return len(han), sum(ch in _COMMON for ch in han) / len(han) if han else 0.0


def _plausible(text: str) -> float:
    """How well a sample reads as Chinese: the share of common characters, 0 where it is no such text."""
    if not text:
        return 0.0
    han, common = chinese_share(text)
    controls = sum(ch < " " and ch not in "\t\n\r\x0c" for ch in text)
    private = sum("\ue000" <= ch <= "\uf8ff" for ch in text)
    if han < 0.2 * len(text) or controls > 0.001 * len(text) or private > 0.01 * len(text):
        return 0.0
    return common


def _sample(data: bytes) -> bytes:
    """The beginning of the data, cut after a line: a line feed is no second byte in GB18030 or Big5."""
    if len(data) <= _SAMPLE:
        return data
    cut = data.rfind(b"\n", 0, _SAMPLE)
    return data[: cut + 1] if cut > 0 else data[:_SAMPLE]


def _wide(data: bytes, where: str) -> tuple[str, str]:
    """UTF-16 without a byte order mark; anything else with zero bytes is binary."""
    sample = data[: _SAMPLE // 2 * 2]
    best, share = "", 0.0
    for name in _WIDE if len(data) % 2 == 0 else ():
        found = _plausible(sample.decode(name, errors="ignore"))
        if found > share:
            best, share = name, found
    if share < 0.15:
        raise SourceError(
            "this is a binary file, not text",
            where=where,
            todo="give a text file, or save the document as .txt",
        )
    return _strict(data, best, where), best


def _strict(data: bytes, encoding: str, where: str) -> str:
    if encoding == "big5":  # the plain table lacks characters that its common extensions have
        for wider in ("big5", "cp950", "big5hkscs"):
            with suppress(UnicodeDecodeError):
                return data.decode(wider)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"the file looks like {encoding}, but byte {error.start} does not belong to it ({error.reason})",
            where=where,
            todo="open the file in an editor and save it again as UTF-8",
        ) from error


def decode(data: bytes, where: str) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    A byte order mark decides; else strict UTF-8; else GB18030, Big5 or UTF-16 without a mark, as
    charset-normalizer ranks them on a sample, and only if the sample reads as Chinese. Raises SourceError for
    an empty, binary or undecodable file; `where` names it.
    """
    if not data.strip():
        raise SourceError("the file is empty", where=where, todo="leave it out, or fetch it again")
    for mark, name, codec in _BOMS:
        if data.startswith(mark):
            text = _strict(data if codec.endswith("sig") else data[len(mark) :], codec, where)
            if not text.strip():
                raise SourceError("the file is empty", where=where, todo="leave it out, or fetch it again")
            return text, f"{name}-sig" if name == "utf-8" else name
    if b"\0" in data:
        return _wide(data, where)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
    else:
        controls = sum(data.count(bytes([code])) for code in (*range(1, 9), 14, 15, 16, 127))
        if controls > 0.01 * len(data) + 1:
            raise SourceError(
                "this is a binary file, not text",
                where=where,
                todo="give a text file, or save the document as .txt",
            )
        return text, "utf-8"
    sample = _sample(data)
    from charset_normalizer import from_bytes  # noqa: PLC0415 (most texts are UTF-8, and it loads slowly)

    ranked = [match.encoding for match in from_bytes(sample, cp_isolation=list(_LEGACY), threshold=0.9)]
    shares: dict[str, float] = {}
    for name in [*ranked, *_LEGACY]:
        shares.setdefault(name, _plausible(sample.decode(name, errors="ignore")))
    best = max(shares, key=lambda name: shares[name])
    if shares[best] < 0.15:
        raise SourceError(
            f"the encoding is not known: not UTF-8 (byte {broken}), and as GB18030 or Big5 it is not Chinese",
            where=where,
            todo="open it in an editor and save it as UTF-8; a binary file has to be converted first",
        )
    return _strict(data, best, where), best
