"""Zip archives, nested ones too: each member that may hold reports is read as a file of a folder would be."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.errors import SourceError
from kg.reading.decode import decode
from kg.reading.dispatch import is_report_file, read_bytes
from kg.reading.formats.zipped import Budget, open_zip, read_member
from kg.reading.sniff import sniff
from kg.records import SourceText

__all__ = ["ZipReader"]

_DEPTH = 4
_UTF8_NAME = 0x800


class ZipReader:
    """Reads .zip: the members in sorted order, as the files of a folder. A member's source is a.zip!/inner/b.docx."""

    suffixes: Sequence[str] = (".zip",)

    def read(self, data: bytes, where: str) -> Iterator[SourceText | SourceError]:
        """The texts of all members; one that cannot be read is yielded as a SourceError.

        Raises SourceError where the archive is damaged. Names are labels only: nothing is written, so that ../ in
        one leads nowhere.
        """
        yield from _members(data, where, Budget.of(data), _DEPTH)


def _members(data: bytes, where: str, budget: Budget, depth: int) -> Iterator[SourceText | SourceError]:
    if depth == 0:
        raise SourceError(f"zips lie in zips more than {_DEPTH} deep", where=where, todo="unpack it yourself")
    with open_zip(data, where, budget) as archive:
        for name, info in sorted(_labels(archive), key=lambda item: item[0]):
            if info.is_dir() or not is_report_file(name):
                continue
            inner = f"{where}!/{name}"
            try:
                content = read_member(archive, info, inner, budget)
                if sniff(content, "") == ".zip":
                    yield from _members(content, inner, budget, depth - 1)
                else:
                    yield from read_bytes(content, inner)
            except SourceError as error:
                yield error
            if budget.spent:
                yield SourceError("the rest of the archive was not unpacked", where=where, todo="unpack it yourself")
                return


def _labels(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """A distinct, harmless path for every member."""
    infos = archive.infolist()
    encoding = _encoding([_raw(info) for info in infos if not _is_unicode(info)])
    seen: Counter[str] = Counter()
    found = []
    for info in infos:
        name = info.filename if _is_unicode(info) else _raw(info).decode(encoding, "replace")
        parts = name.replace("\\", "/").replace("\0", "").split("/")
        label = "/".join(part for part in parts if part not in ("", ".", "..")) or "unnamed"
        seen[label] += 1
        if seen[label] > 1:  # two members of one name: both are read
            stem, dot, suffix = label.rpartition(".")
            label = f"{stem}~{seen[label]}{dot}{suffix}"
        found.append((label.encode("utf-8", "replace").decode(), info))
    return found


def _is_unicode(info: zipfile.ZipInfo) -> bool:
    return bool(info.flag_bits & _UTF8_NAME)


def _raw(info: zipfile.ZipInfo) -> bytes:
    """The bytes of a name that zipfile has read as code page 437, as the zip specification says."""
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # from the Unicode extra field
        return info.filename.encode("utf-8", "replace")


def _encoding(names: Sequence[bytes]) -> str:
    """The encoding that the names without a mark share: archives made on a Chinese Windows have GBK names."""
    joined = b"\n".join(name for name in names if not name.isascii())
    if not joined:
        return "ascii"
    try:
        joined.decode("gb2312")  # names are short: what may be GB2312 throughout is no Big5
    except UnicodeDecodeError:
        pass
    else:
        return "gb18030"
    try:
        encoding = decode(joined, "")[1]
    except SourceError:
        return "gb18030"
    return encoding.removesuffix("-sig")
