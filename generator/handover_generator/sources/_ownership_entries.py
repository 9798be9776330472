"""The files of ``handover/`` to checked entries, with the place of each; mistakes are gathered, not raised."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from handover_generator.errors import ConfigurationError
from handover_generator.model.location import Location
from handover_generator.records import field, record
from handover_generator.sources._ownership_models import LISTED, NAMED, SECTIONS, Entry, PolicyEntry
from handover_generator.strict_yaml import Document, Path, parse

_NEVER = "never"
"""The word that switches a check off. It is proposed for that word mistyped, and for no other that looks a little like it: "severe" means a lot."""
_SURELY = 0.85


@record(frozen=True, slots=True, order=True)
class Problem:
    """A mistake, sortable by its place. ``text`` is what a person reads."""

    source: str
    line: int
    column: int
    text: str


@record(frozen=True, slots=True)
class Kept:
    """A checked entry. ``name`` is its key, or its number in a list; ``path`` its place in ``document``."""

    name: str
    path: Path
    document: Document
    # One of the models of ``_ownership_models``; which one follows from the section.
    entry: Any

    @property
    def at(self) -> Location:
        """The line of the entry's key."""
        return Location(self.document.source, _place(self.document, self.path)[0])

    def place(self, *inner: str | int) -> Location:
        """The line of a value inside the entry."""
        return Location(self.document.source, self.document.place((*self.path, *inner))[0])


@record(frozen=True, slots=True)
class Raw:
    """An entry as it stands in the file, right or wrong."""

    section: str
    path: Path
    document: Document
    value: dict[str, Any]


@record(slots=True)
class Book:
    """All entries of all files. ``names``: every name that stands under a section, and ``raw``: every mapping, checked or not, so that one
    mistake does not hide another. ``complete``: every file was YAML.
    """

    named: dict[str, list[Kept]] = field(default_factory=lambda: {section: [] for section in NAMED})
    listed: dict[str, list[Kept]] = field(default_factory=lambda: {section: [] for section in LISTED})
    policy: PolicyEntry | None = None
    names: dict[str, set[str]] = field(default_factory=lambda: {section: set() for section in NAMED})
    raw: list[Raw] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True

    def wrong(self, document: Document, path: Path, reason: str) -> None:
        """Add a mistake at a value, or at a key where the path ends in ``"<key>", name``."""
        self.problems.append(problem(document, path, reason))


def problem(document: Document, path: Path, reason: str) -> Problem:
    """A mistake at ``path`` of a document."""
    line, column = document.place(path)
    return Problem(document.source, line, column, document.problem(path, reason))


def nearest(word: str, known: Iterable[str], *, most: int = 12) -> str:
    """``; did you mean 'x'?``, or else what is known, or nothing if that is more than ``most`` names."""
    names = sorted(known)
    close = difflib.get_close_matches(word.lower(), {name.lower() for name in names}, n=1, cutoff=0.6)
    if close:
        return f"; did you mean '{next(name for name in names if name.lower() == close[0])}'?"
    return f"; known are {', '.join(names)}" if 0 < len(names) <= most else ""


def read(texts: Mapping[str, str | None]) -> Book:
    """Read every file to the end.

    Args:
        texts: the text of each file by path; None for a file that could not be read as text.
    """
    book = Book()
    for source in sorted(texts):
        text = texts[source]
        if text is None:
            book.complete = False
            reason = "cannot be read: it must be UTF-8 text of at most one megabyte in a regular file"
            book.problems.append(Problem(source, 1, 1, f"{source}:1:1: {reason}"))
            continue
        twice: list[str] = []
        try:
            document = parse(text, source, twice)
        except ConfigurationError as error:
            book.complete = False
            book.problems += [_from_line(source, line) for line in error.problems]
            continue
        book.problems += [_from_line(source, line) for line in twice]
        _read_document(book, document)
    for section in book.named.values():
        section.sort(key=lambda kept: kept.name)
    return book


def _from_line(source: str, text: str) -> Problem:
    line, column = text.removeprefix(f"{source}:").split(":", 2)[:2]
    return Problem(source, int(line), int(column), text)


def _read_document(book: Book, document: Document) -> None:
    data = document.data
    if data is None:
        return
    if not isinstance(data, dict):
        book.wrong(document, (), f"the file must be a mapping with {', '.join(SECTIONS)}")
        return
    for section, content in data.items():
        if section not in SECTIONS:
            advice = f"; a script stands under 'scripts:': scripts: {{{section}: ...}}" if "/" in section else nearest(section, SECTIONS)
            book.wrong(document, ("<key>", section), f"'{section}' is not known here{advice}")
        elif content is None:
            continue
        elif section in NAMED:
            _read_named(book, document, section, content)
        elif section in LISTED:
            _read_listed(book, document, section, content)
        elif book.policy is not None:
            book.wrong(document, ("<key>", section), "policy stands in another file already; keep one of them")
        else:
            policy = _checked(book, document, (section,), PolicyEntry, content)
            book.policy = policy if isinstance(policy, PolicyEntry) else PolicyEntry.model_validate({})


def _read_named(book: Book, document: Document, section: str, content: object) -> None:
    if not isinstance(content, dict):
        book.wrong(document, (section,), f"{section} must be a mapping of names to entries")
        return
    for key, value in content.items():
        place: Path = (section, "<key>", key)
        name = key
        if section == "scripts":
            name = posixpath.normpath(key) if key else key
            if not key or key.startswith(("/", "~")) or name.startswith(".."):
                book.wrong(document, place, "a script is named by its path from the top of the repository, such as scripts/reset.py")
                continue
        if not name.strip():
            book.wrong(document, place, "a name must not be empty")
            continue
        if name in book.names[section]:
            first = next((kept.at for kept in book.named[section] if kept.name == name), None)
            book.wrong(document, place, f"'{name}' stands under {section} a second time" + (f"; the first is at {first}" if first else ""))
            continue
        book.names[section].add(name)
        entry = _checked(book, document, (section, key), NAMED[section], {} if value is None else value)
        if entry is not None:
            book.named[section].append(Kept(name, (section, key), document, entry))


def _read_listed(book: Book, document: Document, section: str, content: object) -> None:
    if not isinstance(content, list):
        book.wrong(document, (section,), f"{section} must be a list of entries, each on a line that starts with '- '")
        return
    for index, value in enumerate(content):
        entry = _checked(book, document, (section, index), LISTED[section], value)
        if entry is not None:
            book.listed[section].append(Kept(str(index), (section, index), document, entry))


def _place(document: Document, path: Path) -> tuple[int, int]:
    key = (*path[:-1], "<key>", path[-1])
    return document.positions.get(key) or document.place(path)


def _checked(book: Book, document: Document, path: Path, model: type[Entry], value: object) -> Entry | None:
    if isinstance(value, dict):
        book.raw.append(Raw(str(path[0]), path, document, value))
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for place, reason in _reasons(error, path, model):
            book.wrong(document, place, reason)
        return None


def _reasons(error: ValidationError, path: Path, model: type[Entry]) -> Iterator[tuple[Path, str]]:
    for item in error.errors(include_url=False):
        inner = item["loc"]
        place: Path = (*path, *inner)
        name = str(inner[-1]) if inner else ""
        context = item.get("ctx", {})
        match item["type"]:
            case "extra_forbidden":
                known = _fields(model, inner[:-1])
                yield (*path, *inner[:-1], "<key>", name), f"'{name}' is not known here{nearest(name, known)}"
            case "missing":
                yield place[:-1], f"'{name}' is missing"
            case "model_type" | "model_attributes_type" | "dict_type":
                known = _fields(model, inner)
                keys = f" with {', '.join(known)}" if known else ""
                yield place, f"must be a mapping of keys to values{keys}"
            case "list_type":
                yield place, "must be a list"
            case "bool_type":
                yield place, "must be true or false"
            case "int_type" | "int_from_float":
                yield place, "must be a whole number"
            case "greater_than_equal":
                yield place, f"must be at least {context['ge']}"
            case "less_than_equal":
                yield place, f"must be at most {context['le']}"
            case "literal_error":
                allowed = [word.strip("' ") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
                yield place, f"'{item['input']}' is not one of {', '.join(allowed)}{_close(str(item['input']), allowed)}"
            case "handover_name":
                yield place, str(context["reason"]) + nearest(str(context["word"]), context["known"], most=len(context["known"]))
            case "handover":
                yield place, str(context["reason"])
            case _:
                yield place, item["msg"]


def _close(word: str, allowed: list[str]) -> str:
    near = [one for one in allowed if one != _NEVER or difflib.SequenceMatcher(None, word.lower(), one).ratio() >= _SURELY]
    hint = nearest(word, near)
    return hint if "did you mean" in hint else ""


def _fields(model: type[Entry], inner: tuple[int | str, ...]) -> list[str]:
    """The known keys of the entry at ``inner``; found by walking the models' annotations."""
    current: Any = model
    for step in inner:
        if isinstance(step, int):
            continue
        current = _inner_model(current.model_fields[step].annotation)
        if current is None:
            return []
    return sorted(current.model_fields)


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _inner_model(part)
        if found is not None:
            return found
    return None
