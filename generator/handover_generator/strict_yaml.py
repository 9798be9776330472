"""YAML written by people, read strictly: positions kept, duplicates refused, YAML 1.2 scalars, bounded.

PyYAML's C parser composes nodes with marks; values are built from the nodes here, so no constructor ever runs. ``on``, ``no``, ``12:30``
and dates stay text; only ``true``/``false``, ``null``/``~``, and plain integers and floats are converted.
"""

from __future__ import annotations

import sys
from typing import Any

import yaml

from handover_generator.errors import ConfigurationError
from handover_generator.records import field, record
from handover_generator.regexes import regex

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_ALIASES = 100
MAX_NODES = 200_000

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = regex(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_FLOAT = regex(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")

_STANDARD = "tag:yaml.org,2002:"
# The tag of a plain scalar: nobody has looked yet at what it is.
_PLAIN = _STANDARD + "value"
# What plain YAML resolves to by itself. A name not in this list was written by hand and asks for a constructor.
_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value"})

TAB = "\t"

Path = tuple[str | int, ...]


class TooDeep(Exception):
    """Collections nest deeper than ``NodeLoader.limit``, or nearly so."""


class NodeLoader(_Base):  # type: ignore[misc]
    """Composes nodes, and leaves to others what plain scalars mean: working that out by PyYAML's own rules takes as long as all the rest.

    ``limit``: raises ``TooDeep`` where a node lies that deep.
    """

    limit = sys.maxsize

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._level = 0

    def descend_resolver(self, current_node: yaml.Node | None, current_index: object) -> None:
        """Called on the way into each node."""
        self._level += 1
        if self._level > self.limit:
            raise TooDeep

    def ascend_resolver(self) -> None:
        """Called on the way out."""
        self._level -= 1

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        """The tag of a node that states none."""
        if kind is yaml.ScalarNode:
            return _PLAIN if implicit[0] else _STANDARD + "str"
        return _STANDARD + ("map" if kind is yaml.MappingNode else "seq")


class _ShallowLoader(NodeLoader):
    limit = MAX_DEPTH


@record(slots=True)
class Document:
    """A parsed document. ``positions`` maps the path of each value to (line, column), both from 1; keys of mappings stand under
    ``(*path, "<key>", name)``.
    """

    source: str
    data: Any = None
    positions: dict[Path, tuple[int, int]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int, int]:
        """(line, column) of a value; of its nearest known parent where it has none."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, (1, 1))

    def problem(self, path: Path, reason: str) -> str:
        """``file:line:column: reason`` with the line itself below."""
        line, column = self.place(path)
        return f"{self.source}:{line}:{column}: {reason}{self.quoted(line)}"

    def quoted(self, line: int) -> str:
        """A line as it is written, below a message: its indentation stays, so that the column fits; a tab is drawn, as nobody sees one."""
        text = self.lines[line - 1].rstrip()[:160] if line <= len(self.lines) else ""
        return f"\n    {text.replace(TAB, '→')}" if text.strip() else ""


def parse(text: str, source: str, twice: list[str] | None = None) -> Document:
    """Parse one YAML document.

    Args:
        text: the file's text.
        source: its path, for messages.
        twice: takes the mistakes of keys that stand twice, which are then not raised, so that others can be told beside them; what stands under both
            is put together, and where both say something else the first counts.

    Raises:
        ConfigurationError: syntax errors, duplicate keys, tags, too deep, too many aliases, too large, more than one document.
    """
    documents = _compose(text, source, many=False, twice=twice)
    return documents[0] if documents else Document(source, lines=text.split("\n"))


def parse_all(text: str, source: str) -> list[Document]:
    """Parse a file of several documents, separated by ``---``; arguments and errors as for ``parse``."""
    return _compose(text, source, many=True)


def _compose(text: str, source: str, *, many: bool, twice: list[str] | None = None) -> list[Document]:
    blank = Document(source, lines=text.split("\n"))
    if len(text) > MAX_BYTES:
        raise ConfigurationError([f"{source}:1:1: larger than {MAX_BYTES} bytes; split it into several files"])
    try:
        if text.count("*") > MAX_ALIASES:
            _refuse_bombs(text, blank)
        try:
            roots = _roots(text, many, _ShallowLoader)
        except TooDeep:
            _refuse_bombs(text, blank)
            roots = _roots(text, many, NodeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason = f"not valid YAML: {error.problem or error.context}{_hint(str(error.problem), blank.lines[:line], column)}"
        raise ConfigurationError([f"{source}:{line}:{column}: {reason}{blank.quoted(line)}"]) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        raise ConfigurationError([f"{source}:{line}:{column}: not valid YAML: a character that may not stand in a text file"]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ConfigurationError([f"{source}:1:1: not valid YAML: {reason}"]) from None
    documents: list[Document] = []
    problems: list[str] = []
    for root in roots:
        if root is not None:
            document = Document(source, lines=blank.lines)
            document.data = _Builder(document, problems, problems if twice is None else twice).build(root, ())
            documents.append(document)
    if problems:
        raise ConfigurationError([*problems, *(twice or ())])
    return documents


def _hint(problem: str, lines: list[str], column: int) -> str:
    """What to do about a mistake of form, which the parser tells in words of its own: "; indent with spaces, ..."; '' where it is plain.

    Args:
        problem: the parser's words.
        lines: the text up to the line that they are about.
        column: of that line, from 1.
    """
    line = lines[-1] if lines else ""
    if TAB in line[: len(line) - len(line.lstrip())] or line[column - 1 : column] == TAB:
        return "; a tab stands there: indent with spaces"
    above = next((row for row in reversed(lines[:-1]) if row.strip() and not row.lstrip().startswith("#")), "")
    deeper = _indent(line) > _indent(above)
    if "mapping values are not allowed" in problem:
        if deeper and line[: column - 1].count(":") == 0:
            return "; this line is indented deeper than the one above it, which already has a value: give both as many spaces"
        return "; a value that holds ': ' must stand in quotes"
    if "could not find expected ':'" in problem:
        return "; a key needs a ':' behind it, and what belongs to it is indented deeper than it"
    if "expected key" in problem or "block" in problem or "'-' indicator" in problem:
        return "; the indentation fits no line above: give what stands side by side as many spaces"
    if "expected ','" in problem:
        return "; a '[' or '{' is not closed before this, or a value that holds one of []{},: must stand in quotes"
    if "cannot start any token" in problem:
        return "; a value that begins with @, ` or % must stand in quotes"
    return "; a quote or a bracket is opened and not closed" if "end of stream" in problem else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _roots(text: str, many: bool, loader: type[NodeLoader]) -> list[yaml.Node | None]:
    return list(yaml.compose_all(text, Loader=loader)) if many else [yaml.compose(text, Loader=loader)]


def _refuse_bombs(text: str, document: Document) -> None:
    depth = aliases = 0
    for event in yaml.parse(text, Loader=NodeLoader):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        if depth > MAX_DEPTH or aliases > MAX_ALIASES:
            reason = f"nested deeper than {MAX_DEPTH} levels" if depth > MAX_DEPTH else f"more than {MAX_ALIASES} aliases"
            mark = event.start_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            raise ConfigurationError([f"{document.source}:{line}:{column}: {reason}"])


class _Builder:
    def __init__(self, document: Document, problems: list[str], twice: list[str]) -> None:
        self.document = document
        self.problems = problems
        self.twice = twice
        self.nodes = 0
        self.open: set[int] = set()

    def build(self, node: yaml.Node, path: Path) -> Any:
        self.nodes += 1
        position = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.document.positions.setdefault(path, position)
        # Aliases can nest deeper than the text does, and can contain themselves.
        if self.nodes > MAX_NODES or id(node) in self.open or len(self.open) > 2 * MAX_DEPTH:
            if not any("aliases" in problem for problem in self.problems):
                reason = f"its aliases expand to too much: more than {MAX_NODES} values, or into themselves"
                self.problems.append(self.document.problem(path, reason))
            return None
        if node.tag.removeprefix(_STANDARD) not in _TAGS:
            self.problems.append(self.document.problem(path, f"the tag {node.tag} is not allowed"))
            return None
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
            if not isinstance(node, yaml.ScalarNode):
                return None
            # A plain number whose tag says text: ``!!str`` stands before it.
            as_text = node.tag == _STANDARD + "str" and _INT.match(node.value) is not None
            return _scalar(node.value, plain=not node.style and not as_text)  # the C parser gives "" for plain
        finally:
            self.open.discard(id(node))

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else None
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if key is None:
                self.problems.append(f"{self.document.source}:{line}:{column}: a key must be text")
                continue
            if key in result:
                first = self.document.positions[(*path, "<key>", key)]
                again = f"'{key}' stands here a second time; the first is in line {first[0]}; make one of them"
                self.twice.append(f"{self.document.source}:{line}:{column}: {again}")
                result[key] = _together(result[key], self.build(value_node, (*path, key)))
                continue
            self.document.positions.setdefault((*path, "<key>", key), (line, column))
            result[key] = self.build(value_node, (*path, key))
        return result


def _together(first: Any, second: Any) -> Any:
    """What stands under a key twice; where both say something, the first."""
    if isinstance(first, dict) and isinstance(second, dict):
        return {**first, **{key: _together(first[key], value) if key in first else value for key, value in second.items()}}
    return second if first is None else first


def _scalar(value: str, *, plain: bool) -> str | int | float | bool | None:
    if not plain:                        # quoted or block: always text
        return value
    if value in ("true", "True", "TRUE"):
        return True
    if value in ("false", "False", "FALSE"):
        return False
    if value in ("", "~", "null", "Null", "NULL"):
        return None
    if _INT.match(value):
        return int(value)
    if _FLOAT.match(value) and any(mark in value for mark in ".eE"):
        return float(value)
    return value
