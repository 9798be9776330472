"""The call graph exporter, on programs of our own; ``_callgraph.py`` scores a folder of published ones."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def exporter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("callgraph_exporter", Path(__file__).with_name("_callgraph.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GRAPHS = {
    "three classes, two bases": ("class P:\n    def go(self): pass\nclass Q(P): pass\nclass R(P):\n    def go(self): pass\nclass S(Q, R): pass\nS().go()\n",
                                 {("main", "main.R.go")}),
    "a table that changes": ("def a(): pass\ndef b(): pass\nT = {'k': {'x': a}}\nT['k']['x'] = b\nT['k']['x']()\n", {("main", "main.b")}),
    "a table filled elsewhere": ("def a(): pass\nT = {}\ndef fill():\n    T['x'] = a\nfill()\nT['x']()\n", {("main", "main.fill"), ("main", "main.a")}),
    "a class raised by name": ("class E(Exception):\n    def __init__(self): pass\nraise E\n", {("main", "main.E.__init__")}),
    "an iterator": ("class I:\n    def __iter__(self): return self\n    def __next__(self): pass\nfor x in I(): pass\n",
                    {("main", "main.I.__iter__"), ("main", "main.I.__next__")}),
    "given and called": ("def f(g): g()\ndef h(): pass\nf(h)\n", {("main", "main.f"), ("main.f", "main.h")}),
    "a lambda": ("f = lambda: g()\ndef g(): pass\nf()\n", {("main", "main.<lambda1>"), ("main.<lambda1>", "main.g")}),
    "text evaluated": ("def f(): pass\nexec('f()')\n", {("main", "<builtin>.exec"), ("main", "main.f")}),
}


@pytest.mark.parametrize("case", GRAPHS.values(), ids=GRAPHS.keys())
def test_edges(exporter: ModuleType, catalogue: object, case: tuple[str, set[tuple[str, str]]]) -> None:
    text, edges = case
    assert exporter.edges_of({"main.py": text}, "main.py", catalogue) == edges
