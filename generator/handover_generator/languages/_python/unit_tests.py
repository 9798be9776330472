"""Test cases that a file runs itself: what ``unittest.main()``, or a runner of tests, calls of the classes that a module holds. They are no less
real for being tests: a ``setUp()`` that empties the database empties the one that is configured.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import NONE, UNKNOWN, Cls, Func, Inst, Mod, Values
from handover_generator.model.behaviour import Confidence
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frameworks import Frameworks
    from handover_generator.languages._python.program import ClassInfo, ModuleInfo

_PROGRAMS = regex(r"(?:unittest2?|testtools)\.(?:main|TestProgram|main\.(?:main|TestProgram))|absl\.testing\.absltest\.main"
                  r"|twisted\.trial\.unittest\.main")
_RUNNERS = regex(r"(?:unittest2?|xmlrunner)\.(?:runner\.)?(?:Text|XML)TestRunner\(\)\.run")
_CASES = regex(r"(?:unittest2?|testtools|twisted\.trial\.unittest|absl\.testing\.(?:absltest|parameterized))\.(?:case\.|async_case\.)?"
               r"(?:\w*TestCase)")
_OF_MODULES = ("setUpModule", "tearDownModule")
_BEFORE = ("setUpClass", "asyncSetUp", "setUp")
_AFTER = ("tearDown", "asyncTearDown", "tearDownClass")
_TEST = "test"
_STAND_INS = frozenset({"patch", "patch_object", "mock", "monkeypatch", "responses", "httpretty", "requests_mock", "moto", "respx"})
"""Names by which a test says that it replaces what it would call."""
_REPLACED = "where the test puts nothing in its place"


def run_tests(frame: Frameworks, path: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """The call, where it runs tests that are known; None otherwise. A runner that is given what was looked for when it ran is not understood."""
    program = _PROGRAMS.fullmatch(path) is not None
    if frame.engine.importing or not (program or _RUNNERS.fullmatch(path)):
        return None
    ran = False
    for module in _modules(frame, arguments if program else Arguments(), node):
        ran = _run_module(frame, module, node) or ran
    if not ran and not program:
        frame.unknown("dynamic-call", node, f"{path}(): which tests it runs is known only when it runs")
    return NONE


def _modules(frame: Frameworks, arguments: Arguments, node: ast.AST) -> list[ModuleInfo]:
    """The module that is asked for by name, else that of the script."""
    given = arguments.get(0, "module") or ()
    named = literal(given)
    if named is not None and named != "__main__":
        given = frame.import_module(named, node)
    asked = [value.info for value in given if isinstance(value, Mod)]
    for module in asked:
        frame.engine.ensure(module)
    return asked or [frame.engine.layer.main if frame.engine.layer.main is not None else frame.module]


def _run_module(frame: Frameworks, module: ModuleInfo, node: ast.AST) -> bool:
    """Run the tests of a module, as they are run: what comes before them, all of them, what comes after. Whether it has any."""
    held = list(dict.fromkeys(value.info for values in list(module.cell.names.values()) for value in values if isinstance(value, Cls)))
    cases = [(info, tests) for info in held if (tests := _tests(info))]
    if not cases:
        return False
    _call(frame, module.cell.names.get(_OF_MODULES[0], ()), node)
    for info, tests in cases:
        replaces = _replaces(info.module.tree)
        before = frame.certainty
        if replaces:
            frame.certainty = Confidence.INFERRED
            frame.conditions.append(_REPLACED)
        for name in (*_BEFORE, *tests, *_AFTER):
            if info.find(name) is not None:
                _call(frame, frame.member((Inst(info),), name, node), node)
        if replaces:
            frame.conditions.pop()
        frame.certainty = before
    _call(frame, module.cell.names.get(_OF_MODULES[1], ()), node)
    return True


def _tests(info: ClassInfo) -> list[str]:
    """The tests of a case, in the order of its text; nothing for a class that is none."""
    if not any(_CASES.fullmatch(base.path) for base in info.external_bases()):
        return []
    return list(dict.fromkeys(_written(info)))


def _written(info: ClassInfo) -> Iterator[str]:
    for cls in info.linear():
        for node in cls.node.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith(_TEST):
                yield node.name


def _call(frame: Frameworks, values: Values, node: ast.AST) -> None:
    for value in values:
        if isinstance(value, Func):
            frame.call_value(value, Arguments(rest=UNKNOWN), node, spawn=True)


@remembered
def _replaces(tree: ast.Module) -> bool:
    """Whether tests of a module put something in the place of what they would call: nobody follows here which call that is."""
    return any((isinstance(node, ast.Name) and node.id in _STAND_INS) or (isinstance(node, ast.Attribute) and node.attr in _STAND_INS)
               for node in nodes_in(tree))
