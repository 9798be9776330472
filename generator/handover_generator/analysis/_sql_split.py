"""Cuts a text of SQL into statements, with the line each starts on.

Knows quotes, dollar quotes, comments, psql meta-commands, ``DELIMITER`` and ``GO`` lines, and the data after ``COPY ... FROM stdin``.
Works on any text in one pass and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_generator.analysis._sql_hive import hive_shell
from handover_generator.records import record
from handover_generator.regexes import regex

MAX_STATEMENTS = 3000

_DOLLAR = regex(r"\$([A-Za-z_\u0080-\uffff][A-Za-z_0-9\u0080-\uffff]*)?\$")
_PLAIN = regex(r"[^-/#'\"`$\\;\n]+")
_BLANK = regex(r"[ \t]+")
_CAREFUL = regex(r"[A-Za-z0-9_ \t,()]+")
_EXECUTED = regex(r"/\*M?!\d*")
"""Begins a comment whose text MySQL or MariaDB executes, as dumps are full of."""
_FROM_STDIN = regex(r"\s*copy\b.*\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
_DELIMITER = regex(r"delimiter[ \t]+(\S+)[ \t]*\Z", re.IGNORECASE)


@record(frozen=True, slots=True)
class Statement:
    """One statement. ``line`` counts from 0 within the text; ``meta`` marks a psql meta-command such as ``\\i file``."""

    line: int
    text: str
    meta: bool = False


class _Scanner:
    def __init__(self, text: str, *, escapes: bool = False) -> None:
        self.text = text
        self.escapes = escapes     # a backslash always takes the next sign with it
        self.position = 0
        self.line = 0
        self.delimiter = ";"
        self.pieces: list[str] = []
        self.started = -1
        self.closing = -1          # where a comment ends that MySQL executes

    def take(self, count: int, *, keep: bool = True) -> None:
        piece = self.text[self.position : self.position + count]
        if keep:
            if self.started < 0 and piece.strip():
                self.started = self.line + piece[: len(piece) - len(piece.lstrip())].count("\n")
            self.pieces.append(piece)
        else:
            self.pieces.append("\n" * piece.count("\n") or " ")
        self.line += piece.count("\n")
        self.position += count

    def finish(self) -> Statement | None:
        text, started = "".join(self.pieces).strip(), self.started
        self.pieces, self.started = [], -1
        return Statement(max(started, 0), text) if text else None

    def until(self, end: str, start: int) -> int:
        found = self.text.find(end, start)
        return (len(self.text) if found < 0 else found + len(end)) - self.position

    def quoted(self, quote: str) -> int:
        """Length of the quoted piece at the position; doubled quotes and (for E'' and MySQL) backslashes are skipped."""
        index, text = self.position + 1, self.text
        while index < len(text):
            if text[index] == "\\" and (quote != '"' or self.escapes):
                # A backslash before the closing quote of a standard string is rare; MySQL and E'' strings use it all the time.
                if not self.escapes and text[index + 1 : index + 2] == quote and text[index + 2 : index + 3] in ("", ";", ",", ")", "\n"):
                    return index + 2 - self.position
                index += 2
                continue
            if text[index] == quote:
                if text[index + 1 : index + 2] != quote:
                    return index + 1 - self.position
                index += 1
            index += 1
        return len(text) - self.position

    def rest_of_line(self) -> str:
        end = self.text.find("\n", self.position)
        return self.text[self.position : len(self.text) if end < 0 else end]


def split(text: str, *, escapes: bool = False) -> Iterator[Statement]:
    """The statements of ``text`` in order, comments blanked, at most ``MAX_STATEMENTS``. ``escapes``: in strings a backslash always takes the next
    sign with it, as with MySQL.
    """
    scanner, count = _Scanner(text, escapes=escapes), 0
    while scanner.position < len(text) and count < MAX_STATEMENTS:
        for statement in _step(scanner):
            count += 1
            yield statement
    last = scanner.finish()
    if last is not None and count < MAX_STATEMENTS:
        yield last


def _step(scanner: _Scanner) -> Iterator[Statement]:
    text, position = scanner.text, scanner.position
    character, pair = text[position], text[position : position + 2]
    line_start = position == 0 or text[position - 1] == "\n"
    if position == scanner.closing:
        scanner.take(2, keep=False)
    elif executed := _EXECUTED.match(text, position):
        scanner.take(len(executed.group()), keep=False)
        scanner.closing = text.find("*/", executed.end())
    elif pair == "--":
        scanner.take(len(scanner.rest_of_line()), keep=False)
    elif pair == "/*":
        scanner.take(scanner.until("*/", position + 2), keep=False)
    elif character == "#" and line_start:
        scanner.take(len(scanner.rest_of_line()), keep=False)
    elif character in "'\"`":
        scanner.take(scanner.quoted(character))
    elif character == "$" and (tag := _DOLLAR.match(text, position)):
        scanner.take(scanner.until(tag.group(), tag.end()))
    elif text.startswith(scanner.delimiter, position):
        scanner.take(len(scanner.delimiter), keep=False)
        statement = scanner.finish()
        if statement is not None:
            yield statement
            if _FROM_STDIN.match(statement.text):
                _skip_data(scanner)
    elif character == "\\":
        yield from _meta(scanner)
    elif line_start and character == "." and scanner.started < 0 and (dotted := _DOTTED.match(scanner.rest_of_line())):
        at, line = scanner.line, scanner.rest_of_line()
        scanner.take(len(line), keep=False)
        yield Statement(at, _dotted(dotted), meta=True)
    elif scanner.started < 0 and character in "Ss@" and (sourced := _SOURCED.match(text, position)):
        at = scanner.line
        scanner.take(len(sourced.group()), keep=False)
        yield Statement(at, f"\\i {sourced.group(1) or sourced.group(2)}", meta=True)
    elif line_start and scanner.started < 0 and character in "dD!" and (command := hive_shell(scanner.rest_of_line())) is not None:
        at = scanner.line
        scanner.take(len(scanner.rest_of_line()), keep=False)
        yield Statement(at, f"\\! {command}", meta=True)
    elif line_start and scanner.started < 0 and character in _FIRST_LETTERS and (told := _SQLPLUS.match(text, position)):
        at = scanner.line
        scanner.take(len(told.group()), keep=False)
        if told.group(1):
            yield Statement(at, f"\\o {told.group(1)}", meta=True)
    elif line_start and character in "Gg/" and scanner.rest_of_line().strip().lower() in ("go", "/"):
        scanner.take(len(scanner.rest_of_line()), keep=False)        # the end of a batch in T-SQL, of a block in sqlplus
        statement = scanner.finish()
        if statement is not None:
            yield statement
    elif line_start and scanner.started < 0 and character in "Dd" and _directive(scanner):
        pass
    else:
        end = scanner.closing if scanner.closing > position else len(text)
        run = _BLANK.match(text, position) if scanner.started < 0 else None      # so that what follows is seen to begin a statement
        run = run or (_PLAIN if scanner.delimiter == ";" else _CAREFUL).match(text, position, end)
        scanner.take(1 if run is None or line_start else len(run.group()))


_SQLPLUS = regex(
    r"(?:whenever[ \t]+(?:sql|os)error\b|set[ \t]+(?:echo|feedback|feed|heading|head|pagesize|pages|linesize|lines|"
    r"serveroutput|termout|term|verify|ver|trimspool|trims|define|sqlblanklines|timing|autocommit|autoprint|escape|long|longchunksize|"
    r"newpage|numwidth|colsep|sqlprompt|tab|wrap)\b|prompt\b|rem(?:ark)?\b|pause\b|"
    r"accept[ \t]|column[ \t]|undefine[ \t]|define[ \t]+\w+[ \t]*=|(?:exit|quit)\b|"
    r"spool[ \t]+off\b|spool[ \t]+(\S+))[^\n;]*;?[ \t]*(?=\n|\Z)",
    re.IGNORECASE)
"""What sqlplus takes to the end of the line, with or without a semicolon. ``spool`` writes a file."""
_FIRST_LETTERS = frozenset("wspracudeqWSPRACUDEQ")
_SOURCED = regex(r"(?:source[ \t]+([^\s;'\"]+\.\w+)|@@?[ \t]*([^\s;'\"@]+\.\w+))[ \t]*;?[ \t]*(?=\n|\Z)", re.IGNORECASE)
"""A file of SQL that the mysql client (``source x.sql``) or sqlplus (``@x.sql``) reads in."""
_DOTTED = regex(r"\.([a-z]+)\b[ \t]*(.*)")
_DOTS = {"read": "i", "output": "o", "once": "o", "backup": "backup", "save": "backup", "shell": "!", "system": "!", "open": "c"}


def _dotted(match: re.Match[str]) -> str:
    """A command of the sqlite3 shell (``.read x.sql``) as the psql meta-command of the same meaning; the rest only shows or formats."""
    name, rest = match.group(1), match.group(2).strip()
    if name == "import" and len(rest.split()) > 1:
        return f"\\copy {rest.split()[-1]} from '{rest.split()[-2]}'"
    if name == "restore":
        return "\\restore " + rest
    if name in ("dump", "schema", "fullschema", "tables", "indexes", "clone", "recover", "sha3sum"):
        return f"\\sqlite_{name} {rest}"
    return f"\\{_DOTS.get(name, 'x')} {rest}"


def _meta(scanner: _Scanner) -> Iterator[Statement]:
    line = scanner.rest_of_line()
    if line.startswith(("\\g", "\\G", "\\;")) and not line.startswith(("\\gs", "\\gx", "\\ge")):
        scanner.take(2, keep=False)
        statement = scanner.finish()
        if statement is not None:
            yield statement
        return
    if scanner.started >= 0 and not re.match(r"\\(?:[a-z!]|COPY\b)", line):
        scanner.take(1)
        return
    statement = scanner.finish() if scanner.started >= 0 and line.startswith(("\\gset", "\\gexec", "\\gx")) else None
    if statement is not None:
        yield statement
    elif scanner.started >= 0:           # a backslash inside an unfinished statement: psql takes it as a meta-command all the same
        pending, started = scanner.pieces, scanner.started
        at = scanner.line
        scanner.take(len(line), keep=False)
        scanner.pieces, scanner.started = [*pending, " "], started
        yield Statement(at, line.strip(), meta=True)
        return
    at = scanner.line
    scanner.take(len(line), keep=False)
    scanner.pieces, scanner.started = [], -1
    yield Statement(at, line.strip(), meta=True)


def _directive(scanner: _Scanner) -> bool:
    line = scanner.rest_of_line()
    delimiter = _DELIMITER.match(line.strip())
    if delimiter is None:
        return False
    scanner.delimiter = delimiter.group(1)
    scanner.take(len(line), keep=False)
    return True


def _skip_data(scanner: _Scanner) -> None:
    end = re.compile(r"^\\\.[ \t]*$", re.MULTILINE).search(scanner.text, scanner.position)
    if end is not None:                  # without the end mark the data comes from elsewhere (psql's own input)
        scanner.take(end.end() - scanner.position, keep=False)
        scanner.pieces, scanner.started = [], -1
