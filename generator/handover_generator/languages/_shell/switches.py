"""Variables that options of a command line set: ``X=no`` and, behind ``--delete)``, ``X=yes``. What they are where no option is given, and which
option makes something else of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import tree_sitter

from handover_generator.languages._shell.judging import asks_for_nothing
from handover_generator.languages._shell.parse import Parsed, nodes, text_of
from handover_generator.model.behaviour import ACTS_ONLY, Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.records import field, record, replace
from handover_generator.regexes import regex

_PATTERN = regex(r"--?[A-Za-z][\w-]*=?\*?|[A-Za-z]")
_COMPARED = regex(r"=\s*[\"']?(--?[A-Za-z][\w-]*)[\"']?(?=[\s\]])")
_DEFAULT = regex(r"\$\{(\w+):?-([\w-]*)\}")
_ON, _OFF = regex(r"(?i)(?:1|y|yes|true|on)\Z"), regex(r"(?i)(?:0|n|no|false|off|)\Z")
_DOES = regex(r"--(?:really-|do-)?(?:commit|apply|execute|really|live|for-real|doit|do-it)(?:-(?:changes|run))?"
              r"|--(?:no|not|non|disable|without)-(?:dry-?run|simulate|simulation|pretend|what-?if)|--wet(?:-run)?")
_REMOVES = regex(r"--(?:really-|do-)?(?:delete|remove|purge|prune|destroy|wipe|drop|clean|clean-?up)(?:-(?!existing|first|before|previous)[a-z]+)*")
"""What clears the place for something else first is no dry run of that."""
_BRANCHES = frozenset({"if_statement", "elif_clause", "else_clause", "case_item", "while_statement", "for_statement", "list", "subshell",
                       "command_substitution"})
_ASKED_FOR = regex(rb"--?[A-Za-z][\w-]*[\"']?\)|[\"'=]\s*--?[A-Za-z]|getopts")
"""A file without this asks for no option."""


@record(slots=True)
class Switch:
    """``rest``: whether it is on where no option is given; None where that is not known. ``turns``: by option, whether that puts it on."""

    rest: bool | None = False
    turns: dict[str, bool] = field(default_factory=dict)

    @property
    def turner(self) -> str | None:
        """The longest name of an option that makes something else of it than it is."""
        return max((name for name, on in self.turns.items() if on is not self.rest), key=len, default=None) if self.rest is not None else None


def switch_guard(switch: Switch, name: str, at: Location, *, removal: bool) -> Guard | None:
    """The dry run that a test of a variable is by the option that sets it; None for any other option, and where none makes something else of it.

    Args:
        switch: what is known of the variable.
        name: what it is called.
        at: the test.
        removal: whether ``--delete`` and its like count, too.
    """
    turner = switch.turner
    if turner is None:
        return None
    if _DOES.fullmatch(turner) or (removal and _REMOVES.fullmatch(turner)):
        return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{ACTS_ONLY}{turner}", default_on=True)
    return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"${name} is tested", default_on=False) if asks_for_nothing(turner) else None


def is_removal(guard: Guard) -> bool:
    """Whether a dry run is one since nothing is removed without an option."""
    return guard.kind is GuardKind.DRY_RUN and _REMOVES.fullmatch(guard.detail.removeprefix(ACTS_ONLY)) is not None


def as_it_stands(guard: Guard, switch: Switch, *, safe: bool) -> Guard | None:
    """A dry run that was judged by the name of its variable, with what that is where no option is given; None where it is never one.

    Args:
        guard: the dry run.
        switch: what is known of the variable.
        safe: whether nothing is done where it is on (``DRY_RUN``), and not where it is off (``COMMIT``).
    """
    if switch.rest is None:
        return guard
    default_on = switch.rest is safe
    return replace(guard, default_on=default_on) if default_on or switch.turner is not None else None


def switches_in(parsed: Parsed) -> Mapping[str, Switch]:
    """The variables of a file that options set to words that say yes or no, by name; kept with the file."""
    if not parsed.switches:
        parsed.switches.append(_found(parsed.root) if _ASKED_FOR.search(parsed.source) is not None else {})
    return parsed.switches[0]


def _found(root: tree_sitter.Node) -> Mapping[str, Switch]:
    found: dict[str, Switch] = {}
    rests: dict[str, set[bool | None]] = {}
    for node in nodes(root):
        named = node.child_by_field_name("name") if node.type == "variable_assignment" else None
        if named is None:
            continue
        name, value = text_of(named), node.child_by_field_name("value")
        on, options = _says(text_of(value) if value is not None else "", name), _options(node)
        if options and on is not None:
            found.setdefault(name, Switch()).turns.update(dict.fromkeys(options, on))
        else:
            rests.setdefault(name, set()).add(on if options == () else None)
    for name, switch in found.items():
        known = rests.get(name, {False})
        switch.rest = next(iter(known)) if len(known) == 1 else None
    return found


def _says(value: str, name: str) -> bool | None:
    """Whether a word that is assigned says yes or no; of ``${X:-no}``, the default."""
    word = value.strip("\"'")
    default = _DEFAULT.fullmatch(word)
    if default is not None and default.group(1) == name:
        word = default.group(2)
    return True if _ON.match(word) else False if _OFF.match(word) else None


def _options(node: tree_sitter.Node) -> tuple[str, ...] | None:
    """The options behind which an assignment stands; () where it stands behind nothing, None where it stands behind anything else."""
    within = node.parent
    while within is not None and within.type not in _BRANCHES:
        within = within.parent
    if within is None:
        return ()
    if within.type == "case_item":
        words = [text_of(child).strip("\"'") for index, child in enumerate(within.children) if within.field_name_for_child(index) == "value"]
        return tuple(words) if words and all(map(_PATTERN.fullmatch, words)) else None
    if within.type in ("if_statement", "elif_clause", "list"):
        asked = text_of(within).partition("then" if within.type != "list" else "&&")[0]
        return tuple(_COMPARED.findall(asked)) or None if "!" not in asked else None
    return None
