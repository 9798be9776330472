"""Tests of branches in words for people: "if --force is given", "if STATE_DIR is not set"."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import Answer, Const, Str, UnknownValue, Values
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

_OPTIONS = frozenset({"args", "options", "opts", "opt", "arguments", "parsed", "parsed_args", "cli_args",
                      "namespace", "ns", "params", "flags", "FLAGS"})
_PLUMBING = frozenset({"isinstance", "issubclass", "callable", "hasattr", "iscoroutinefunction", "isawaitable", "iscoroutine", "isgenerator", "type",
                       "isfunction", "isclass", "ismethod", "inspect", "TYPE_CHECKING", "StopIteration", "signature"})
_EXISTS = frozenset({"exists", "isfile", "isdir", "is_file", "is_dir", "lexists"})
_LINKS = frozenset({"islink", "is_symlink"})
_SIGNS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("is", "is not"), ast.NotEq: ("is not", "is"), ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is"),
    ast.In: ("is in", "is not in"), ast.NotIn: ("is not in", "is in"), ast.Lt: ("<", ">="), ast.GtE: (">=", "<"), ast.Gt: (">", "<="),
    ast.LtE: ("<=", ">"),
}
EDITED = (" = True", " = False")
"""How the value of a switch reads that is turned by editing the file, see ``edited``."""
NOT = "not "
"""Begins the name of the hole of an option that was turned round: ``commit = not options["dry_run"]``."""


def turned(value: UnknownValue | Str) -> UnknownValue | Str:
    """What ``not value`` tells: an option turned round; anything else as it stands, as it says what is asked for."""
    hole = value.text.parts[0] if isinstance(value, Str) and len(value.text.parts) == 1 else None
    if not isinstance(hole, Hole) or hole.kind != "flag":
        return value
    name = hole.name.removeprefix(NOT) if hole.name.startswith(NOT) else NOT + hole.name
    return Str(Text((replace(hole, name=name, default=None),)))


def in_words(test: ast.expr, values: Values, holds: bool) -> str:
    """The condition under which a branch is taken.

    Args:
        test: the test as written.
        values: what it may be, to name the option it came from.
        holds: whether the branch is taken when the test holds.

    Returns:
        Words, or '' for a test about types and iteration, which tells a person nothing.
    """
    texts = [value.text for value in values if isinstance(value, Str) and len(value.text.parts) == 1]
    flags = [hole.name for text in texts for hole in text.holes if hole.kind == "flag"]
    inner, positive = test, holds
    while isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.Not):
        inner, positive = inner.operand, not positive
    if flags and not isinstance(inner, (ast.Compare, ast.BoolOp)) and (told := _given(flags, values, holds, test)):
        return told
    if isinstance(inner, (ast.Name, ast.Attribute)) and (switch := _edited(values)) is not None:
        name, _, stands = switch.partition(" = ")
        return f"if {name} is {positive}" if str(positive) == stands else f"if {name} is edited to {positive}"
    if _is_plumbing(inner):
        rest = _besides(inner, positive)
        if rest is None:
            return ""
        inner = rest
    words = _holds(inner) if positive else _fails(inner)
    if words.startswith("--") and " " not in words:
        return f"if {words} is given"
    if words.startswith("not --") and " " not in words[4:]:
        return f"if {words[4:]} is not given"
    return f"if {words}"


def _edited(values: Values) -> str | None:
    """The switch ("DRY_RUN = True") that a value is which is turned by editing the file; None for any other."""
    return next((value.why for value in values if isinstance(value, UnknownValue) and value.why.endswith(EDITED)), None)


def _besides(test: ast.expr, positive: bool) -> ast.expr | None:
    """What else has to hold, or to fail, where a test joins it with one about types; None where nothing else has to."""
    if not isinstance(test, ast.BoolOp) or isinstance(test.op, ast.And) is not positive:
        return None
    rest = [part for part in test.values if not _is_plumbing(part)]
    if not rest:
        return None
    return rest[0] if len(rest) == 1 else ast.copy_location(ast.BoolOp(test.op, rest), test)


def _given(flags: list[str], values: Values, holds: bool, test: ast.expr) -> str:
    """The condition in words where one option decides; "" where something else may stand in its place: what a name was given before is not told
    of one that was given something else, too.
    """
    plain = flags[0].removeprefix(NOT)                       # the value knows each "not" on its way, that of the test among them
    given = holds is (plain == flags[0])
    words = f"if {plain} is {'given' if given else 'not given'}"
    turned_round = isinstance(test, ast.UnaryOp) or flags[0] != plain           # what "not" gives is never known
    others = [value for value in values if not (isinstance(value, Str) and [hole.name for hole in value.text.holes] == flags[:1])
              and not (isinstance(value, Const) and not value.value) and not (turned_round and isinstance(value, UnknownValue))]
    if not others:
        return words
    return f"{words} or the question is answered so" if given and all(isinstance(value, Answer) for value in others) else ""


@remembered
def _is_plumbing(test: ast.expr) -> bool:
    return any(isinstance(n, (ast.Name, ast.Attribute)) and (n.id if isinstance(n, ast.Name) else n.attr) in _PLUMBING for n in nodes_in(test))


@remembered
def _holds(test: ast.expr) -> str:
    return _phrase(test, True)


@remembered
def _fails(test: ast.expr) -> str:
    return _phrase(test, False)


def _phrase(test: ast.expr, positive: bool) -> str:
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, positive = test.operand, not positive
    if isinstance(test, ast.NamedExpr):
        return _phrase(test.value, positive)
    if isinstance(test, ast.BoolOp) and len(test.values) <= 3:
        joined = isinstance(test.op, ast.And) is positive
        return _short((" and " if joined else " or ").join(_phrase(part, positive) for part in test.values))
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right = test.left, test.comparators[0]
        sign = _SIGNS[type(test.ops[0])][0 if positive else 1]
        if isinstance(right, ast.Constant) and right.value is None:
            return f"{_noun(left)} is {'not ' if sign == 'is' else ''}given"
        return _short(f"{_noun(left)} {sign} {_noun(right)}")
    if isinstance(test, ast.Call):
        name = test.func.attr if isinstance(test.func, ast.Attribute) else test.func.id if isinstance(test.func, ast.Name) else ""
        if name in _EXISTS:
            subject = _subject(test)
            if subject is not None:
                return f"{_noun(subject)} {'exists' if positive else 'does not exist'}"
        if name in _LINKS and (linked := _subject(test)) is not None:
            return f"{_noun(linked)} is {'a link' if positive else 'no link'}"
    noun = _noun(test)
    if noun.isupper():
        return f"{noun} is {'set' if positive else 'not set'}"
    return noun if positive else f"not {noun}"


def _subject(call: ast.Call) -> ast.expr | None:
    return call.args[0] if call.args else call.func.value if isinstance(call.func, ast.Attribute) else None


_HOLDS_NOTHING = (
    "os.path.getsize({}) is 0", "getsize({}) is 0", "os.stat({}).st_size is 0", "{}.stat().st_size is 0", "not os.path.getsize({})",
    "not {}.stat().st_size", "not os.listdir({})", "not listdir({})", "len(os.listdir({})) is 0", "os.listdir({}) is []", "not any(os.scandir({}))",
    "not list(os.scandir({}))", "not any({}.iterdir())", "not list({}.iterdir())", "len(list({}.iterdir())) is 0")
"""Tests of a file that is empty, and of a folder with nothing in it."""


def only_a_link(call: ast.AST, conditions: Sequence[str]) -> bool:
    """Whether what a call removes was found just before to be a link, and what the link leads to stays, or to hold nothing."""
    subject = _subject(call) if isinstance(call, ast.Call) else None
    if subject is None or not conditions:
        return False
    noun = _noun(subject)
    words = {f"{noun} is a link", *(test.format(noun) for test in _HOLDS_NOTHING)}
    return any(part in words for condition in conditions if " or " not in condition for part in condition.removeprefix("if ").split(" and "))


def _noun(node: ast.expr) -> str:
    """A value as people call it: options with their dashes, environment variables by their names."""
    if isinstance(node, ast.Attribute) and _tail(node.value) in _OPTIONS:
        return "--" + node.attr.replace("_", "-")
    key = None
    if isinstance(node, ast.Subscript):
        key, holder = node.slice, node.value
    elif isinstance(node, ast.Call) and node.args:
        key = node.args[0]
        holder = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr == "get" else node.func
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        tail = _tail(holder)
        if tail in _OPTIONS:
            return "--" + key.value.lstrip("-").replace("_", "-")
        if tail in ("environ", "getenv"):
            return key.value
    return _short(ast.unparse(node))


def _tail(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else flat[:79] + "…"
