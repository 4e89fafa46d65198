"""Reading a zip file that may be a bomb: every size is measured while unpacking, none is believed.

Used for archives and for the formats that are zips themselves (docx). Nothing is ever written to disk.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass

from kg.errors import SourceError

__all__ = ["Budget", "open_zip", "read_member"]

_CHUNK = 1 << 16
_MIB = 1 << 20
# What text and Word XML compress to is a tenth, a blank form perhaps a hundredth; deflate's limit is 1 : 1032.
_MOST_RATIO = 250
_RATIO_FROM = 4 * _MIB
_USUAL_RATIO = 20


@dataclass
class Budget:
    """What one file given by the user may unpack to, nested archives included; each member takes from it."""

    entries: int = 20_000
    member: int = 256 * _MIB
    total: int = 1024 * _MIB

    @classmethod
    def of(cls, data: bytes) -> Budget:
        """For a file of this size: scanned pdfs, which do not compress, may be many."""
        return cls(total=max(cls.total, _USUAL_RATIO * len(data)))

    @property
    def spent(self) -> bool:
        """Whether a limit was passed, so that nothing more of this file is unpacked."""
        return self.total <= 0 or self.entries < 0

    def take_entries(self, count: int, where: str) -> None:
        """Raises SourceError where there are more entries than allowed."""
        self.entries -= count
        if self.entries < 0:
            raise _bomb("the archive holds too many files", where)


def _bomb(what: str, where: str) -> SourceError:
    return SourceError(
        f"{what}; it is taken for a zip bomb", where=where, todo="unpack it yourself and give the folder"
    )


def open_zip(data: bytes, where: str, budget: Budget) -> zipfile.ZipFile:
    """The archive in `data`. Raises SourceError where it is damaged or holds more entries than the budget allows."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # BadZipFile, struct.error, ValueError, NotImplementedError …
        raise SourceError(
            f"the zip file is damaged or cut off ({error})", where=where, todo="fetch it again, or repair it"
        ) from error
    budget.take_entries(len(archive.filelist), where)
    return archive


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, budget: Budget) -> bytes:
    """The content of one member. Raises SourceError: encrypted, damaged, unknown compression, or a bomb."""
    if info.flag_bits & 0x1:
        raise SourceError(
            "this file is encrypted", where=where, todo="unpack the archive with its password and give the folder"
        )
    packed = min(info.compress_size, archive.start_dir)  # the declared size may be a lie
    found = bytearray()
    try:
        with archive.open(info) as stream:
            # Bounded pieces: read() without a size unpacks everything at once, whatever size is declared.
            while piece := stream.read(_CHUNK):
                found += piece
                size = len(found)
                if size > min(budget.member, budget.total):
                    budget.total = 0
                    raise _bomb(f"it unpacks to more than {size // _MIB} MiB", where)
                if size > _RATIO_FROM and size > _MOST_RATIO * packed:
                    budget.total = 0
                    raise _bomb(f"it unpacks to more than {_MOST_RATIO} times its size", where)
    except (NotImplementedError, RuntimeError) as error:
        raise SourceError(
            f"it is packed in a way that cannot be read ({error})", where=where, todo="pack it again as an ordinary zip"
        ) from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError) as error:
        why = str(error).partition(" for file")[0]  # the name follows, in a wrong encoding
        raise SourceError(
            f"it is damaged inside the zip file ({why})", where=where, todo="fetch the archive again, or leave it out"
        ) from error
    budget.total -= len(found)
    return bytes(found)
