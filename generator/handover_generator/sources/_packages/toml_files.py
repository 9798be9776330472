"""pyproject.toml (PEP 621, dependency groups, poetry, pdm, uv, hatch, setuptools, flit) and Pipfile."""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Iterator
from typing import Any

from handover_generator.sources._packages._found import Found, line_of


def read_pyproject(path: str, text: str) -> Found | None:
    """A pyproject.toml; None when it is not valid TOML or declares neither a project nor dependencies."""
    data = _load(text)
    if data is None:
        return None
    found = Found(path)
    project, tool = _table(data, "project"), _table(data, "tool")
    for requirement in _required(data, project, tool):
        _note(found, text, requirement)
    _poetry(found, text, _table(tool, "poetry"))
    for name, target, group in _named(project, tool):
        _command(found, text, name, group, target)
    for script in _strings(_table(tool, "setuptools").get("script-files")):
        found.commands.append((posixpath.basename(script), "scripts", script, line_of(text, script)))
    found.roots += _roots(tool)
    return found if project or found.distributions or found.commands or found.roots else None


def _required(data: dict[str, Any], project: dict[str, Any], tool: dict[str, Any]) -> Iterator[str]:
    """What is asked for to run, to develop and to test, apart from poetry's tables."""
    yield from _strings(project.get("dependencies"))
    for group in (_table(project, "optional-dependencies"), _table(data, "dependency-groups"), _table(_table(tool, "pdm"), "dev-dependencies")):
        for requirements in group.values():
            yield from _strings(requirements)
    yield from _strings(_table(tool, "uv").get("dev-dependencies"))
    for environment in _table(_table(tool, "hatch"), "envs").values():
        if isinstance(environment, dict):
            for key in ("dependencies", "extra-dependencies"):
                yield from _strings(environment.get(key))


def _named(project: dict[str, Any], tool: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """The commands that are installed: each with what it starts, and its group."""
    tables: list[tuple[Any, str]] = [(_table(project, "scripts"), "console_scripts"), (_table(project, "gui-scripts"), "gui_scripts")]
    tables += [(points, group) for group, points in _table(project, "entry-points").items()]
    tables.append((_table(_table(tool, "flit"), "scripts"), "console_scripts"))
    for points, group in tables:
        for name, target in (points if isinstance(points, dict) else {}).items():
            yield name, target, group


def _poetry(found: Found, text: str, poetry: dict[str, Any]) -> None:
    tables = [_table(poetry, "dependencies"), _table(poetry, "dev-dependencies")]
    tables += [_table(group, "dependencies") for group in _table(poetry, "group").values() if isinstance(group, dict)]
    for table in tables:
        for name in table:
            if name != "python":
                _note(found, text, name)
    for name, target in _table(poetry, "scripts").items():
        if isinstance(target, dict):
            target = target.get("reference") or target.get("callable")
        _command(found, text, name, "console_scripts", target)
    for group_name, points in _table(poetry, "plugins").items():
        for name, target in (points if isinstance(points, dict) else {}).items():
            _command(found, text, name, group_name, target)


def _roots(tool: dict[str, Any]) -> list[str]:
    roots: list[str] = []
    setuptools = _table(tool, "setuptools")
    roots += [value for key, value in _table(setuptools, "package-dir").items() if key == "" and isinstance(value, str)]
    roots += _strings(_table(_table(setuptools, "packages"), "find").get("where"))
    packages = _table(tool, "poetry").get("packages")
    for package in packages if isinstance(packages, list) else []:
        if isinstance(package, dict) and isinstance(package.get("from"), str):
            roots.append(package["from"])
    build = _table(_table(tool, "hatch"), "build")
    for target in (build, _table(_table(build, "targets"), "wheel")):
        roots += [posixpath.dirname(package.rstrip("/")) for package in _strings(target.get("packages"))]
        roots += [source.rstrip("/") for source in _strings(target.get("sources"))]
        roots += [source.rstrip("/") for source in _table(target, "sources")]
    roots += [value for value in (_table(_table(tool, "pdm"), "build").get("package-dir"),
                                  _table(_table(tool, "uv"), "build-backend").get("module-root"))
              if isinstance(value, str)]
    roots += _strings(_table(_table(tool, "pytest"), "ini_options").get("pythonpath"))
    return roots


def read_pipfile(path: str, text: str) -> Found | None:
    """A Pipfile; None when it is not valid TOML."""
    data = _load(text)
    if data is None:
        return None
    found = Found(path)
    for section, table in data.items():
        if section not in ("source", "requires", "scripts", "pipenv") and isinstance(table, dict):
            for name in table:
                _note(found, text, name)
    return found


def _load(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _note(found: Found, text: str, requirement: str) -> None:
    found.require(requirement, line_of(text, requirement))


def _command(found: Found, text: str, name: str, group: str, target: object) -> None:
    if isinstance(target, str):
        found.commands.append((name, group, target, line_of(text, target)))
