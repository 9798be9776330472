"""From bytes to text: what is read at all, how it is decoded, and which failures are worth telling."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath

from handover_generator.analysis.folders import language_of
from handover_generator.records import record
from handover_generator.regexes import regex

MAX_BYTES = 1_000_000

# Never code and never configuration: not opened, not told as unread.
_ASSETS = frozenset("""
    .7z .avi .bin .bmp .bz2 .class .csv .dll .doc .docx .dylib .egg .eot .exe .flac .gif .gpg .gz .icns .ico .jar .jpeg .jpg .map
    .marc .mo .mov .mp3 .mp4 .mpg .mrc .o .odp .ods .odt .ogg .otf .parquet .pdf .pickle .pkl .png .po .pot .ppt .pptx .psd .pyc
    .pyd .pyo .rar .rds .sketch .so .sqlite .sqlite3 .svg .svgz .swf .tar .tgz .tif .tiff .tsv .ttf .wasm .wav .webm .webp .whl
    .woff .woff2 .xls .xlsx .xz .zip .zst
""".split())  # noqa: SIM905  (a page of quotes reads worse)
_CODE = frozenset("""
    .awk .bash .bat .bats .cfg .cmd .conf .cql .cron .crontab .csh .env .expect .fish .go .groovy .hcl .hiveql .hql .ini .ipynb .java .js
    .ksh .lua .mk .php .pl .pm .properties .ps1 .psql .py .pyw .r .rake .rb .scala .service .sh .sql .tcl .tf .tfvars .timer .toml .ts .yaml
    .yml .zsh
""".split())  # noqa: SIM905  (a page of quotes reads worse)
_RECIPES = regex(r"(?:\w+[._-])?(?:docker|container|make|gnumake|just|proc)file(?:[._-]\w+)*\Z|crontab", re.IGNORECASE)
_CONTROL = regex(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")          # no text has such
_CODE_NAMES = regex(r"(?:docker|container|make|gnumake|jenkins|vagrant|rake|just|proc|brew|gem|cap|pip)file|\.env|crontab|"
                    r"docker-compose|codeowners", re.IGNORECASE)

# PEP 263: a comment in the first or second line.
_CODING = regex(rb"^[ \t\f]*(?:#|--|//|;).*?coding[:=][ \t]*([-_.a-zA-Z0-9]{1,40})")
# Character sets in the narrow sense. Others that Python calls codecs (punycode, escapes) are slow or mean something else.
_CHARSETS = regex(r"(?:utf_?8|ascii|iso|latin|cp\d|windows|mac|koi8|euc|shift|gb|big5|hz$|johab|tis)")


@record(frozen=True, slots=True)
class Decoded:
    """``text``, or None with the ``reason`` why there is none."""

    text: str | None
    reason: str = ""


def is_asset(path: str) -> bool:
    """Whether the name alone shows that nothing is to be read: pictures, fonts, archives, tables of data."""
    name = path[path.rfind("/") + 1:]            # asked for every file: a path object would cost more than the answer
    dot = name.rfind(".")
    return (0 < dot < len(name) - 1 and name[dot:].lower() in _ASSETS) or path.endswith((".min.js", ".min.css"))


def suggests_code(path: str, *, executable: bool, start: bytes = b"") -> bool:
    """Whether a file that was not read could have mattered: code or configuration by suffix, name, mode bit or first bytes."""
    parts = PurePosixPath(path)
    return (parts.suffix.lower() in _CODE or start.startswith(b"#!") or (executable and not parts.suffix)
            or _CODE_NAMES.match(parts.name) is not None)


def takes_any_bytes(path: str, content: bytes) -> bool:
    """Whether who runs a file minds no encoding: one odd letter in a comment of a shell script, a statement of SQL or a recipe stops nothing."""
    first = content.split(b"\n", 1)[0][:400].decode("latin-1")
    return language_of(path, first) in ("shell", "SQL") or _RECIPES.match(PurePosixPath(path).name) is not None


def decode(content: bytes, *, any_bytes: bool = False) -> Decoded:
    """The text of a file: UTF-8 with or without its mark, UTF-16 with its mark, or what a PEP 263 line names; else, where ``any_bytes`` will do,
    Latin-1, in which every byte is a letter.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return Decoded(content.decode("utf-16"))
        except UnicodeDecodeError as error:
            return Decoded(None, f"not UTF-16 at byte {error.start}")
    if b"\0" in content:
        return Decoded(None, f"binary: a NUL at byte {content.index(0)}")
    try:
        return Decoded(content.decode("utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"))
    except UnicodeDecodeError as error:
        start = error.start + (3 if content.startswith(codecs.BOM_UTF8) else 0)
    for line in content.split(b"\n", 2)[:2]:
        if match := _CODING.match(line[:400]):
            name = match[1].decode("ascii").lower().replace("-", "_")
            if not _CHARSETS.match(name):
                return Decoded(None, f"not UTF-8 at byte {start}, and its encoding '{match[1].decode('ascii')}' is not known")
            try:
                return Decoded(content.decode(name))
            except (LookupError, UnicodeError, ValueError):
                return Decoded(None, f"not UTF-8 at byte {start}, and not in the encoding it names ('{match[1].decode('ascii')}')")
    if any_bytes and _CONTROL.search(content) is None:
        return Decoded(content.decode("latin-1"))
    return Decoded(None, f"not UTF-8 at byte {start}")


def shown(raw: bytes) -> str:
    """A path as text; bytes that are not UTF-8 stand as ``\\xff`` escapes."""
    return raw.decode("utf-8", "backslashreplace")
