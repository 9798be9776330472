"""Files that come of files which the program itself made or fetched: unpacked, packed, or under another name. Removing those loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_PACKED = (".gz", ".bz2", ".xz", ".lzma", ".Z", ".zst", ".lz4")
_UNPACKS = frozenset({"gunzip", "bunzip2", "unxz", "unlzma", "uncompress", "unzstd", "lz4"})
_PACKS = {"gzip": ".gz", "pigz": ".gz", "bzip2": ".bz2", "pbzip2": ".bz2", "xz": ".xz", "zstd": ".zst"}
_ARCHIVES = (".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tar.lzma", ".tar", ".tgz", ".tbz2", ".tbz", ".txz", ".zip", ".7z")
_EXTRACTS = frozenset({"tar", "bsdtar", "unzip", "7z", "7za"})
_INTO = frozenset({"-C", "--directory", "-d", "-P", "--directory-prefix"})
_BELOW = frozenset({"-P", "--directory-prefix", "--output-dir"})
_MAY_KEEP = frozenset({"-c", "--continue", "-N", "--timestamping", "-nc", "--no-clobber"})
_UNDER_OTHER_NAMES = ("-O", "--output-document")
_OWN_NAME = regex(r"-[a-zA-Z]*O[a-zA-Z]*|--remote-name(?:-all)?")
_HERE = frozenset({".", "..", "./", "../", "/"})


def follows_from(program: str, words: Sequence[Text], is_made: Callable[[Text], bool]) -> list[Text]:
    """The files and folders that a command makes of such as ``is_made`` knows, or fetches under their own name.

    Args:
        program: the name of the command, without its folder.
        words: behind it.
        is_made: whether the program made the file of that name.
    """
    if program in ("wget", "curl"):
        return _fetched(program, words)
    if program not in _EXTRACTS and program not in _UNPACKS and program not in _PACKS and program != "mv":
        return []
    operands = [word for word in words if not word.render().startswith("-")]
    if program == "mv":
        into = operands[-1] if len(operands) == 2 and is_made(operands[0]) else None
        if into is None or into.render() in _HERE:
            return []
        return [Text.of(into, last_part(operands[0]) or operands[0])] if into.render().endswith("/") else [into]
    own = [word for word in operands if is_made(word)]
    if program in _EXTRACTS:
        folder = next((after for word, after in pairwise(words) if word.literal in _INTO), None)
        stems = [stem for word in own if (stem := _without(last_part(word) or word, _ARCHIVES)) is not None]
        return [Text.of(folder, "/", stem) if folder is not None and folder.literal not in _HERE else stem for stem in stems]
    if program in _UNPACKS or any(word.literal in ("-d", "--decompress", "--uncompress") for word in words):
        return [stem for word in own if (stem := _without(word, _PACKED)) is not None]
    return [Text.of(word, _PACKS[program]) for word in own if program in _PACKS]


def last_part(path: Text) -> Text | None:
    """What stands behind the last slash of a path or an address, but for a query; None where there is none, or nothing behind it."""
    found: list[str | Hole] = []
    for part in reversed(path.parts):
        if isinstance(part, str) and "/" in part:
            found.insert(0, part.rpartition("/")[2])
            name = Text.of(*(piece.partition("?")[0] if isinstance(piece, str) else piece for piece in found))
            return name if name.render() else None
        found.insert(0, part)
    return None


def _fetched(program: str, words: Sequence[Text]) -> list[Text]:
    said = [word.literal or "" for word in words]
    if program == "wget" and any(word.startswith(_UNDER_OTHER_NAMES) or word in _MAY_KEEP for word in said):
        return []
    if program == "curl" and (not any(map(_OWN_NAME.fullmatch, said)) or "-C" in said):
        return []
    addresses = [word for word in words if "://" in word.render()]
    folder = next((after for word, after in pairwise(words) if word.literal in _BELOW), None)
    names = [name for address in addresses if (name := last_part(address)) is not None]
    return [Text.of(folder, "/", name) if folder is not None else name for name in names]


def _without(name: Text, endings: Sequence[str]) -> Text | None:
    """A name without the ending that says how it is packed; None where it has none."""
    last = name.parts[-1] if name.parts else ""
    ending = next((one for one in endings if isinstance(last, str) and last.endswith(one)), None)
    if ending is None or not isinstance(last, str):
        return None
    stem = Text.of(*name.parts[:-1], last.removesuffix(ending))
    return stem if stem.render() else None
