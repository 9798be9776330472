"""Rows of the command catalogue: what running a command does, as data, read strictly.

A row names a command and says what its options and operands mean. Files are YAML lists; a row of commands starts with ``cmd:``. Rows that
start with ``lib:`` belong to the catalogue of APIs and are passed over, so that a repository's own ``handover/effects.yml`` may hold both.

```yaml
- cmd: [rm]
  takes: [--interactive]                 # options that take a separate argument; "-p=": only one glued to it; "--*": every long one
  asks: [-i, -I, --interactive]          # asks a person before it acts
  effects:
    - {do: delete, on: filesystem, target: operands, destructive: true, what: "removes {target}"}
  examples: {"rm -rf /srv/data": "filesystem delete /srv/data !"}
  near_miss: {"rm --help": filesystem delete}
```
Targets are of the forms in ``model.roles.TARGETS``; a list is tried in order. Conditions (``if``, ``unless``, ``destructive``, ``everything``) are
lists of options, any of which decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from handover_generator.errors import ConfigurationError
from handover_generator.model.roles import TARGETS, form_of
from handover_generator.records import field, record
from handover_generator.regexes import regex
from handover_generator.strict_yaml import Document, Path, parse

ACTIONS = ("read", "write", "delete", "execute", "send")
RUN_KINDS = ("words", "shell", "sql", "sqlfile", "file", "module", "code", "make", "script", "manage", "flask", "tasks", "task")
TASK_FILES = ("just", "task", "mise", "poe", "composer", "python")
"""Tools whose task files are read, for ``of``."""
SPECIALS = ("find", "fd", "tar", "dd", "transfer", "http", "cloud", "sed", "awk", "push", "remote", "jsdb", "redis", "xargs", "wait",
            "parallel", "session", "migrate", "signal", "openstack", "checkout")
_VERSION = regex(r"[-.]?\d[\d.]*\Z")


@record(frozen=True, slots=True, kw_only=True)
class CommandEffect:
    """One effect of a command. ``destructive``/``everything``: True, False, or the options of which one makes it so."""

    do: str
    on: str
    target: tuple[str, ...] = ()
    what: str = ""
    destructive: bool | tuple[str, ...] = False
    everything: bool | tuple[str, ...] = False
    needs_any: tuple[str, ...] = ()      # ``if``
    unless: tuple[str, ...] = ()
    matching: str | None = None          # the target must match this fnmatch pattern, or one of "a|b"; "!*:*": must not
    host: tuple[str, ...] = ()
    backup: bool = False                 # a copy or dump that can bring the target back


@record(frozen=True, slots=True, kw_only=True)
class CommandRun:
    """Something else that a command runs. ``kind``: words (operands are a command), shell (text for a shell), sql, sqlfile, file (a file of
    code), module (``python -m``), code (text that cannot be read here), make, script (of a package.json), manage (a Django command), flask (a
    command of a Flask application), tasks (of invoke and fabric), task (of a task file, ``of`` says whose).
    """

    kind: str
    source: tuple[str, ...]
    host: tuple[str, ...] = ()
    container: tuple[str, ...] = ()
    dialect: str | None = None
    language: str | None = None
    assignments: bool = False            # leading NAME=value words are not the command
    needs_any: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unseen: str | None = None            # "resource action" told when what it runs cannot be seen
    arguments: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()      # options that give what stands for ``:NAME`` in statements
    lock: bool = False                   # nobody else runs it at the same time
    of: str | None = None                # the tool whose task file is meant
    led_by: tuple[str, ...] = ()         # options that name the program, whose arguments the words are: --entrypoint


@record(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """What a command, or one sub-command of it, does."""

    takes: frozenset[str] = frozenset()
    options_first: bool = False          # options end at the first operand
    last: frozenset[str] = frozenset()   # options whose value ends the options: what follows "python -m module" is the module's
    single_dash: bool = False            # -name is one option, not a cluster of letters
    effects: tuple[CommandEffect, ...] = ()
    runs: tuple[CommandRun, ...] = ()
    sub: Mapping[str, CommandSpec] = field(default_factory=dict)
    otherwise: CommandSpec | None = None
    neutral: bool = False
    quiet: tuple[str, ...] = ()          # dry run: with one of these it only tells
    asks: tuple[str, ...] = ()
    asks_unless: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    server: tuple[str, ...] = ()         # where the name of the server stands that it speaks with
    address: tuple[str, ...] = ()        # where an address may stand that names it: postgresql://db1/shop, host=db1
    special: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class CommandRow:
    """A row of the catalogue. ``builtin``: part of the shell, so no binary is needed. ``parted``: one line may hold several commands of its own."""

    names: tuple[str, ...]
    spec: CommandSpec
    source: str
    builtin: bool = False
    parted: bool = False
    examples: tuple[tuple[str, str], ...] = ()
    near_misses: tuple[tuple[str, str], ...] = ()


@record(frozen=True)
class CommandRows:
    """All rows, by command name."""

    rows: tuple[CommandRow, ...]
    by_name: Mapping[str, CommandRow]

    def get(self, name: str) -> CommandRow | None:
        """The row of a command by its bare name, or None."""
        return self.by_name.get(name)

    def of(self, base: str) -> CommandRow | None:
        """The row for a command's bare name: itself, without its version (python3.11), or its family (mkfs.ext4)."""
        for name in (base, _VERSION.sub("", base), base.partition(".")[0] + ".*"):
            row = self.by_name.get(name)
            if row is not None:
                return row
        return None


_SPEC_KEYS = frozenset(
    {
        "takes",
        "options_first",
        "last",
        "single_dash",
        "effects",
        "runs",
        "sub",
        "otherwise",
        "neutral",
        "quiet",
        "asks",
        "asks_unless",
        "service",
        "server",
        "address",
        "special",
        "settings",
        "do",
        "on",
        "target",
        "what",
        "destructive",
        "everything",
        "if",
        "unless",
        "matching",
        "host",
        "backup",
    }
)
_EFFECT_KEYS = frozenset({"do", "on", "target", "what", "destructive", "everything", "if", "unless", "matching", "host", "backup"})
_RUN_KEYS = frozenset({"host", "container", "dialect", "language", "assignments", "if", "unless", "unseen", "arguments", "variables", "led_by",
                       "lock", "of", *RUN_KINDS})
_ROW_KEYS = _SPEC_KEYS | {"cmd", "builtin", "parted", "examples", "near_miss"}


def load(texts: Mapping[str, str]) -> CommandRows:
    """Read rows from YAML texts.

    Args:
        texts: file name to text, the shipped ones first; a row of a later file replaces rows of the same command.

    Raises:
        ConfigurationError: every mistake in every file, as ``file:line:column: reason``.
    """
    problems: list[str] = []
    rows: list[CommandRow] = []
    known: dict[str, CommandRow] = {}
    for source, text in texts.items():
        try:
            document = parse(text, source)
        except ConfigurationError as error:
            problems += error.problems
            continue
        reader = _Reader(document, problems)
        for row in reader.rows():
            for name in row.names:
                before = known.get(name)
                if before is not None and before.source == source:
                    problems.append(f"{source}:1:1: the command '{name}' has two rows in this file; make them one")
                known[name] = row
            rows.append(row)
    if problems:
        raise ConfigurationError(problems)
    return CommandRows(tuple(rows), known)


def by_name(rows: tuple[CommandRow, ...]) -> CommandRows:
    """Rows that were loaded before, in the same order: a later one replaces an earlier one of the same command."""
    return CommandRows(rows, {name: row for row in rows for name in row.names})


class _Reader:
    def __init__(self, document: Document, problems: list[str]) -> None:
        self.document = document
        self.problems = problems

    def problem(self, path: Path, reason: str) -> None:
        self.problems.append(self.document.problem(path, reason))

    def rows(self) -> Iterable[CommandRow]:
        data = self.document.data
        if data is None:
            return
        base: Path = ()
        if isinstance(data, dict) and isinstance(data.get("effects"), list):
            data, base = data["effects"], ("effects",)
        if not isinstance(data, list):
            self.problem((), "a catalogue file is a list of rows")
            return
        for index, entry in enumerate(data):
            path = (*base, index)
            if not isinstance(entry, dict) or not ({"cmd", "lib"} & entry.keys()):
                self.problem(path, "a row starts with 'cmd:' or 'lib:'")
            elif "cmd" in entry:
                yield self.row(entry, path)

    def row(self, entry: dict[str, Any], path: Path) -> CommandRow:
        self.unknown_keys(entry, _ROW_KEYS, path)
        names = self.texts(entry.get("cmd"), (*path, "cmd"))
        if not names:
            self.problem(path, "'cmd' names no command")
        spec = self.spec({k: v for k, v in entry.items() if k in _SPEC_KEYS}, path)
        if not (spec.neutral or spec.effects or spec.runs or spec.sub or spec.special):
            self.problem(path, "the row says nothing; give it effects, runs or sub, or 'neutral: true' for looked at and harmless")
        return CommandRow(names=names, spec=spec, source=self.document.source, builtin=entry.get("builtin") is True,
                          parted=entry.get("parted") is True,
                          examples=self.pairs(entry.get("examples"), (*path, "examples")),
                          near_misses=self.pairs(entry.get("near_miss"), (*path, "near_miss")))

    def pairs(self, value: Any, path: Path) -> tuple[tuple[str, str], ...]:
        if value is None:
            return ()
        if not isinstance(value, dict):
            self.problem(path, "a mapping of command line to effect is expected")
            return ()
        return tuple((str(key), ", ".join(map(str, text)) if isinstance(text, list) else str(text or "")) for key, text in value.items())

    def unknown_keys(self, entry: dict[str, Any], known: frozenset[str], path: Path) -> None:
        import difflib

        for key in entry:
            if key not in known:
                near = difflib.get_close_matches(key, sorted(known), n=1)
                hint = f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(sorted(known))}"
                self.problem((*path, "<key>", key), f"'{key}' is not a key of this{hint}")

    def texts(self, value: Any, path: Path) -> tuple[str, ...]:
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        for index, item in enumerate(values):
            if not isinstance(item, str | int | float) or isinstance(item, bool):
                self.problem((*path, index), "text is expected")
        return tuple(str(item) for item in values)

    def targets(self, value: Any, path: Path) -> tuple[str, ...]:
        texts = self.texts(value, path)
        for index, text in enumerate(texts):
            if form_of(text, TARGETS) is None:
                forms = ", ".join(form.written for form in TARGETS)
                self.problem((*path, index) if isinstance(value, list) else path, f"'{text}' is no target; the forms are {forms}")
        return texts

    def flags_or_bool(self, value: Any, path: Path) -> bool | tuple[str, ...]:
        return value if isinstance(value, bool) else self.texts(value, path) if value is not None else False

    def flag(self, value: Any, path: Path) -> bool:
        if value is not None and not isinstance(value, bool):
            self.problem(path, "true or false is expected")
        return value is True

    def spec(self, entry: Any, path: Path) -> CommandSpec:
        if isinstance(entry, str):
            return self.short(entry, path)
        if not isinstance(entry, dict):
            self.problem(path, "a mapping, or 'action resource' in short, is expected")
            return CommandSpec()
        self.unknown_keys(entry, _SPEC_KEYS, path)
        effects = [self.effect(item, (*path, "effects", index)) for index, item in enumerate(self.items(entry, "effects", path))]
        if "do" in entry:
            effects.append(self.effect({k: v for k, v in entry.items() if k in _EFFECT_KEYS}, path))
        special = entry.get("special")
        if special is not None and special not in SPECIALS:
            self.problem((*path, "special"), f"'{special}' is not one of {', '.join(SPECIALS)}")
        sub: dict[str, CommandSpec] = {}
        subs = entry.get("sub") or {}
        if not isinstance(subs, dict):
            self.problem((*path, "sub"), "a mapping of sub-command to what it does is expected")
            subs = {}
        for names, value in subs.items():
            spec = self.spec(value, (*path, "sub", names))
            for name in names.split("|"):
                sub[name.strip()] = spec
        otherwise = entry.get("otherwise")
        settings = entry.get("settings") or {}
        return CommandSpec(
            takes=frozenset(self.texts(entry.get("takes"), (*path, "takes"))),
            options_first=self.flag(entry.get("options_first"), (*path, "options_first")),
            last=frozenset(self.texts(entry.get("last"), (*path, "last"))),
            single_dash=self.flag(entry.get("single_dash"), (*path, "single_dash")),
            effects=tuple(effects),
            runs=tuple(self.run(item, (*path, "runs", index)) for index, item in enumerate(self.items(entry, "runs", path))),
            sub=sub,
            otherwise=self.spec(otherwise, (*path, "otherwise")) if otherwise is not None else None,
            neutral=self.flag(entry.get("neutral"), (*path, "neutral")),
            quiet=self.texts(entry.get("quiet"), (*path, "quiet")),
            asks=self.texts(entry.get("asks"), (*path, "asks")),
            asks_unless=self.texts(entry.get("asks_unless"), (*path, "asks_unless")),
            services=self.texts(entry.get("service"), (*path, "service")),
            server=self.targets(entry.get("server"), (*path, "server")),
            address=self.targets(entry.get("address"), (*path, "address")),
            special=special if isinstance(special, str) else None,
            settings={str(k): str(v) for k, v in settings.items()} if isinstance(settings, dict) else {},
        )

    def items(self, entry: dict[str, Any], key: str, path: Path) -> list[Any]:
        value = entry.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem((*path, key), "a list is expected")
            return []
        return value

    def short(self, text: str, path: Path) -> CommandSpec:
        """``neutral``, or ``action resource`` with an optional target and ``!`` for destructive: ``delete container operands !``."""
        if text == "neutral":
            return CommandSpec(neutral=True)
        destructive = text.endswith(" !")
        words = text.removesuffix(" !").split(" ", 2)
        if len(words) < 2 or words[0] not in ACTIONS:
            self.problem(path, f"'{text}' is neither 'neutral' nor 'action resource [target] [!]'")
            return CommandSpec()
        targets = self.targets(words[2], path) if len(words) > 2 else ()
        return CommandSpec(effects=(CommandEffect(do=words[0], on=words[1], target=targets, destructive=destructive),))

    def effect(self, entry: Any, path: Path) -> CommandEffect:
        if isinstance(entry, str):
            spec = self.short(entry, path)
            return spec.effects[0] if spec.effects else CommandEffect(do="read", on="filesystem")
        if not isinstance(entry, dict):
            self.problem(path, "a mapping is expected")
            return CommandEffect(do="read", on="filesystem")
        self.unknown_keys(entry, _EFFECT_KEYS, path)
        do, on = entry.get("do"), entry.get("on")
        if do not in ACTIONS:
            self.problem((*path, "do"), f"'{do}' is not an action; use one of {', '.join(ACTIONS)}")
        if not isinstance(on, str) or not re.fullmatch(r"[a-z][a-z-]*", on):
            self.problem((*path, "on"), "'on' names the resource, such as filesystem or database")
        matching = entry.get("matching")
        return CommandEffect(
            do=str(do), on=str(on), target=self.targets(entry.get("target"), (*path, "target")), what=str(entry.get("what") or ""),
            destructive=self.flags_or_bool(entry.get("destructive"), (*path, "destructive")),
            everything=self.flags_or_bool(entry.get("everything"), (*path, "everything")),
            needs_any=self.texts(entry.get("if"), (*path, "if")), unless=self.texts(entry.get("unless"), (*path, "unless")),
            matching=str(matching) if matching is not None else None, host=self.targets(entry.get("host"), (*path, "host")),
            backup=self.flag(entry.get("backup"), (*path, "backup")))

    def run(self, entry: Any, path: Path) -> CommandRun:
        if not isinstance(entry, dict):
            self.problem(path, "a mapping is expected")
            return CommandRun(kind="words", source=("operands",))
        self.unknown_keys(entry, _RUN_KEYS, path)
        kinds = [kind for kind in RUN_KINDS if kind in entry]
        if len(kinds) != 1:
            self.problem(path, f"exactly one of {', '.join(RUN_KINDS)} is expected")
            return CommandRun(kind="words", source=("operands",))
        unseen = entry.get("unseen")
        if unseen is not None and (not isinstance(unseen, str) or len(unseen.split()) != 2 or unseen.split()[1] not in ACTIONS):
            self.problem((*path, "unseen"), "'resource action' is expected")
            unseen = None
        of = entry.get("of")
        if (of is not None or kinds[0] == "task") and of not in TASK_FILES:
            self.problem((*path, "of"), f"'of' says whose task file is meant; use one of {', '.join(TASK_FILES)}")
            of = TASK_FILES[0]
        return CommandRun(
            kind=kinds[0], of=of, source=self.targets(entry[kinds[0]], (*path, kinds[0])), host=self.targets(entry.get("host"), (*path, "host")),
            container=self.targets(entry.get("container"), (*path, "container")), dialect=str(entry["dialect"]) if entry.get("dialect") else None,
            language=str(entry["language"]) if entry.get("language") else None,
            assignments=self.flag(entry.get("assignments"), (*path, "assignments")),
            needs_any=self.texts(entry.get("if"), (*path, "if")), unless=self.texts(entry.get("unless"), (*path, "unless")), unseen=unseen,
            arguments=self.targets(entry.get("arguments"), (*path, "arguments")),
            variables=self.targets(entry.get("variables"), (*path, "variables")), led_by=self.targets(entry.get("led_by"), (*path, "led_by")),
            lock=self.flag(entry.get("lock"), (*path, "lock")))
