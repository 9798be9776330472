"""Objects that nobody could follow, told by what they are given.

A session or a connection often comes from where the code does not say: a request, a context, a fixture of a framework. What it is asked to do
with a class mapped to a table, or with a statement made by the toolkit itself, only such an object can do.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.mapped import TOOLKIT
from handover_generator.languages._python.value_texts import text_of, texts_of
from handover_generator.languages._python.values import Api, Cls, Inst, Seq, Value
from handover_generator.model.text import Text
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Arguments
    from handover_generator.languages._python.outside_calls import OutsideCalls

_SESSION = ("sqlalchemy", "orm", "Session", "()")
_ASKED = frozenset({"query"})
"""Methods of a session that take a mapped class or a column of one."""
_TOLD = frozenset({"execute", "scalar", "scalars"})
"""Methods that take a statement which the toolkit made."""
_GIVEN = frozenset({"add", "delete", "merge"})
"""Methods that take a row. Sets and services have such too, so the name of the object must speak of a session."""
TELLING = _ASKED | _TOLD | _GIVEN
_NAMED = regex(r"(?i)(?:\A|_)(?:session|sess|dbsession|db|db_?conn)\Z")

_RUNS_STATEMENTS = regex(r"(?:\A|_)(?:execute|executescript|executemany|run|exec|query|sql|one|all|scalar|scalars|fetch|fetchone|fetchall"
                         r"|fetchrow|fetchval|do|commit|batch)(?:\Z|_)")
"""What the method of a database is called that takes a statement, in whole or in part: ``run``, ``run_sql``, ``query_one``."""
_OBJECT = r"(?:TABLE|VIEW|SCHEMA|DATABASE|INDEX|SEQUENCE|FUNCTION|TRIGGER|TYPE|ROLE|USER|EXTENSION)\s"
_STATEMENT = regex(rf"(?i)\s*(?:--[^\n]*\n\s*)*(?:(?:DROP|ALTER|CREATE)\s+(?:\w+\s+){{0,3}}{_OBJECT}|TRUNCATE\s+\S|DELETE\s+FROM\s"
                   r"|(?:INSERT|REPLACE)\s+(?:\w+\s+){0,2}INTO\s|UPDATE\s+\S+\s+SET\s)")
"""How a statement begins that changes a database, and no sentence, command or query of another language."""
_MOST_PIECES = 6
_LONGEST_BEGINNING = 2_000


_RUNS_LINES = regex(r"(?i)(?:\A|_)(?:system|shell|sh|bash|run|call|exec|execute|command|cmd|popen|spawn|sudo|(?:check|get)?_?(?:status)?output)"
                    r"(?:\Z|_)")
"""What a function is called that takes the line of a command: ``system``, ``run_command``, ``getoutput``, ``check_output``."""
_LINE = regex(r"\s*(?:sudo\s+|su\s+[\w.-]+\s+-c\s+['\"])?([\w./-]+)(?=\s)")
_PLAINLY_A_LINE = regex(r"\s-{1,2}[A-Za-z]|\s[\w.$~]*/|[|>;]")
"""What no sentence has: an option, a path, a pipe."""
_PROGRAMS = word_set("""
    rm rmdir dropdb createdb dropuser createuser psql mysql mysqladmin pg_restore pg_dump mysqldump apt-get dpkg yum systemctl supervisorctl docker
    docker-compose kubectl helm aws gsutil gcloud terraform redis-cli mongo rsync scp ssh chmod chown umount iptables useradd userdel crontab git
""")
"""Programs whose names are no words of a sentence."""


def lines_of_commands(name: str, arguments: Arguments) -> list[Text]:
    """The lines of commands that ``something.run_command("dropdb shop")`` is given, whatever it is; none where that is not plain."""
    found = []
    given = (arguments.get(0) or ()) if _RUNS_LINES.search(name) else ()
    for text in (*texts_of(given), *(_line_of(value) for value in given if isinstance(value, Seq) and value.exact)):
        first = text.parts[0] if text.parts and isinstance(text.parts[0], str) else ""
        line = _LINE.match(first)
        if line is not None and (line.group(1).rpartition("/")[2] in _PROGRAMS or _PLAINLY_A_LINE.search(first) is not None):
            found.append(text)
    return found


def _line_of(words: Seq) -> Text:
    """A list of words as the line of a command."""
    texts = [text_of(word) for word in words.items]
    return Text.join(" ", [Text.of("'", text, "'") if text.literal is None or " " in text.literal else text for text in texts])


def statements(name: str, arguments: Arguments) -> list[Text]:
    """The statements that ``something.execute("DROP TABLE x")`` runs, whatever it is: only a database takes such; none where that is not plain."""
    texts = texts_of(arguments.get(0) or ()) if _RUNS_STATEMENTS.search(name) else []
    return [text for text in texts if text.parts and isinstance(text.parts[0], str) and _STATEMENT.match(beginning(text))]


def beginning(text: Text) -> str:
    """How a text begins, with a word for each piece that is not known: that may be a part of the table's name (``UPDATE shop_{year} SET``)."""
    return "".join(part if isinstance(part, str) else "x" for part in text.parts[:_MOST_PIECES])[:_LONGEST_BEGINNING]


def told_by_arguments(calls: OutsideCalls, name: str, arguments: Arguments, node: ast.Call) -> Api | None:
    """The method of a session that ``something.name(...)`` must be; None where the arguments do not tell."""
    if not isinstance(node.func, ast.Attribute) or not node.args or name not in TELLING:
        return None
    given = arguments.get(0) or ()
    if name in _ASKED:
        fits = any(_mapped(calls, value, whole=True) for value in given)
    elif name in _TOLD:
        fits = any(of_toolkit(value) for value in (*given, *_makers(calls, node.args[0])))
    else:
        fits = _NAMED.search(_last(node.func.value)) is not None and any(_mapped(calls, value, whole=False) for value in given)
    if not fits:
        return None
    state = calls.tools.api_root
    for segment in (*_SESSION, name):
        state = calls.tools.api_step(state, segment)
    return Api(state, f"sqlalchemy.orm.Session().{name}", items=(name,))


def _mapped(calls: OutsideCalls, value: Value, *, whole: bool) -> bool:
    """Whether a value is a class mapped to a table (``whole``) or a column of one, or else a row of such a class."""
    if isinstance(value, Api):
        return of_toolkit(value)
    if isinstance(value, Cls if whole else Inst):
        return any(base.path.startswith(TOOLKIT) for base in value.info.external_bases())
    return False


def of_toolkit(value: Value) -> bool:
    """Whether a value comes from the toolkit itself."""
    return isinstance(value, Api) and value.path.startswith(TOOLKIT)


def _makers(calls: OutsideCalls, node: ast.expr) -> Iterator[Value]:
    """What made the first argument, where it is made on the spot: a text that is run is a text by then."""
    if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
        yield from calls.eval(node.func)


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
