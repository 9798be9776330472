"""Tests and conditions: what they read and compare, and which guards the names of their variables make of them."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence

import tree_sitter

from handover_generator.languages._shell.condition_words import COMPARISONS
from handover_generator.languages._shell.locks import Lock
from handover_generator.languages._shell.parse import nodes, text_of
from handover_generator.model.behaviour import ACTS_ONLY, Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.model.text import Text
from handover_generator.records import field, record
from handover_generator.regexes import regex

_DRY = regex(
    r"(?:.*_)?(?:dry[-_]?run|dry|noop|no_act|simulate|simulation|pretend|preview|just_print|test_run|check_only|whatif|print_only"
    r"|(?:print|show|echo)_(?:commands?|cmds?|sql))(?:_.*)?\Z",
    re.IGNORECASE,
)
_WET = regex(
    r"(?:do_?|really_?|no_?)?(?:commit|apply|execute|really|live|for_real|doit|do_it|wet_run|confirm_delete|run_for_real)(?:_?run|_?mode|_?changes)?\Z",
    re.IGNORECASE,
)
_DRY_WORD = regex(r"--(?:dry-?run|no-?op|noop|simulate|pretend|preview|what-?if|just-print)|dry[-_]?run|noop|simulate|pretend", re.IGNORECASE)
_ASKS = regex(r"(?:.*_)?(?<!no_)(?<!non_)(?:interactive|ask|prompt|confirm)(?:_(?:first|user|mode|each|all))?\Z", re.IGNORECASE)
_TURNED = regex(r"!|-z\b|\bfalse\b|\bno\b|(?<![\w.$])0\b", re.IGNORECASE)
_SKIPPING = regex(r"--?(?:y|f|yes|assume-?yes|force|no-?(?:prompts?|confirm(?:ation)?|input|interaction|ask)|non-?interactive|batch"
                  r"|auto-?approve|skip-confirm(?:ation)?|unattended)")
_SKIP = regex(
    r"(?:.*_)?(?:yes|assume_yes|(?:force|forced|skip|confirm|prompt|ask)(?:_\w+)?|no_?(?:confirm|prompt|ask|input)|(?:non_?)?interactive|batch|"
    r"auto_?approve|unattended|quiet_yes)\Z",
    re.IGNORECASE,
)
_LEAVES = regex(r"(?:exit|return|die|fail|abort|usage|error_?exit|exit_?with\w*)\b")
_ASKS_FOR_SET = regex(r"(?:\A|\s)-n\s+[\"']?\$\{?\w+(?::?-)?\}?[\"']?(?=\s|\Z)"
                      r"|\$\{?\w+(?::?-)?\}?[\"']?\s*={1,2}\s*[\"']?(?:1|y|yes|true|on)[\"']?(?=\s|\Z)")
_VARIABLE_IN = regex(r"\$\{[^}]*\}|\$\w+")
_GIVEN = regex(r"\A-v\s+[A-Za-z_]\w*\Z")


@record(slots=True)
class Probe:
    """What a condition says, and the ``lock`` that it takes. ``decided``: its value where constants decide it. ``place``: it compares what tells
    environments apart; ``argument_place``: only an argument does, or two targets are compared with one another, which counts where the script stops
    on it. ``known``: what variables are where it holds. ``any_place``: whatever it compares with, production will do where the script goes on;
    ``other_place``: so it will on the other side.
    ``seldom``: where the script is left if it holds, that takes something besides the place which is not so unless somebody sees to it.
    """

    text: str = ""
    decided: bool | None = None
    guards: list[Guard] = field(default_factory=list)
    place: bool = False
    argument_place: bool = False
    any_place: bool = False
    other_place: bool = False
    seldom: bool = False
    known: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    bypass: str | None = None
    at: Location | None = None
    lock: Lock | None = None

    def held(self, holds: bool) -> list[Guard]:
        """The lock that stands where the condition ``holds``, or does not."""
        return [self.lock.guard] if self.lock is not None and self.lock.when == holds else []


def names_in(node: tree_sitter.Node) -> list[str]:
    """The variables a piece of a script reads, in order."""
    found: dict[str, None] = {}
    for inner in nodes(node):
        if inner.type in ("variable_name", "special_variable_name"):
            found[text_of(inner)] = None
        elif inner.type == "word" and _GIVEN.search(text_of(inner.parent) if inner.parent is not None else ""):
            found[text_of(inner)] = None                         # [[ -v NAME ]] asks for a variable without a dollar
    return list(found)


_PLACE = regex(r"\[(?:-?\d+|[@*])\]\Z")


def reads_some_element(node: tree_sitter.Node) -> bool:
    """Whether a piece of a script reads the element of an array whose place only a run knows."""
    return any(inner.type == "subscript" and _PLACE.search(text_of(inner)) is None for inner in nodes(node))


_ITSELF = regex(r"\"?\$(?:0|\{0\})\"?")
_ITS_FILE = regex(r"\"?\$(?:BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\})\"?")
_RETURNS = regex(r"\(\s*return(?:\s+0)?(?:\s+2>\s*/dev/null)?\s*\)(?:\s*(?:&|2)?>\s*/dev/null)?")


def asks_whether_sourced(left: tree_sitter.Node, right: tree_sitter.Node) -> bool:
    """Whether a comparison is one of ``$0`` with ``$BASH_SOURCE``: they are the same where the file is run, and not where it is read in."""
    sides = text_of(left).strip(), text_of(right).strip()
    return any(_ITSELF.fullmatch(one) and _ITS_FILE.fullmatch(other) for one, other in (sides, sides[::-1]))


def returns_only(node: tree_sitter.Node) -> bool:
    """Whether a command is ``(return 0 2>/dev/null)``, which asks the same."""
    return _RETURNS.fullmatch(text_of(node).strip()) is not None


def is_test(node: tree_sitter.Node) -> bool:
    """Whether a statement only tests something: ``[ ... ]``, ``[[ ... ]]``, ``test ...``."""
    name = node.child_by_field_name("name") if node.type == "command" else None
    return node.type == "test_command" or (name is not None and text_of(name) in ("test", "[", "[["))


def operands_of(node: tree_sitter.Node) -> list[tuple[tree_sitter.Node, str, tree_sitter.Node]]:
    """The comparisons inside a condition: left, operator, right."""
    found = []
    for inner in nodes(node):
        if inner.type == "binary_expression":
            left, right, operator = (inner.child_by_field_name(name) for name in ("left", "right", "operator"))
            if left is not None and right is not None and operator is not None and text_of(operator) in COMPARISONS:
                found.append((left, text_of(operator), right))
    return found


def judge_names(names: list[str], at: Location, *, boolean: bool, default: str | None = None) -> list[Guard]:
    """Guards by the names of tested variables: dry runs and their opposites."""
    guards = []
    for name in names:
        if _DRY.match(name):
            on = default is not None and not _FLAGLIKE_OFF.match(default)
            guards.append(Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"${name} is tested", default_on=on))
        elif boolean and _WET.match(name):
            guards.append(Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{ACTS_ONLY}${name}", default_on=True))
    return guards


_FLAGLIKE_OFF = regex(r"(?:0|n|no|false|off|)\Z", re.IGNORECASE)


def is_safe(name: str) -> bool:
    """Whether a variable is called like a switch that keeps a script from acting."""
    return _DRY.match(name) is not None


def asks_for_nothing(constant: str) -> bool:
    """Whether a word that something is compared with asks to change nothing: ``--dry-run``, ``dryrun`` as a mode."""
    return _DRY_WORD.fullmatch(constant) is not None


def skips_question(name: str) -> bool:
    """Whether a variable's name says that it goes round a question."""
    return _SKIP.match(name) is not None


def holds_back_if(name: str, value: str | None) -> bool:
    """Whether a variable that a file sets to a value is a switch that keeps it from acting until somebody edits the file."""
    if value is None:
        return False
    return _DRY.match(name) is not None and not is_off(value) if not is_off(value) else _WET.match(name) is not None


def asks_where_on(name: str, test: str) -> bool:
    """Whether a variable's name says that questions are asked where it is set, and a test holds where it is."""
    return _ASKS.match(name) is not None and _TURNED.search(test) is None


def is_off(constant: str) -> bool:
    """Whether a word turns something off."""
    return _FLAGLIKE_OFF.match(constant) is not None


def skips_questions(constant: str) -> bool:
    """Whether a word that something is compared with is an option that goes round questions."""
    return _SKIPPING.fullmatch(constant) is not None


def leaves(body: Sequence[tree_sitter.Node]) -> bool:
    """Whether the last of some statements, by its words, ends the script or the function that they stand in."""
    last = next((statement for statement in reversed(body) if statement.type != "comment"), None)
    return last is not None and _LEAVES.match(text_of(last)) is not None


def off_unless_given(source: str) -> bool:
    """Whether a test asks for something that is not so unless somebody sees to it: a variable that is set, or on."""
    return _ASKS_FOR_SET.search(source) is not None


def without_variables(pattern: str) -> str:
    """What stands in a pattern besides variables."""
    return _VARIABLE_IN.sub("", pattern)


def pattern_matches(value: str, pattern: str) -> bool:
    """Whether a literal matches a case pattern or the right side of ``==``."""
    return fnmatch.fnmatchcase(value, pattern)
