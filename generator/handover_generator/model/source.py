"""Files of the repository as they were listed and read."""

from __future__ import annotations

from handover_generator.model.location import Location
from handover_generator.records import field, record


@record(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A listed file. ``path`` is repository-relative with ``/``; bytes that are not UTF-8 stand as ``\\xff`` escapes.

    ``blob`` is git's object id of the raw bytes (hex). ``text`` is None when the file was not read as text.
    """

    path: str
    blob: str
    size: int
    executable: bool = False
    text: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path[self.path.rfind("/") + 1:]

    @property
    def suffix(self) -> str:
        """Lower-case suffix with its dot, or ''."""
        name = self.name                     # asked several times for every file: a path object would cost more than the answer
        dot = name.rfind(".")
        return name[dot:].lower() if 0 < dot < len(name) - 1 else ""

    @property
    def first_line(self) -> str:
        """The first line of the text without its end, or ''. Empty lines before it do not count: a shell runs such a file all the same."""
        text = (self.text or "").lstrip("\r\n")
        end = text.find("\n")
        return (text if end < 0 else text[:end]).rstrip("\r")


@record(frozen=True, slots=True, order=True)
class Unread:
    """A file that could not be looked into, with the reason: "Perl is not a language we read", "not UTF-8 at byte 311"."""

    path: str
    reason: str


@record(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something a person states in a header, docstring or YAML, kept apart from what was mined."""

    text: str
    at: Location
    source: str          # "docstring", "header", "handover.yml"


@record(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the script's own header says. ``sections`` keys: side-effects, safe-environments, never-run-in, requires, undo, backup, owner,
    schedule. ``claims_nothing`` is True for "Side effects: none" and "read only".
    """

    purpose: Claim | None = None
    full_text: str = ""
    sections: tuple[tuple[str, Claim], ...] = ()
    claims_nothing: Claim | None = None

    def get(self, section: str) -> Claim | None:
        """The claim under ``section``, or None."""
        return dict(self.sections).get(section)


SHELL_FUNCTION = "function "
"""Begins the announcement (``Module.announces``) of a function that a shell file defines."""
SQL_FUNCTION = "stored function "
"""Begins the announcement of a function or procedure, in lower case, that a file of SQL makes in a database."""
RECIPES, NO_RECIPES = "recipes", "no recipes"
"""Why a file of recipes is a script (``Module.starts``), or why it is none: it only sets variables for others."""
LISTS_AT_ONCE = "printed list at top level"
"""A module of Python that goes through something and prints of it as soon as it runs (``Module.starts``), as none does that others import."""
TASK = "task "
"""Begins the announcement of a task that a person runs by name (``invoke clean-up``)."""


@record(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A class whose rows a database keeps. ``table``: as the class says, or as its framework names it; "" where Django names it after its
    application, which the class calls ``label``, or else its folder.
    """

    model: str
    table: str = ""
    label: str = ""


@record(frozen=True, slots=True, kw_only=True)
class Module:
    """A file that a language understood.

    ``tier``: how it was read: ``full``, or a lower one (``newer-syntax``, ``python2``, ``template``, ``tokens``, ``errors``); ``partial`` says what
    was lost there, in words. ``starts``: why this file may be a script, as far as its own text shows ("shebang", "main guard",
    "management command", "statements at top level"). ``announces``: names by which code that does not import the file may still reach it.
    ``tables``: classes in it that stand in a table. ``tree`` is private to the language.
    """

    path: str
    language: str
    tier: str = "full"
    partial: str | None = None
    starts: tuple[str, ...] = ()
    announces: tuple[str, ...] = ()
    tables: tuple[Mapped, ...] = ()
    tree: object = field(default=None, repr=False, compare=False)
