"""What is known while a script is walked: variables, the working directory, and what stands before harm."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from handover_generator.analysis.backups import Kept
from handover_generator.analysis.implied import essential
from handover_generator.analysis.pretended import holds_back
from handover_generator.languages._shell.made_if_missing import made_for_certain
from handover_generator.model.behaviour import Guard
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import field, record, replace

MAX_ALTERNATIVES = 4
MAX_WAYS = 6
MAX_ITEMS = 256


@record(frozen=True, slots=True)
class Var:
    """A variable's value. ``texts``: what it may be, as alternatives. ``items``: its elements where it is an array.

    ``certain``: the only value it can have here, so that tests on it may be decided. ``origin``: the command whose output it holds.
    ``guard``: the question to a person that its value answers. ``unset``: on some way here it was not assigned. ``among``: it is one of
    ``texts`` and nothing else, as in a loop over words. ``tells``: options that some ways add to the array, with which a command only says what it
    would do. ``ways``: where branches that exclude each other put different words of a command into the array, its elements after each of them.
    """

    texts: tuple[Text, ...]
    items: tuple[Text, ...] | None = None
    certain: bool = True
    origin: str | None = None
    guard: Guard | None = None
    unset: bool = False
    among: bool = False
    tells: tuple[Text, ...] = ()
    ways: tuple[tuple[Text, ...], ...] = ()

    @property
    def only(self) -> Text | None:
        """The only text it can be; None where it may be another."""
        return self.texts[0] if self.certain and len(self.texts) == 1 else None

    @property
    def words(self) -> tuple[str, ...] | None:
        """What it may be as far as that is seen, as words; None where one of them is not known."""
        literals = tuple(text.literal for text in self.texts if text.literal is not None)
        return literals if len(literals) == len(self.texts) else None


REST = Text.of(Hole("argument", "@"))
"""``"$@"`` where the arguments are not known: any number of words."""


def argument(arguments: tuple[Text, ...] | None, index: int) -> Text:
    """``$index``: a hole where it is not known, empty where there are fewer arguments."""
    if arguments is None:
        return Text.of(Hole("argument", str(index)))
    for position, given in enumerate(arguments[:index]):
        if given == REST:
            return Text.of(Hole("argument", str(index - position)))
    return arguments[index - 1] if index <= len(arguments) else Text()


def without(arguments: tuple[Text, ...] | None, count: int) -> tuple[Text, ...] | None:
    """The arguments after the first ``count``; of any number of words any number is left."""
    if arguments is None:
        return None
    first = arguments.index(REST) if REST in arguments[:count] else count
    return arguments[first:]


@record(frozen=True, slots=True)
class Substituted:
    """What a command substitution prints: ``texts`` as alternatives, whether they are certain, and the command it came from."""

    texts: tuple[Text, ...]
    certain: bool = True
    origin: str | None = None


@record(frozen=True, slots=True)
class Mount:
    """What a script has mounted on a temporary folder."""

    folder: str
    device: Text


@record(slots=True)
class Flow:
    """State at one point of the walk. Branches work on copies, which are joined afterwards."""

    variables: dict[str, Var]
    arguments: tuple[Text, ...] | None
    cwd: Text | None = None
    guards: tuple[Guard, ...] = ()
    backups: tuple[Kept, ...] = ()
    conditions: tuple[str, ...] = ()
    made: frozenset[str] = frozenset()                           # files the script itself has made
    copied: tuple[tuple[str, str], ...] = ()                     # files that were copied elsewhere, with where, on every way
    mounts: tuple[Mount, ...] = ()                               # devices on temporary folders
    local: set[str] = field(default_factory=set)
    ended: str | None = None             # exit, return, break: what follows does not run
    again: bool = False                  # what ended is only one round of a loop
    quiet: bool = False                  # output goes elsewhere than to a person

    def copy(self) -> Flow:
        """An independent copy for a branch."""
        return replace(self, variables=dict(self.variables), local=self.local)

    def unsettle(self) -> None:
        """Something that nobody sees may have changed any variable: what they hold is told, and decides nothing."""
        self.variables = {name: replace(held, certain=False, among=False) for name, held in self.variables.items()}

    def condition(self, own: str | None = None) -> str | None:
        """The conditions in words, or None."""
        parts = [part for part in (*self.conditions, own) if part]
        text = " and ".join(dict.fromkeys(parts if len(parts) < 2 else essential(parts, bare=True)))
        return (text[:237] + "...") if len(text) > 240 else text or None


def one_of(paths: Sequence[Text], names: Sequence[str]) -> Text:
    """Any one of some paths, as far as they are the same: ``/srv/${d}`` for /srv/a and /srv/b."""
    literals = [path.literal or "" for path in paths]
    same = posixpath.commonprefix(literals).rpartition("/")
    return Text.of(same[0] + same[1], Hole("unknown", names[-1] if names else ""))


def came_back(last: Flow, returned: list[Flow]) -> Flow:
    """What is known behind a function: where its last statement ends the script (``known "$1" && return; fail``), what was known at its returns;
    else what was known at its end, with what its variables held at a return before it (``test && { found=yes; return; }; found=no``).
    """
    if last.ended != "exit" or not returned:
        for name, held in list(last.variables.items()):
            others = [value for way in returned if (value := way.variables.get(name)) is not None and value is not held and value != held]
            if others:
                last.variables[name] = _join_values(name, None, [held, *others], missing=False)
        for way in returned:
            last.variables |= {name: replace(value, certain=False, among=False)
                               for name, value in way.variables.items() if name not in last.variables}
        return last
    back = returned[0].copy()
    join(back, returned)
    return back


def join(before: Flow, branches: list[Flow]) -> None:
    """Make ``before`` what is known after alternatives ``branches``, of which ended ones do not come through."""
    alive = [branch for branch in branches if branch.ended is None]
    if not alive:
        kinds = {branch.ended for branch in branches}
        before.ended = "exit" if kinds == {"exit"} else "return" if kinds <= {"exit", "return"} else "break"
        alive = branches
    old = before.variables
    merged = dict(alive[0].variables)
    differing: dict[str, None] = {}                      # few: most variables are the same whichever way was taken
    for branch in alive[1:]:
        for name, value in branch.variables.items():
            first = merged.get(name)
            if first is not value and first != value:
                differing[name] = None
        if not merged.keys() <= branch.variables.keys():
            differing.update(dict.fromkeys(name for name in merged if name not in branch.variables))
    for name in differing:
        held = [branch.variables.get(name) for branch in alive]
        merged[name] = _join_values(name, old.get(name), [value for value in held if value is not None], missing=None in held)
    before.variables = merged
    before.guards = tuple(guard for guard in alive[0].guards if all(guard in branch.guards for branch in alive))
    before.backups = tuple(entry for entry in alive[0].backups if all(entry in branch.backups for branch in alive))
    before.copied = tuple(entry for entry in alive[0].copied if all(entry in branch.copied for branch in alive))
    before.made = frozenset().union(*(made_for_certain(branch, before) for branch in alive))
    before.mounts = tuple(dict.fromkeys(mount for branch in alive for mount in branch.mounts))
    cwd = alive[0].cwd
    before.cwd = cwd if all(branch.cwd == cwd for branch in alive) else before.cwd
    arguments = alive[0].arguments
    before.arguments = arguments if all(branch.arguments == arguments for branch in alive) else before.arguments


def after_rounds(leaving: list[Flow], before: Flow, round_over: Flow) -> None:
    """Give the ways that leave an endless loop what the rounds before may have set: ``--force) FORCE=-f; shift;; *) break;;``. A way that sets a
    variable itself keeps its own value.

    Args:
        leaving: the ways out, as they are after the first round; they are changed.
        before: what was known before the loop.
        round_over: what is known where the first round is over and the next one follows.
    """
    for name, value in round_over.variables.items():
        first = before.variables.get(name)
        if value is first or value == first:
            continue
        for way in leaving:
            held = way.variables.get(name)
            if held is first or held == first:
                way.variables[name] = _join_values(name, None, [value] if held is None else [held, value], missing=held is None)


def _join_values(name: str, old: Var | None, values: list[Var], *, missing: bool) -> Var:
    base = old.texts[0].literal if old is not None and len(old.texts) == 1 else None
    arrays = any(value.items is not None for value in values)            # what branches append to an array are elements, not text
    if base is not None and len(values) > 1 and not arrays:
        literals = [value.texts[0].literal for value in values if len(value.texts) == 1]
        grown = [literal for literal in literals if literal is not None and literal.startswith(base) and literal != base]
        if (
            grown
            and all(literal is not None and literal.startswith(base) for literal in literals)
            and len(literals) == len(values)
            and base != ""
            and not (_exclude_each_other(more := [literal[len(base) :] for literal in grown]) and not any(";" in one for one in more))
        ):
            return _grown(base, grown)
        if (
            grown
            and base == ""
            and all(literal is not None for literal in literals)
            and all(literal.endswith((";", "; ", " ")) for literal in grown)
        ):
            return _grown(base, grown)
    texts: dict[Text, None] = {}
    for value in values:
        texts.update(dict.fromkeys(value.texts))
    items = _join_items(old.items if old is not None else None, [value.items for value in values if value.items is not None])
    guard = next((value.guard for value in values if value.guard is not None), None)
    origin = next((value.origin for value in values if value.origin is not None), None)
    kept = tuple(texts)
    only = dict.fromkeys(item for value in values for item in (*value.tells, *(value.items or ())) if _only_tells(item) and item not in (items or ()))
    ways = _ways(old.items if old is not None else None, values) if arrays else ()
    return Var(bounded(kept, name), items, certain=False, origin=origin, guard=guard, tells=tuple(only), ways=ways,
               unset=missing or any(value.unset for value in values))


def _join_items(before: tuple[Text, ...] | None, held: list[tuple[Text, ...]]) -> tuple[Text, ...] | None:
    """Elements that an array may have. What branches appended to it stays together: ``-f a`` and ``-f b`` are two options, not one of two values."""
    if not held:
        return None
    freely = [items for items in held if not any(map(_only_tells, items))]
    if freely and len(freely) < len(held):               # --dry-run is not there whenever something else is
        held = [*freely, *(tuple(item for item in items if not _only_tells(item)) for items in held if items not in freely)]
    start = before or ()
    if all(items[: len(start)] == start for items in held):
        added = dict.fromkeys(items[len(start) :] for items in held)
        longest = [rest for rest in added if not any(other != rest and other[: len(rest)] == rest for other in added)]
        return (*start, *(item for rest in longest for item in rest))[:MAX_ITEMS]
    return tuple(dict.fromkeys(item for items in held for item in items))[:MAX_ITEMS]


def _ways(before: tuple[Text, ...] | None, values: list[Var]) -> tuple[tuple[Text, ...], ...]:
    """The elements of an array after each of several branches that put another word into it, as ``apply`` and ``destroy``; options go together."""
    start = before or ()
    grown = [value.items for value in values if value.items is not None and value.items != start and value.items[: len(start)] == start]
    if not any(value.ways for value in values) and not _exclude_each_other([(items[len(start)].literal or "-") for items in grown]):
        return ()
    ways = dict.fromkeys(way for value in values for way in (value.ways or ((value.items,) if value.items else ())))
    return tuple(ways)[:MAX_WAYS]


def _exclude_each_other(added: Sequence[str]) -> bool:
    """Whether what branches add begins with different words that are no options: each is another command, or another object of it."""
    first = {text.split()[0] for text in added if text.split()}
    return len(first) > 1 and not any(word.startswith(("-", "$")) for word in first)


def _only_tells(item: Text) -> bool:
    """Whether an element is an option with which a command only says what it would do. A lone ``-n`` often takes a value, so it is not judged."""
    return item.literal is not None and item.literal != "-n" and holds_back(item.literal)


def bounded(texts: Sequence[Text], name: str) -> tuple[Text, ...]:
    """Alternatives, not too many; the rest is told as unknown, not left out."""
    most = MOST_WORDS if all(text.literal is not None for text in texts) else MAX_ALTERNATIVES
    return tuple(texts) if len(texts) <= most else (*texts[: most - 1], Text.of(Hole("unknown", name)))


def _grown(base: str, grown: list[str]) -> Var:
    """Each branch appended something to a list of options or commands: what may stand there is all of it."""
    added = list(dict.fromkeys(text[len(base) :] for text in grown))
    acting = [text for text in added if not any(holds_back(word) for word in text.split())]
    ways = [acting, added] if len(acting) < len(added) else [added]        # --dry-run is not there whenever something else is
    return Var(tuple(Text.of(base + "".join(way)) for way in ways), certain=False)
