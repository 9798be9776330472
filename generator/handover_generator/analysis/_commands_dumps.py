"""A dump that is fed to a database client: what it holds is not to be seen, but loading it replaces what is there, or mixes with it."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.model.text import Text
from handover_generator.regexes import regex

# Nobody packs statements that are run by hand: what an unpacker or a dumper hands to a client is a dump.
_DUMPER = regex(r"(?:.*/)?(pg_dump|pg_dumpall|pg_restore|mysqldump|mariadb-dump)\Z")
_MAKER = regex(r"(?:gunzip|zcat|gzcat|gzip|xz|unxz|xzcat|bzip2|bunzip2|bzcat|zstd|unzstd|zstdcat|lz4|lz4cat|pigz|unpigz|unzip|7z"
               r"|pg_dump|pg_dumpall|pg_restore|mysqldump|mariadb-dump)\Z")
_NAME = regex(r"(?i)(?:dump|backup|snapshot|(?:^|[/._-])bak)|\.(?:sql|psql|pgsql)\.\w+\Z")
_READ_IN = regex(r"\s*(?:source|\\\.|\\ir?)\s+(\S+?);?\s*")
"""A statement with which a client reads in a file."""
_DATABASE = ("--dbname", "--database", "-d", "-D", "operand 0")
_CLEAN = " --clean"
"""Ends the name of a dumper whose dumps drop what they hold before they make it anew."""


def is_dump(text: Text) -> bool:
    """Whether what a client is fed is a dump: by the program that gives it out, else by the name of its file."""
    if code.is_file_of_stdin(text):
        return _NAME.search(code.file_of_stdin(text).render()) is not None
    if (held := code.contents_of(text)) is not None:
        return _NAME.search(held) is not None
    holes = text.holes
    if len(text.parts) != 1 or not holes or text.literal is not None:
        literal = text.literal
        if literal is not None and (read := _READ_IN.fullmatch(literal)) is not None:
            literal = read.group(1)
        return literal is not None and "\n" not in literal and " " not in literal and _NAME.search(literal) is not None
    command, _, rest = holes[0].name.removeprefix(code.OUTPUT_OF).partition(" ")
    return holes[0].name.startswith(code.OUTPUT_OF) and (_MAKER.match(command) is not None or _NAME.search(rest) is not None)


def drops_first(text: Text) -> bool:
    """Whether a dump is known to drop what it holds before it makes it anew, as ``pg_dump --clean`` writes it."""
    return any(hole.name.endswith(_CLEAN) for hole in text.holes)


def dumper_in(words: Sequence[Text]) -> str | None:
    """The program among the words of a command line that gives out a dump, there or on another machine (``ssh db1 pg_dump shop``), with ``--clean``
    where it is told so; None where there is none.
    """
    said = [piece.strip("'\"") for word in words for part in word.parts if isinstance(part, str) for piece in part.split()]
    for number, word in enumerate(said):
        dumper = _DUMPER.fullmatch(word)
        if dumper is not None:
            cleans = dumper.group(1).startswith("pg_") and not {"-c", "--clean", "--if-exists"}.isdisjoint(said[number:])
            return dumper.group(1) + (_CLEAN if cleans else "")
    return None


def made_by(words: Sequence[Text]) -> str | None:
    """The program that gives out a dump where a command line is run by itself: one that makes dumps, or unpacks them."""
    first = next((piece.rpartition("/")[2] for word in words[:1] for part in word.parts[:1] if isinstance(part, str) for piece in part.split()), "")
    return dumper_in(words) or (first if _MAKER.match(first) is not None else None)


def database_of(parsed: Parsed) -> str | None:
    """The database that a client is told to use, as written."""
    for place in (*_DATABASE, *(name for part in parsed.chain for name in part.address if name.startswith("$"))):
        for text in parsed.texts(place):
            return text.render()
    return None
