"""What packaging files declare: distributions, commands and the files behind them, folders that imports start from."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping

from handover_generator.analysis.folders import is_vendored, name_of, suffix_of
from handover_generator.analysis.packaging import TOOL_FILES, EntryPoint, Packaging, normalise
from handover_generator.model.location import Location
from handover_generator.model.source import SourceFile
from handover_generator.regexes import regex
from handover_generator.sources._packages._found import Found, line_of
from handover_generator.sources._packages.requirements import is_requirements, read_conda, read_installs, read_requirements
from handover_generator.sources._packages.roots import conventional_roots, folders_of, pythonpath_roots
from handover_generator.sources._packages.setup_files import read_setup_cfg, read_setup_py
from handover_generator.sources._packages.toml_files import read_pipfile, read_pyproject

_MAX_TEXT = 400_000
_RUNS_INSTALLS = regex(r"(?:\A|/)(?:[\w.-]*Dockerfile[\w.-]*|Containerfile|GNUmakefile|[Mm]akefile|[\w-]+\.mk|Jenkinsfile"
                       r"|\.travis\.yml|tox\.ini|\.gitlab-ci\.yml)\Z"
                       r"|(?:\A|/)\.(?:github|circleci|gitlab)/.*\.ya?ml\Z|\.(?:sh|bash)\Z|(?:compose)[\w.-]*\.ya?ml\Z|(?:azure"
                       r"|bitbucket)-pipelines\.yml\Z")

_CONDA = regex(r"(?:conda[-_.])?environment(?:[-_.][\w-]+)?\.ya?ml")


def read_packaging(files: Mapping[str, SourceFile]) -> Packaging:
    """Read every manifest of the repository.

    Args:
        files: all listed files by path; only texts that were read are looked at, none is run.

    Returns:
        The declarations merged. A manifest that cannot be parsed counts as absent; vendored trees are left out.
    """
    folders = folders_of(files)
    found: list[Found] = []
    roots: list[str] = ["", *conventional_roots(files, folders)]
    manifests: list[str] = []
    for path in sorted(files):
        text = files[path].text
        if text is None or len(text) > _MAX_TEXT or is_vendored(path):
            continue
        reader = _reader(path)
        if reader is not None:
            facts = reader(path, text)
            if facts is not None:
                found.append(facts)
                manifests.append(path)
                roots += [root for root in (_below(facts.folder, root) for root in facts.roots) if root in folders]
                if facts.folder and name_of(path) in ("pyproject.toml", "setup.py", "setup.cfg"):
                    roots.append(facts.folder)
        if _RUNS_INSTALLS.search(path):
            if reader is None:
                found.append(read_installs(path, text))
            roots += pythonpath_roots(path, text, folders, files)
        elif name_of(path).startswith((".env", "pytest.ini", "tox.ini")) and "PYTHONPATH" in text:
            roots += pythonpath_roots(path, text, folders, files)
    source_roots = tuple(dict.fromkeys(sorted(set(roots), key=lambda root: (root != "", root))))
    return Packaging(
        declared=_declared(found),
        entry_points=(*_entry_points(found, files, source_roots), *_tools(files)),
        source_roots=source_roots,
        manifests=tuple(manifests),
        local=_local(files, source_roots),
    )


def _reader(path: str) -> Callable[[str, str], Found | None] | None:
    name = name_of(path)
    if name in _BY_NAME:
        return _BY_NAME[name]
    if is_requirements(path):
        return read_requirements
    return read_conda if "environment" in name and _CONDA.fullmatch(name) else None


def _read_package_json(path: str, text: str) -> Found | None:
    """Commands only: its dependencies are JavaScript packages and would be mistaken for Python ones."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = Found(path)
    commands = data.get("bin") if isinstance(data, dict) else None
    for name, target in (commands if isinstance(commands, dict) else {}).items():
        if isinstance(target, str):
            found.commands.append((name, "scripts", target, line_of(text, target)))
    return found if found.commands else None


_BY_NAME: Mapping[str, Callable[[str, str], Found | None]] = {
    "pyproject.toml": read_pyproject, "setup.py": read_setup_py, "setup.cfg": read_setup_cfg, "Pipfile": read_pipfile,
    "package.json": _read_package_json,
}


def _declared(found: list[Found]) -> dict[str, Location]:
    declared: dict[str, Location] = {}
    for facts in found:
        for name, line in facts.distributions:
            declared.setdefault(normalise(name), facts.at(line))
    return dict(sorted(declared.items()))


def _entry_points(found: list[Found], files: Mapping[str, SourceFile], roots: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    points: set[EntryPoint] = set()
    for facts in found:
        for name, group, target, line in facts.commands:
            if group == "scripts":
                path: str | None = _below(facts.folder, target)
                function = ""
                path = path if path in files else None
            else:
                module, _, function = target.partition(":")
                function = function.strip()
                own = [_below(facts.folder, root) for root in facts.roots] + [facts.folder]
                path = module_path(module.strip(), files, (*own, *roots))
                if path is not None and name_of(path) == "__init__.py" and function:
                    path = _behind_package(path, function, files)
            points.add(EntryPoint(name=name, group=group, target=target, path=path, function=function, at=facts.at(line)))
    return tuple(sorted(points, key=lambda point: (point.name, point.group, point.target, point.at)))


def _tools(files: Mapping[str, SourceFile]) -> tuple[EntryPoint, ...]:
    """The files at the top that some programs look for by name, where they speak of that program."""
    points: list[EntryPoint] = []
    for name, stem in sorted(TOOL_FILES.items()):
        path = next((one for one in (f"{stem}.py", f"{stem}/__init__.py") if one in files), None)
        speaks = rf"^\s*(?:from|import)\s+{name}"      # another file may be called so, too
        if path is not None and (name == "doit" or re.search(speaks, files[path].text or "", re.MULTILINE)):
            points.append(EntryPoint(name=name, group="tool", target=path, path=path, function="", at=Location(path, 1)))
    return tuple(points)


def _below(folder: str, path: str) -> str:
    whole = posixpath.normpath(posixpath.join(folder, path))
    return "" if whole == "." else whole


def module_path(module: str, files: Mapping[str, SourceFile], roots: tuple[str, ...]) -> str | None:
    """The file a dotted module name means, looked up under each root in turn, or None."""
    if not re.fullmatch(r"\w+(?:\.\w+)*", module):
        return None
    relative = module.replace(".", "/")
    for root in roots:
        for ending in (".py", "/__init__.py"):
            path = _below(root, relative + ending)
            if path in files:
                return path
    return None


def _behind_package(path: str, function: str, files: Mapping[str, SourceFile]) -> str:
    """Where a package's ``__init__`` only passes a function on, the file that defines it."""
    text = files[path].text or ""
    name = function.split(".", 1)[0]
    match = re.search(rf"^from \.([\w.]+) import (?:\([^)]*\b{re.escape(name)}\b|[^\n]*\b{re.escape(name)}\b)", text, re.MULTILINE)
    if match:
        base = path.rpartition("/")[0]
        for ending in (".py", "/__init__.py"):
            candidate = f"{base}/{match.group(1).replace('.', '/')}{ending}"
            if candidate in files:
                return candidate
    return path


def _local(files: Mapping[str, SourceFile], roots: tuple[str, ...]) -> frozenset[str]:
    names: set[str] = set()
    for path in files:
        if suffix_of(path) != ".py" or is_vendored(path):
            continue
        for root in roots:
            if not root or path.startswith(root + "/"):
                rest = path[len(root) + 1:] if root else path
                first, slash, below = rest.partition("/")
                if not slash:
                    names.add(first.removesuffix(".py"))
                elif "/" not in below or _below(root, f"{first}/__init__.py") in files:    # docker/x/y.py does not make a module "docker"
                    names.add(first)
    submodules = files.get(".gitmodules")
    for path in re.findall(r"^\s*path\s*=\s*(\S+)\s*$", (submodules.text or "") if submodules else "", re.MULTILINE):
        names.add(path.rstrip("/").rpartition("/")[2])              # its files are another repository's and not listed, but imports find it
    return frozenset(name for name in names if name.isidentifier())
