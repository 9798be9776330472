"""API entries of catalogue files (``- lib:``): from checked YAML to drafts, every mistake with its place.

The format, by example::

    - lib: pymongo                                    # one entry a library or family
      needs: {package: [pymongo], service: mongodb}   # its import roots; the service it speaks to (or one for each package)
      defaults: {resource: database, target: receiver}
      given: ["import pymongo"]                       # lines before every example
      types:                                          # names for paths; a type may lead to itself
        Client: ["pymongo.MongoClient()"]
        Coll: ["Client.*.*", "Client[][]", "Coll.*"]
      effects:
        - {at: "Coll.delete_many()", do: delete, what: deletes documents, destructive: true, everything_if: arg0|filter=empty,
           eg: "pymongo.MongoClient().d.c.delete_many({})", not: "pymongo.MongoClient().d.c.find({})"}
      neutral: [pymongo]                              # looked at and harmless, with all below
      distinctive: [drop_collection]                  # names that tell the row even where the receiver is not known

``at`` is an access path (see ``_paths``), ``do`` is that of ``model.rows.ApiRow``, roles are those of ``model.roles``; ``when`` holds its cases, each
with one argument: ``{mode|arg1: "r*", do: read}``. ``eg`` and ``not`` are code that must and must not give the row; the tests run them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from handover_generator.catalogue._paths import AccessPath, PathError, read_paths
from handover_generator.catalogue._roles import mistake_in
from handover_generator.catalogue._words import ACTIONS, API_DO, nearest
from handover_generator.model.behaviour import RESOURCES
from handover_generator.model.rows import ApiRow, When
from handover_generator.records import field, record
from handover_generator.regexes import regex
from handover_generator.strict_yaml import Document, Path

_ENTRY_KEYS = ("lib", "needs", "defaults", "given", "types", "effects", "neutral", "distinctive")
_NEEDS_KEYS = ("package", "service")
_DEFAULT_KEYS = ("resource", "target", "service", "dialect")
_ROW_KEYS = ("at", "do", "resource", "what", "target", "destructive", "everything_if", "shell_if", "when", "service", "stdin", "cwd",
             "host", "saves", "dialect", "returns", "eg", "not")
_CASE_KEYS = ("do", "destructive", "what")
_EVERYTHING = regex(r"always\Z|no-filter\Z|([^=]+)=(?:empty|missing)\Z")
_TYPE = regex(r"(?:[a-z][\w.-]*:)?[A-Z]\w*\Z")


@record(frozen=True, slots=True, kw_only=True)
class Placed:
    """Access paths with the place they were written at."""

    paths: tuple[AccessPath, ...]
    text: str
    at: Path


@record(slots=True, kw_only=True)
class Entry:
    """One ``- lib:`` entry, or its part for one service. ``space`` is the name its types stand under (the lib's, with the service where there
    are several); ``types`` maps a type's full name (``space:Type``) to what leads to it; ``distinctive`` names methods that tell
    the library by themselves, with their place.
    """

    lib: str
    document: Document
    at: Path
    space: str = ""
    packages: tuple[str, ...] | None = None
    given: tuple[str, ...] = ()
    types: dict[str, list[Placed]] = field(default_factory=dict)
    rows: list[tuple[ApiRow, Placed, Placed | None]] = field(default_factory=list)
    distinctive: dict[str, Path] = field(default_factory=dict)
    own: bool = False


def read_entries(document: Document, problems: list[str], *, own: bool = False) -> list[Entry]:
    """The API entries of one file; entries of commands (``- cmd:``) are left to the loader of commands.

    Args:
        document: the parsed file.
        problems: gets one line a mistake.
        own: the file belongs to the analysed repository and goes before ours.
    """
    data = document.data
    if data is None:
        return []
    if not isinstance(data, list):
        problems.append(document.problem((), "a catalogue file is a list of entries, each starting with '- lib:' or '- cmd:'"))
        return []
    entries: list[Entry] = []
    for index, item in enumerate(data):
        if isinstance(item, dict) and "cmd" in item and "lib" not in item:
            continue
        if not isinstance(item, dict) or not isinstance(item.get("lib"), str):
            problems.append(document.problem((index,), "an entry starts with '- lib:' or '- cmd:' and a name"))
            continue
        reader = _Reader(document, problems)
        entries.extend(reader.entry(item, (index,), own, service) for service in reader.services(item, (index,)))
    return entries


class _Reader:
    def __init__(self, document: Document, problems: list[str]) -> None:
        self.document = document
        self.problems = problems
        self.left_out: frozenset[str] = frozenset()

    def complain(self, at: Path, reason: str) -> None:
        self.problems.append(self.document.problem(at, reason))

    def keys(self, value: Mapping[str, Any], allowed: Iterable[str], at: Path) -> None:
        for key in value:
            if key not in allowed:
                self.complain((*at, "<key>", key), f"'{key}' is not known here{nearest(key, allowed)}")

    def texts(self, value: Any, at: Path) -> tuple[str, ...]:
        """A text or a list of texts."""
        items = value if isinstance(value, list) else [] if value is None else [value]
        for number, item in enumerate(items):
            if not isinstance(item, str):
                self.complain((*at, number) if isinstance(value, list) else at, "must be text")
        return tuple(item for item in items if isinstance(item, str))

    def mapping(self, value: Any, at: Path) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.complain(at, "must be a mapping of names to values")
            return {}
        return value

    def text(self, value: Any, at: Path) -> str | None:
        if value is not None and not isinstance(value, str):
            self.complain(at, "must be text")
            return None
        return value

    def roles(self, value: Any, at: Path, do: str | None = None) -> tuple[str, ...]:
        """``arg0|file``, or a list: roles tried in order, for what a row does with them."""
        found: list[str] = []
        self.texts(value, at)
        for number, text in enumerate(value if isinstance(value, list) else [value]):
            for role in [part.strip() for part in text.split("|")] if isinstance(text, str) else []:
                found.append(role)
                if (mistake := mistake_in(role, do)) is not None:
                    self.complain((*at, number) if isinstance(value, list) else at, mistake)
        return tuple(found)

    def everything(self, value: Any, at: Path) -> str | None:
        """``always``, ``no-filter``, or the roles that are empty or missing where a row hits everything."""
        rule = self.text(value, at)
        match = _EVERYTHING.match(rule) if rule is not None else None
        if rule is not None and match is None:
            self.complain(at, "must be 'always', 'no-filter', 'arg0=empty' or 'arg0=missing'")
        if match is not None and match.group(1):
            self.roles(match.group(1), at)
        return rule

    def placed(self, text: Any, at: Path, *, below: bool = False) -> Placed | None:
        if not isinstance(text, str):
            self.complain(at, "must be an access path")
            return None
        try:
            paths = read_paths(text)
        except PathError as error:
            self.complain(at, f"'{text}' is not an access path: {error}")
            return None
        paths = [path for path in paths if path.head not in self.left_out]
        if below:
            paths = [path if path.segments and path.segments[-1] in ("**", "()")
                     else AccessPath(path.lib, path.head, (*path.segments, "**")) for path in paths]
        return Placed(paths=tuple(paths), text=text, at=at)

    def services(self, item: dict[str, Any], at: Path) -> list[str | None]:
        """The services of an entry: one (or none) for the whole, or several with the packages that speak to each."""
        needs = item.get("needs")
        service = needs.get("service") if isinstance(needs, dict) else None
        if not isinstance(service, dict):
            return [self.text(service, (*at, "needs", "service"))]
        packages = self.texts(needs.get("package"), (*at, "needs", "package")) if isinstance(needs, dict) else ()
        for name, value in service.items():
            self.text(value, (*at, "needs", "service", name))
            if name not in packages:
                self.complain((*at, "needs", "service", "<key>", name), f"'{name}' is not one of the packages{nearest(name, packages)}")
        for name in packages:
            if name not in service:
                self.complain((*at, "needs", "service"), f"which service does the package '{name}' speak to?")
        return list(dict.fromkeys(value for value in service.values() if isinstance(value, str)))

    def entry(self, item: dict[str, Any], at: Path, own: bool, service: str | None) -> Entry:
        self.keys(item, _ENTRY_KEYS, at)
        needs = self.mapping(item.get("needs"), (*at, "needs"))
        self.keys(needs, _NEEDS_KEYS, (*at, "needs"))
        defaults = self.mapping(item.get("defaults"), (*at, "defaults"))
        self.keys(defaults, _DEFAULT_KEYS, (*at, "defaults"))
        self.roles(defaults.get("target"), (*at, "defaults", "target"))
        defaults = {"service": service, **defaults}
        entry = Entry(lib=item["lib"], space=item["lib"], document=self.document, at=at, own=own,
                      given=self.texts(item.get("given"), (*at, "given")))
        if "package" in needs:
            entry.packages = self.texts(needs["package"], (*at, "needs", "package"))
        self.left_out = frozenset()
        if isinstance(needs.get("service"), dict):
            entry.space = f"{entry.lib}/{service}"
            self.left_out = frozenset(name for name in needs["service"] if needs["service"][name] != service)
            entry.packages = tuple(name for name in entry.packages or () if name not in self.left_out)
        for name, value in self.mapping(item.get("types"), (*at, "types")).items():
            self.type(entry, name, value, (*at, "types", name))
        effects = item.get("effects")
        if effects is not None and not isinstance(effects, list):
            self.complain((*at, "effects"), "must be a list of rows")
            effects = []
        for number, row in enumerate(effects or []):
            place = (*at, "effects", number)
            if not isinstance(row, dict):
                self.complain(place, "a row is a mapping such as {at: path, do: delete, resource: database}")
                continue
            self.row(entry, row, place, defaults)
        distinctive = item.get("distinctive")
        for number, name in enumerate(self.texts(distinctive, (*at, "distinctive"))):
            entry.distinctive[name] = (*at, "distinctive", number) if isinstance(distinctive, list) else (*at, "distinctive")
        neutral = item.get("neutral")
        for number, text in enumerate(self.texts(neutral, (*at, "neutral"))):
            place = (*at, "neutral", number) if isinstance(neutral, list) else (*at, "neutral")
            placed = self.placed(text, place, below=True)
            if placed is not None and placed.paths:
                entry.rows.append((ApiRow(lib=entry.lib, path=text, do="neutral"), placed, None))
        return entry

    def type(self, entry: Entry, name: str, value: Any, at: Path) -> None:
        if not _TYPE.match(name):
            self.complain((*at[:-1], "<key>", name),
                          f"'{name}' is not a type name (starts with a capital; another entry's type is 'lib:Type')")
            return
        full = name if ":" in name else f"{entry.space}:{name}"
        leads = entry.types.setdefault(full, [])
        for number, text in enumerate(value if isinstance(value, list) else [value]):
            placed = self.placed(text, (*at, number) if isinstance(value, list) else at)
            if placed is not None and placed.paths:
                leads.append(placed)

    def row(self, entry: Entry, row: dict[str, Any], at: Path, defaults: dict[str, Any]) -> None:
        self.keys(row, _ROW_KEYS, at)
        placed = self.placed(row.get("at"), (*at, "at"))
        do = row.get("do")
        if not isinstance(do, str) or do not in API_DO:
            self.complain((*at, "do"), f"'{do}' is not something a row can do{nearest(str(do), API_DO)}")
            return
        resource = row.get("resource", defaults.get("resource") if do in ACTIONS else None)
        cases = self.cases(row.get("when"), (*at, "when"))
        acts = do in ACTIONS or any(case.do in ACTIONS for case in cases)
        if acts and resource is None:
            self.complain(at, f"'{do}' needs a resource")
        elif resource is not None and (not isinstance(resource, str) or resource not in RESOURCES):
            self.complain((*at, "resource"), f"'{resource}' is not a known resource{nearest(str(resource), RESOURCES)}")
        everything = self.everything(row.get("everything_if"), (*at, "everything_if"))
        destructive = row.get("destructive", False)
        if not isinstance(destructive, bool):
            self.complain((*at, "destructive"), "must be true or false")
        returns = self.placed(row["returns"], (*at, "returns")) if "returns" in row else None
        shell_if = row.get("shell_if")
        if placed is None or not placed.paths:
            return
        entry.rows.append((ApiRow(
            lib=entry.lib, path=placed.text, do=do, resource=resource, what=self.text(row.get("what"), (*at, "what")) or "",
            target=self.target(row, do, defaults, at), destructive=destructive is True,
            everything_if=everything, shell_if=self.roles(shell_if, (*at, "shell_if")), cases=cases,
            service=self.text(row.get("service", defaults.get("service")), (*at, "service")),
            stdin=self.roles(row.get("stdin"), (*at, "stdin")), cwd=self.roles(row.get("cwd"), (*at, "cwd")),
            host=self.roles(row.get("host"), (*at, "host")), saves=self.roles(row.get("saves"), (*at, "saves")),
            dialect=self.text(row.get("dialect", defaults.get("dialect")), (*at, "dialect")), returns=returns.text if returns else None,
            examples=self.texts(row.get("eg"), (*at, "eg")), near_misses=self.texts(row.get("not"), (*at, "not"))), placed, returns))

    def target(self, row: dict[str, Any], do: str, defaults: dict[str, Any], at: Path) -> tuple[str, ...]:
        """The roles of the target, those of the entry where the row has none: mistakes of these are told once, where they stand."""
        if "target" in row:
            return self.roles(row["target"], (*at, "target"), do)
        given = defaults.get("target")
        return tuple(part.strip() for text in (given if isinstance(given, list) else [given]) if isinstance(text, str) for part in text.split("|"))

    def cases(self, value: Any, at: Path) -> tuple[When, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            self.complain(at, "must be a list of cases such as {mode|arg1: 'r*', do: read}")
            return ()
        cases: list[When] = []
        for number, case in enumerate(value):
            place = (*at, number)
            case = self.mapping(case, place)
            roles = [key for key in case if key not in _CASE_KEYS]
            if len(roles) != 1:
                self.complain(place, "a case names exactly one argument, such as {mode|arg1: 'r*', do: read}")
                continue
            do, pattern = case.get("do"), case[roles[0]]
            if do is not None and (not isinstance(do, str) or do not in API_DO):
                self.complain((*place, "do"), f"'{do}' is not something a row can do{nearest(str(do), API_DO)}")
                do = None
            if isinstance(pattern, bool):
                pattern = f"<{str(pattern).lower()}>"
            destructive = case.get("destructive")
            if destructive is not None and not isinstance(destructive, bool):
                self.complain((*place, "destructive"), "must be true or false")
                destructive = None
            cases.append(When(role=self.roles(roles[0], (*place, "<key>", roles[0])), pattern=str(pattern), do=do,
                              destructive=destructive, what=self.text(case.get("what"), (*place, "what"))))
        return tuple(cases)
