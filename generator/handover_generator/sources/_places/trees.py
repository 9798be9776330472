"""Notations of nested settings: YAML (also with templates in it), JSON, TOML."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml

from handover_generator.sources._places._value import Value
from handover_generator.strict_yaml import NodeLoader

_MAX_VALUES = 3000
_MAX_DEPTH = 12
_MAX_NESTING = 100


def yaml_values(text: str) -> Iterator[Value]:
    """Scalars of every document of a YAML text, built from nodes: no tag is obeyed, no alias is followed twice. Broken text yields what
    stands before the break.
    """
    if "{{" in text:
        text = re.sub(r"^[ \t]*\{\{-?.*?-?\}\}[ \t]*$", "", text, flags=re.MULTILINE)
        text = re.sub(r"(?<=[:\s-] )(\{\{.*?\}\})", lambda match: "'" + match.group(1).replace("'", '"') + "'", text)
    count = 0
    try:
        if _too_deep(text):
            return
        for document in yaml.compose_all(text, Loader=NodeLoader):
            for value in _walk(document, (), set()):
                yield value
                count += 1
                if count > _MAX_VALUES:
                    return
    except (yaml.YAMLError, ValueError, RecursionError, AttributeError):
        return


def _too_deep(text: str) -> bool:
    """Whether brackets or lists nest so deeply that composing nodes, which calls itself in C, would take the process down."""
    depth = 0
    for event in yaml.parse(text, Loader=NodeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_NESTING:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _walk(node: yaml.Node | None, keys: tuple[str, ...], seen: set[int]) -> Iterator[Value]:
    if node is None or id(node) in seen or len(keys) > _MAX_DEPTH:
        return
    if isinstance(node, yaml.ScalarNode):
        if keys and str(node.value).strip():
            yield Value(keys, str(node.value), node.start_mark.line + 1)
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        named = _named_value(node)
        if named is not None:
            yield Value((*keys, named[0]), named[1], named[2])
            return
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _walk(value, (*keys, str(key.value)), seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode):
                pair = re.match(r"([A-Za-z_][\w.]*)=(.*)\Z", str(item.value), re.DOTALL)
                if pair:                                     # environment: [KEY=value]
                    yield Value((*keys, pair.group(1)), pair.group(2).strip(), item.start_mark.line + 1)
                    continue
            yield from _walk(item, keys, seen)


def _named_value(node: yaml.MappingNode) -> tuple[str, str, int] | None:
    """``{name: DB_HOST, value: db1}``, as container platforms write environment variables."""
    pairs = {str(key.value): value for key, value in node.value if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)}
    name, value = pairs.get("name", pairs.get("key", pairs.get("Name"))), pairs.get("value", pairs.get("Value"))
    if name is None or value is None or len(node.value) > 3:
        return None
    return str(name.value), str(value.value), value.start_mark.line + 1


def json_values(text: str) -> Iterator[Value]:
    """Scalars of a JSON text; lines are those on which the value first stands after its key."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    yield from _located(data, text)


def toml_values(text: str) -> Iterator[Value]:
    """Scalars of a TOML text."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return
    yield from _located(data, text)


def _located(data: Any, text: str) -> Iterator[Value]:
    position = 0
    for count, (keys, value) in enumerate(_leaves(data, ())):
        if count > _MAX_VALUES:
            return
        found = text.find(keys[-1], position) if keys else -1
        position = found if found >= 0 else position
        yield Value(keys, value, text.count("\n", 0, position) + 1)


def _leaves(data: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if len(keys) > _MAX_DEPTH:
        return
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, (*keys, str(key)))
    elif isinstance(data, list):
        for item in data:
            yield from _leaves(item, keys)
    elif isinstance(data, (str, int, float)) and not isinstance(data, bool) and keys:
        yield keys, str(data)
