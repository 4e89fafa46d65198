"""Old Word and WPS files (.doc, .wps, .rtf, .odt): LibreOffice makes a .docx of them, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import MissingExtraError, SourceError
from kg.reading.formats.docx import DocxReader
from kg.records import SourceText

__all__ = ["OfficeReader"]

_SECONDS = 120
_PLACES = (  # where it lies when it is on no PATH
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
)
# Macros are not run, and what a document links to elsewhere is not fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item></oor:items>"""
_OLE = b"\xd0\xcf\x11\xe0"
# [MS-CFB]: names of streams are UTF-16. [MS-OFFCRYPTO]: an encrypted .docx is one stream of such a file.
_STREAMS = {
    "EncryptedPackage": "it is encrypted with a password",
    "Workbook": "it is an Excel file",
    "PowerPoint Document": "it is a PowerPoint file",
}
# [MS-DOC] 2.5.2: the file information block begins with 0xA5EC, its flags at byte 10; 0x0100 is fEncrypted.
_FIB = b"\xec\xa5"
_SECTOR = 512


class OfficeReader:
    """Reads .doc, .wps, .rtf and .odt: one file is one source text."""

    suffixes: Sequence[str] = (".doc", ".wps", ".rtf", ".odt")

    def read(self, data: bytes, where: str) -> Iterator[SourceText]:
        """The file's text.

        Raises MissingExtraError without LibreOffice, SourceError when it cannot convert the file.
        """
        if data.startswith(_OLE):
            _check(data, where)
        program = _program()
        if program is None:
            raise MissingExtraError(
                "files of old Word and WPS need LibreOffice, which is not installed",
                where=where,
                todo="install it (apt install libreoffice-writer-nogui, or libreoffice.org), or save the file as .docx",
            )
        yield from DocxReader().read(_converted(program, data, where), where)


def _check(data: bytes, where: str) -> None:
    """Raises SourceError for what LibreOffice would only fail to open."""
    for stream, what in _STREAMS.items():
        if stream.encode("utf-16-le") in data:
            raise SourceError(what, where=where, todo="open it in its program and save the text as .docx")
    fib = data[_SECTOR : _SECTOR + 12]
    if fib.startswith(_FIB) and fib[11] & 1:
        raise SourceError("it is encrypted with a password", where=where, todo="save it in Word without one")


def _program() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def _converted(program: str, data: bytes, where: str) -> bytes:
    """The file as .docx. LibreOffice works in a folder and with settings of its own, which go afterwards."""
    with tempfile.TemporaryDirectory(prefix="kg-", ignore_cleanup_errors=True) as folder:
        given, made = Path(folder, "report.doc"), Path(folder, "out", "report.docx")
        given.write_bytes(data)
        settings = Path(folder, "profile", "user", "registrymodifications.xcu")
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        command = [
            program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
            "--nologo", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(made.parent), str(given),
        ]  # fmt: skip
        try:
            said = _run(command)
        except subprocess.TimeoutExpired as error:
            raise SourceError(
                f"LibreOffice did not finish within {_SECONDS} s", where=where, todo="save it as .docx yourself"
            ) from error
        except OSError as error:
            raise SourceError(
                f"LibreOffice cannot be started ({error.strerror})", where=where, todo="check its installation"
            ) from error
        if not made.is_file():
            raise SourceError(
                f"LibreOffice cannot read it ({' '.join(said.split())[:120] or 'no reason given'})",
                where=where,
                todo="open it in the program that made it and save it as .docx",
            )
        return made.read_bytes()


def _run(command: Sequence[str]) -> str:
    """What the program says. It starts others, so that all of them are ended when the time is over."""
    posix = sys.platform != "win32"
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=posix
    ) as process:
        try:
            return process.communicate(timeout=_SECONDS)[1].decode("utf-8", "replace")
        except BaseException:
            if posix:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            raise
