"""setup.py, read through ``ast`` and never run, and setup.cfg."""

from __future__ import annotations

import ast
import configparser
import posixpath
import re

from handover_generator.sources._packages._found import Found, line_of
from handover_generator.sources._packages.made_texts import made_texts
from handover_generator.sources._python_text import tree_of

_DEPENDENCIES = ("install_requires", "requires", "setup_requires", "tests_require", "extras_require")


def read_setup_py(path: str, text: str) -> Found | None:
    """A setup.py: the literal arguments of its ``setup()`` call, names of module level constants followed.

    Returns:
        None when the text is not Python that can be parsed, or calls no ``setup``.
    """
    tree = tree_of(text)
    if tree is None:
        return None
    names: dict[str, ast.expr] = {}
    calls: list[ast.Call] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            names.setdefault(node.targets[0].id, node.value)
        elif isinstance(node,
                        ast.Call) and (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) == "setup":
            calls.append(node)
    if not calls:
        return None
    found = Found(path)
    for call in calls:
        arguments = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        for keyword in call.keywords:
            spread = _follow(keyword.value, names) if keyword.arg is None else None
            arguments |= {key: value for key, value, _ in _items(spread, names)} if spread is not None else {}
        for key in _DEPENDENCIES:
            for requirement, line in _texts(arguments.get(key), names):
                found.require(requirement, line)
        _entry_points(found, arguments.get("entry_points"), names)
        for script, line in _texts(arguments.get("scripts"), names):
            found.commands.append((posixpath.basename(script), "scripts", script, line))
        for key, value, _ in _items(_follow(arguments.get("package_dir"), names), names):
            folder = _follow(value, names)
            if key == "" and isinstance(folder, ast.Constant) and isinstance(folder.value, str):
                found.roots.append(folder.value)
    return found


def _follow(node: ast.expr | None, names: dict[str, ast.expr], depth: int = 0) -> ast.expr | None:
    while isinstance(node, ast.Name) and depth < 8:
        node, depth = names.get(node.id), depth + 1
    return node


def _items(node: ast.expr | None, names: dict[str, ast.expr]) -> list[tuple[str, ast.expr, int]]:
    """(key, value, line) of a dict display or a ``dict(...)`` call."""
    if isinstance(node, ast.Dict):
        return [(key.value, value, key.lineno) for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        return [(keyword.arg, keyword.value, keyword.value.lineno) for keyword in node.keywords if keyword.arg]
    return []


def _texts(node: ast.expr | None, names: dict[str, ast.expr], depth: int = 0) -> list[tuple[str, int]]:
    """All literal strings of an expression of lists, sums and dicts, with their lines."""
    node = _follow(node, names)
    if node is None or depth > 12:
        return []
    if isinstance(node, ast.Constant):
        return [(node.value, node.lineno)] if isinstance(node.value, str) else []
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [text for item in node.elts for text in _texts(item.value if isinstance(item, ast.Starred) else item, names, depth + 1)]
    if isinstance(node, ast.BinOp):
        return _texts(node.left, names, depth + 1) + _texts(node.right, names, depth + 1)
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return list(made_texts(node, lambda inner: _texts(inner, names, depth + 1)))
    return [text for _, value, _ in _items(node, names) for text in _texts(value, names, depth + 1)]


def _entry_points(found: Found, node: ast.expr | None, names: dict[str, ast.expr]) -> None:
    node = _follow(node, names)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        _ini_points(found, node.value, node.lineno)
        return
    for group, value, _ in _items(node, names):
        for text, line in _texts(value, names):
            for offset, row in enumerate(text.split("\n")):
                _point(found, group, row, line + offset)


def _ini_points(found: Found, text: str, first: int) -> None:
    group = ""
    for offset, row in enumerate(text.split("\n")):
        header = re.match(r"\s*\[([^\]]+)\]", row)
        if header:
            group = header.group(1).strip()
        else:
            _point(found, group, row, first + offset)


def _point(found: Found, group: str, row: str, line: int) -> None:
    name, equals, target = row.partition("=")
    if equals and name.strip() and target.strip() and group:
        found.commands.append((name.strip(), group, target.split("[", 1)[0].strip(), line))


_POINTS = ("options.entry_points", "entry_points")
"""Where setuptools and pbr look for what a package starts."""


def read_setup_cfg(path: str, text: str) -> Found | None:
    """A setup.cfg with an ``[options]`` section, or those of pbr; None when it has none or is not valid."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return None
    found = Found(path)
    if not any(parser.has_section(name) for name in ("options", *_POINTS, "files")):
        return None
    for section, key in (("options", "install_requires"), ("options", "setup_requires"), ("options", "tests_require")):
        for row in parser.get(section, key, fallback="").splitlines():
            found.require(row, line_of(text, row))
    if parser.has_section("options.extras_require"):
        for _, rows in parser.items("options.extras_require"):
            for row in rows.splitlines():
                found.require(row, line_of(text, row))
    for section in _POINTS:
        for group, rows in parser.items(section) if parser.has_section(section) else ():
            for row in rows.splitlines():
                _point(found, group, row, line_of(text, row))
    for script in (parser.get("options", "scripts", fallback="") + "\n" + parser.get("files", "scripts", fallback="")).split():
        found.commands.append((posixpath.basename(script), "scripts", script, line_of(text, script)))
    for row in parser.get("options", "package_dir", fallback="").splitlines():
        name, equals, folder = row.partition("=")
        if equals and not name.strip():
            found.roots.append(folder.strip())
    where = parser.get("options.packages.find", "where", fallback="").strip()
    return found if not where else _with_root(found, where)


def _with_root(found: Found, root: str) -> Found:
    found.roots.append(root)
    return found
