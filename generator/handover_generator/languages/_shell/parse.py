"""Shell text to a tree-sitter tree, with the tiers it falls back to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

import tree_sitter
import tree_sitter_bash

from handover_generator.languages._shell.changes import Changes
from handover_generator.languages._shell.heredocs import unjoined
from handover_generator.languages._shell.mending import mended, settled, softened, swallowed
from handover_generator.languages._shell.redirected_words import in_order
from handover_generator.languages._shell.templates import filled
from handover_generator.languages._shell.test_commands import MAY_STAND, in_brackets
from handover_generator.records import field, record
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._shell.switches import Switch

MAX_BYTES = 1_000_000
MOST_PARTED = 6
MOST_ORDERED = 4                         # so deep may commands with redirections stand in the files of others
MOST_LEFT_OUT = 100                      # lines of one function; the rest of it is left out as a whole
_DOUBLED = regex(r"\{\{|\}\}")
_PLACEHOLDER = regex(r"(?<![\w${\\])\{([A-Za-z_]\w*)\}")

_FUNCTION = regex(
    rb"^(?:function[ \t]+)?([A-Za-z_][\w.:-]*)[ \t]*(?:\([ \t]*\))?[ \t]*\n?\{[ \t]*(?:#[^\n]*)?\n(?:(?!\}).*\n)*?\}", re.MULTILINE
)


@record(frozen=True, slots=True)
class Parsed:
    """A parsed script. ``source`` are the bytes that its nodes count; ``tier`` is ``full`` or ``errors``; ``placeholders`` are names that
    a template fills in before it runs; ``broken`` are lines (from 1) that could not be read. ``tests``: by where a test stands, the variables
    that it reads, how people read it, and its comparisons.
    """

    root: tree_sitter.Node
    source: bytes
    tier: str = "full"
    partial: str | None = None
    placeholders: frozenset[str] = frozenset()
    broken: tuple[int, ...] = ()
    functions: dict[str, tree_sitter.Node] = field(default_factory=dict)
    assigned: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()                            # variables that something else than an assignment changes
    owners: dict[str, Parsed] = field(default_factory=dict)          # functions that had to be parsed on their own
    said: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)   # by where a function starts: its variables, its words
    named: dict[int, str] = field(default_factory=dict)              # by where a function starts: what it does by a name that it is given
    locals: dict[int, frozenset[str]] = field(default_factory=dict)  # by where a function starts: the variables that it declares as its own
    runs_given: dict[int, bool] = field(default_factory=dict)        # by where a function starts: whether it runs what it is given
    tests: dict[tuple[int, int], tuple[list[str], str, list[tuple[tree_sitter.Node, str, tree_sitter.Node]]]] = field(default_factory=dict)
    looped: dict[int, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)   # by where a loop starts: what it assigns, its words
    looks: dict[str, tuple[str | None, ...]] = field(default_factory=dict)                   # by variable: the functions that look at it
    switches: list[Mapping[str, Switch]] = field(default_factory=list)                       # once asked for: the variables that options set


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


def _tree(source: bytes) -> tree_sitter.Node:
    return _parser().parse(source).root_node


def parse(text: str) -> Parsed:
    """Parse shell text. Never raises; what is broken is named in the result."""
    text, placeholders = filled(text)
    source = settled(unjoined(text.encode("utf-8", "surrogateescape")[:MAX_BYTES]))
    plain = source
    root, source = _ordered(*_parted(_tree(source), source))
    plain = source if len(source) == len(plain) else plain
    if MAY_STAND.search(source) is not None and (tested := in_brackets(nodes(root), source)) != source:
        tested = settled(tested)
        if _count_errors(attempt := _tree(tested)) <= _count_errors(root):
            root, source, plain = attempt, tested, tested
    note: str | None = None
    if root.has_error:
        softer = softened(plain)
        if softer != plain:
            attempt = _tree(softer)
            if _count_errors(attempt) < _count_errors(root):
                root, source = _parted(attempt, softer)
    if root.has_error and "{{" in text:
        single = _DOUBLED.sub(lambda match: match.group()[0], _PLACEHOLDER.sub(r"${\1}", _keep_doubled(text))).replace("\0", "")
        other = settled(unjoined(single.encode("utf-8", "surrogateescape")[:MAX_BYTES]))
        attempt = _tree(other)
        if _count_errors(attempt) < _count_errors(root):
            root, source = attempt, other
            placeholders |= frozenset(_PLACEHOLDER.findall(_keep_doubled(text)))
            note = "a template whose names in braces are filled in before it runs"
    blanked: tuple[int, ...] = ()
    if root.has_error:
        root, source, blanked = mended(source, root, _tree, _count_errors)
        if blanked:
            root, source = _parted(root, source)
    functions, assigned, changed = _definitions(root)
    owners: dict[str, Parsed] = {}
    if root.has_error:
        root, source, owners = _by_function(source, root)
        for name, owner in owners.items():
            functions[name] = owner.functions[name]
            assigned |= owner.assigned
            changed |= owner.changed
    lines = {*blanked, *(_error_lines(root) if root.has_error else ())}
    for owner in owners.values():
        lines |= set(owner.broken)
    broken = tuple(sorted(lines))
    if broken:
        note = f"syntax not understood in line{'s' if len(broken) > 1 else ''} {', '.join(map(str, broken[:5]))}"
    return Parsed(root=root, source=source, tier="errors" if broken else "full", partial=note, placeholders=placeholders, broken=broken,
                  functions=functions, assigned=assigned, changed=changed, owners=owners)


def _ordered(root: tree_sitter.Node, source: bytes) -> tuple[tree_sitter.Node, bytes]:
    """A text whose commands have their words before their redirections, and its tree; as it was where that makes it harder to read."""
    for _ in range(MOST_ORDERED):
        ordered = in_order(root, source)
        if ordered == source or ((attempt := _tree(ordered)).has_error and _count_errors(attempt) > _count_errors(root)):
            break
        root, source = attempt, ordered
    return root, source


def _parted(root: tree_sitter.Node, source: bytes) -> tuple[tree_sitter.Node, bytes]:
    """A text whose commands end with their lines, and its tree; as it was where that makes it harder to read."""
    for _ in range(MOST_PARTED):
        parted = source
        for end in swallowed(root, source):
            parted = parted[:end] + b";" + parted[end:]
        if parted == source or _count_errors(attempt := _tree(parted)) > _count_errors(root):
            break
        root, source = attempt, parted
    return root, source


def _by_function(source: bytes, root: tree_sitter.Node) -> tuple[tree_sitter.Node, bytes, dict[str, Parsed]]:
    """A broken script cut at its functions, so that one mistake does not hide the others: (rest, its source, functions by name)."""
    owners: dict[str, Parsed] = {}
    rest = source
    for match in _FUNCTION.finditer(source):
        name = match.group(1).decode("utf-8", "replace")
        piece = b"\n" * source.count(b"\n", 0, match.start()) + match.group()
        tree = _tree(piece)
        functions, assigned, changed = _definitions(tree)
        left: tuple[int, ...] = ()
        if name not in functions:                        # what stands in a function is no statement of the script, whatever it is
            piece, left = _readable(piece, name)
            tree = _tree(piece)
            functions, assigned, changed = _definitions(tree)
            if name not in functions:
                continue
        broken = tuple(sorted({*left, *(_error_lines(tree) if tree.has_error else ())}))
        owners[name] = Parsed(root=tree, source=piece, functions=functions, assigned=assigned, changed=changed, broken=broken)
        blank = b"\n" * match.group().count(b"\n")
        rest = rest.replace(match.group(), blank, 1)
    if not owners:
        return root, source, {}
    return _tree(rest), rest, owners


def _readable(piece: bytes, name: str) -> tuple[bytes, tuple[int, ...]]:
    """The text of a function that does not parse, with those of its lines that can be read; and the lines from 1 that were left out."""
    lines = piece.split(b"\n")
    opening = next((index for index, line in enumerate(lines) if b"{" in line), len(lines) - 1)
    inside = range(opening + 1, len(lines) - 1)
    kept = [*lines[: opening + 1], *(b"" for _ in inside), lines[-1]]
    if len(inside):
        kept[opening + 1] = b":"                         # a function holds at least one command
    left: list[int] = []
    for index in inside:
        if not lines[index].strip():
            continue
        before, kept[index] = kept[index], lines[index]
        tree = _tree(b"\n".join(kept)) if len(left) < MOST_LEFT_OUT else None
        if tree is None or tree.has_error or name not in _definitions(tree)[0]:
            kept[index] = before
            left.append(index + 1)
    return b"\n".join(kept), tuple(left)


def _keep_doubled(text: str) -> str:
    """Doubled braces set apart, so that a name inside them is not taken for a placeholder."""
    return text.replace("{{", "{\0{").replace("}}", "}\0}").replace("{\0{", "{{\0").replace("}\0}", "\0}}")


def nodes(root: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """All nodes below and with ``root``, in order, without recursion."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def _count_errors(root: tree_sitter.Node) -> int:
    return sum(1 for node in nodes(root) if node.is_error or node.is_missing)


def _error_lines(root: tree_sitter.Node) -> set[int]:
    return {node.start_point[0] + 1 for node in nodes(root) if node.is_error or node.is_missing}


def _definitions(root: tree_sitter.Node) -> tuple[dict[str, tree_sitter.Node], frozenset[str], frozenset[str]]:
    """Functions by name (the last definition wins), the names of variables that are assigned anywhere, and of those that change otherwise."""
    functions: dict[str, tree_sitter.Node] = {}
    assigned: set[str] = set()
    changes = Changes()
    for node in nodes(root):
        changes.look(node)
        if node.type == "function_definition":
            name = node.child_by_field_name("name")
            if name is not None:
                functions[text_of(name)] = node
        elif node.type == "variable_assignment":
            name = node.child_by_field_name("name")
            value = node.child_by_field_name("value")
            if name is not None and (value is None or not _is_itself(text_of(name), text_of(value))):
                assigned.add(text_of(name).partition("[")[0])
        elif node.type == "for_statement":
            name = node.child_by_field_name("variable")
            if name is not None:
                assigned.add(text_of(name))
        elif node.type == "command":
            name = node.child_by_field_name("name")
            if name is not None and text_of(name) in ("read", "getopts", "mapfile", "readarray", "printf"):
                assigned.update(text_of(child) for child in node.named_children if child.type == "word")
    return functions, frozenset(assigned), changes.gathered(functions)


def _is_itself(name: str, value: str) -> bool:
    """``export A=$A``: given on, not set."""
    return value.strip('"') in (f"${name}", f"${{{name}}}")


def text_of(node: tree_sitter.Node) -> str:
    """The source of a node."""
    return (node.text or b"").decode("utf-8", "surrogateescape")


def line_of(node: tree_sitter.Node) -> int:
    """The line a node starts on, from 1."""
    return node.start_point[0] + 1


def behind_document(node: tree_sitter.Node) -> tuple[list[tree_sitter.Node], list[str]]:
    """What ``cat > f <<EOF && b || c`` runs behind the command that the document is given to, with the signs before each: the grammar hangs it
    below the document.
    """
    for redirect in node.children:
        signs = [text_of(child) for child in redirect.children if not child.is_named and text_of(child) in ("&&", "||")]
        if redirect.type == "heredoc_redirect" and signs:
            last = next(child for child in reversed(redirect.named_children) if child.type not in ("heredoc_start", "heredoc_body", "heredoc_end"))
            parts, operators = flat(last)
            return parts, [signs[-1], *operators]
    return [], []


def without_document(node: tree_sitter.Node) -> tree_sitter.Node:
    """The command that a here document is given to, where something else follows on its line."""
    body = node.child_by_field_name("body") if node.type == "redirected_statement" and behind_document(node)[0] else None
    return body if body is not None else node


def flat(node: tree_sitter.Node) -> tuple[list[tree_sitter.Node], list[str]]:
    """``a && b || c`` as its parts and the signs between them."""
    parts: list[tree_sitter.Node] = []
    operators: list[str] = []
    while node.type == "list":
        named = [child for child in node.children if child.is_named]
        sign = next((text_of(child) for child in node.children if not child.is_named and text_of(child) in ("&&", "||")), "&&")
        if len(named) < 2:
            break
        parts.append(named[-1])
        operators.append(sign)
        node = named[0]
    parts.append(node)
    return parts[::-1], operators[::-1]
