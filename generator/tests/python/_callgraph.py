"""Call graphs in the naming of PyCG's micro-benchmark, and a score against it.

Run as ``python generator/tests/python/_callgraph.py FOLDER [--misses]`` where FOLDER holds the benchmark's snippets, each a folder with sources and a
``callgraph.json`` (https://github.com/vitsalis/PyCG, folder micro-benchmark/snippets). Nothing of the benchmark is kept in this repository.
"""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.catalogue.load import Catalogue, load_catalogue
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ModuleInfo, dotted
from handover_generator.languages._python.statements import Statements
from handover_generator.languages._python.tracer import PythonTracer
from handover_generator.languages._python.values import Api, Builtin, Func, Str, Value, Values
from handover_generator.languages.python import LANGUAGE
from handover_generator.model.source import Module, SourceFile

Edge = tuple[str, str]


def edges_of(files: Mapping[str, str], main: str, catalogue: Catalogue) -> set[Edge]:
    """Caller and callee of every call that running ``main`` reaches, and of the functions that nothing calls, read for any arguments."""
    sources = {path: SourceFile(path=path, blob="", size=len(text), text=text) for path, text in files.items()}
    modules = {path: LANGUAGE.read(file) for path, file in sources.items()}
    toolbox = Toolbox(files=sources, modules=modules, languages=[LANGUAGE], catalogue=catalogue)
    tracer = toolbox._tracer("python")
    assert isinstance(tracer, PythonTracer)
    names: dict[int, str] = {}
    for path, module in modules.items():
        if isinstance(module, Module) and isinstance(module.tree, ast.Module):
            _name(module.tree, dotted(path), names)
    edges: set[Edge] = set()
    read: set[int] = set()
    seen: dict[int, ModuleInfo] = {}

    class Recorder(Statements):
        """Notes each call as it is made, and which functions were read."""

        def block(self, statements: list[ast.stmt]) -> str:
            seen[id(self.module)] = self.module
            if self.function is not None:
                read.add(id(self.function.node))
            return super().block(statements)

        def call_value(self, function: Value, arguments: Arguments, node: ast.AST, *, spawn: bool = False) -> Values:
            caller = names.get(id(self.function.node), "?") if self.function is not None else dotted(self.module.path)
            callee = _callee(function, names)
            if callee is not None:
                edges.add((caller, callee))
            return super().call_value(function, arguments, node, spawn=spawn)

    tracer.frame = Recorder
    tracer.entries(main)
    for path in modules:
        info = tracer.program.load(path)
        if info is None or path == main:
            continue
        tracer.ensure(info)
    for function in [function for info in seen.values() for function in info.functions.values()]:
        if id(function.node) not in read and not isinstance(function.node, ast.Lambda):
            tracer.run(Func(function, None, function.module.cell), Arguments())
    return edges


def _name(node: ast.AST, prefix: str, names: dict[int, str]) -> None:
    """Dotted names of functions; lambdas are numbered inside what holds them."""
    count = 0
    stack = list(reversed(list(ast.iter_child_nodes(node))))
    while stack:
        child = stack.pop()
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names[id(child)] = f"{prefix}.{child.name}"
            _name(child, names[id(child)], names)
        elif isinstance(child, ast.Lambda):
            count += 1
            names[id(child)] = f"{prefix}.<lambda{count}>"
            _name(child, names[id(child)], names)
        else:
            stack.extend(reversed(list(ast.iter_child_nodes(child))))


def _callee(function: Value, names: Mapping[int, str]) -> str | None:
    if isinstance(function, Func):
        return names.get(id(function.info.node), "?")
    if isinstance(function, Builtin):
        if function.owner is None:
            return f"<builtin>.{function.name}"
        return f"<**PyStr**>.{function.name}" if isinstance(function.owner, Str) else None
    if isinstance(function, Api):
        path = function.path.replace("()", "")
        return path if "." in path else f"<builtin>.{path}"
    return None


def score(folder: Path, catalogue: Catalogue) -> tuple[Counter[str], list[str]]:
    """Numbers of edges right, missed and false over all snippets, and a line for each that is not right."""
    totals: Counter[str] = Counter()
    lines: list[str] = []
    for expected_file in sorted(folder.rglob("callgraph.json")):
        home = expected_file.parent
        files = {path.relative_to(home).as_posix(): path.read_text() for path in sorted(home.rglob("*.py"))}
        wanted: Any = json.loads(expected_file.read_text())
        expected = {(caller, callee) for caller, callees in wanted.items() for callee in callees}
        found = edges_of(files, "main.py", catalogue)
        name = home.relative_to(folder).as_posix()
        totals.update(right=len(found & expected), missed=len(expected - found), false=len(found - expected), snippets=1,
                      complete=expected <= found, sound=found <= expected)
        lines += [f"{name}: missed {caller} -> {callee}" for caller, callee in sorted(expected - found)]
        lines += [f"{name}: false {caller} -> {callee}" for caller, callee in sorted(found - expected)]
    return totals, lines


if __name__ == "__main__":
    totals, lines = score(Path(sys.argv[1]), load_catalogue())
    if "--misses" in sys.argv:
        print("\n".join(lines))
    print(f"snippets {totals['snippets']}  recall {totals['right'] / (totals['right'] + totals['missed']):.3f}  "
          f"precision {totals['right'] / (totals['right'] + totals['false']):.3f}  complete {totals['complete']}  sound {totals['sound']}")
