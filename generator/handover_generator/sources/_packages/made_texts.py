"""Texts that a comprehension makes of literal ones: ``["%s = shop.jobs.%s:main" % (s, s) for s in ["clean", "send"]]``."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from handover_generator.regexes import regex

Texts = Callable[[ast.expr], list[tuple[str, int]]]

_MOST, _LONGEST = 400, 300
_PERCENT = regex(r"%(?:\((\w+)\))?s")
_BRACES = regex(r"\{(\w*)\}")
_MARKS = regex(r"[%{}]")


def made_texts(node: ast.expr, texts: Texts) -> Iterator[tuple[str, int]]:
    """The texts of a comprehension over literal texts, each with the line of the text that it is made of; nothing where it is no such one.

    Args:
        node: any expression.
        texts: gives the literal texts of an expression, with their lines.
    """
    if not isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)) or len(node.generators) != 1:
        return
    loop = node.generators[0]
    if not isinstance(loop.target, ast.Name) or loop.ifs:
        return
    for text, line in texts(loop.iter)[:_MOST]:
        made = _filled(node.elt, {loop.target.id: text})
        if isinstance(made, str):
            yield made, line


def _filled(node: ast.expr, names: dict[str, str]) -> object:
    """What an expression of texts is, with these names set; None where it is more than that."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, (str, int)) else None
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Tuple):
        return tuple(_filled(item, names) for item in node.elts)
    if isinstance(node, ast.Dict):
        return {_filled(key, names): _filled(value, names) for key, value in zip(node.keys, node.values, strict=True) if key is not None}
    if isinstance(node, ast.JoinedStr):
        parts = [_filled(part.value if isinstance(part, ast.FormattedValue) else part, names) for part in node.values]
        return "".join(map(str, parts)) if None not in parts else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mod, ast.Add)):
        return _joined(_filled(node.left, names), _filled(node.right, names), isinstance(node.op, ast.Mod))
    if isinstance(node, ast.Call):
        return _called(node, names)
    return None


def _joined(left: object, right: object, fills: bool) -> object:
    if not isinstance(left, str) or right is None:
        return None
    if not fills:
        return left + right if isinstance(right, str) else None
    given = right if isinstance(right, dict) else dict(enumerate(right if isinstance(right, tuple) else (right,)))
    return _with_places(left, _PERCENT, given)


def _called(node: ast.Call, names: dict[str, str]) -> object:
    given = [_filled(value, names) for value in node.args]
    named = {keyword.arg: _filled(keyword.value, names) for keyword in node.keywords if keyword.arg}
    if isinstance(node.func, ast.Name) and node.func.id == "dict" and not given:
        return named
    owner = _filled(node.func.value, names) if isinstance(node.func, ast.Attribute) else None
    if not isinstance(node.func, ast.Attribute) or not isinstance(owner, str):
        return None
    if node.func.attr == "format":
        places: dict[object, object] = dict(enumerate(given)) | {str(place): value for place, value in enumerate(given)}
        places.update(named)
        return _with_places(owner, _BRACES, places)
    if node.func.attr == "replace" and len(given) == 2 and all(isinstance(one, str) and 0 < len(one) < _LONGEST for one in given):
        return owner.replace(str(given[0]), str(given[1])) if len(owner) < _LONGEST else None
    return getattr(owner, node.func.attr)() if node.func.attr in ("lower", "upper", "strip") and not given else None


def _with_places(text: str, places: re.Pattern[str], given: dict[object, object]) -> str | None:
    """A text with what is given in its places; None where it has others than plain ones, or something is missing."""
    parts: list[str] = []
    end = counted = 0
    for match in places.finditer(text):
        between = text[end : match.start()]
        key: object = match.group(1) or counted
        counted += not match.group(1)
        if _MARKS.search(between) is not None or not isinstance(given.get(key), (str, int)):
            return None
        parts += [between, str(given[key])]
        end = match.end()
    return None if _MARKS.search(text[end:]) is not None else "".join((*parts, text[end:]))
