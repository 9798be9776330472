"""A dump that is fed to a database client: what it holds is not to be seen, but loading it replaces what is there."""

from __future__ import annotations

from handover_generator.analysis import _commands_code as code
from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.model.text import Text
from handover_generator.regexes import regex

# Nobody packs statements that are run by hand: what an unpacker or a dumper hands to a client is a dump.
_MAKER = regex(r"(?:gunzip|zcat|gzcat|gzip|xz|unxz|xzcat|bzip2|bunzip2|bzcat|zstd|unzstd|zstdcat|lz4|lz4cat|pigz|unpigz|unzip|7z"
               r"|pg_dump|pg_dumpall|mysqldump|mariadb-dump)\Z")
_NAME = regex(r"(?i)(?:dump|backup|snapshot|(?:^|[/._-])bak)|\.(?:sql|psql|pgsql)\.\w+\Z")
_DATABASE = ("--dbname", "--database", "-d", "-D", "operand 0")


def is_dump(text: Text) -> bool:
    """Whether what a client is fed is a dump: by the program that gives it out, else by the name of its file."""
    if code.is_file_of_stdin(text):
        return _NAME.search(code.file_of_stdin(text).render()) is not None
    holes = text.holes
    if len(text.parts) != 1 or not holes or text.literal is not None:
        literal = text.literal
        return literal is not None and "\n" not in literal and " " not in literal and _NAME.search(literal) is not None
    command, _, rest = holes[0].name.removeprefix(code.OUTPUT_OF).partition(" ")
    return holes[0].name.startswith(code.OUTPUT_OF) and (_MAKER.match(command) is not None or _NAME.search(rest) is not None)


def database_of(parsed: Parsed) -> str | None:
    """The database that a client is told to use, as written."""
    for place in _DATABASE:
        for text in parsed.texts(place):
            return text.render()
    return None
