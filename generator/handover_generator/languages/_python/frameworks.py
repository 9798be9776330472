"""What libraries call back on the instances of a repository's classes, and objects of the standard library whose values matter."""

from __future__ import annotations

import ast

from handover_generator.languages._python.airflow import Airflow
from handover_generator.languages._python.called_decorators import called_decorator
from handover_generator.languages._python.discovered import discover
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.hooks import CALLED_BACK, STARTS, hooks
from handover_generator.languages._python.luigi_tasks import luigi_call
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.served import serves
from handover_generator.languages._python.unit_tests import run_tests
from handover_generator.languages._python.values import (
    UNKNOWN,
    Api,
    Cls,
    Func,
    Inst,
    Values,
)
from handover_generator.model.behaviour import Confidence
from handover_generator.regexes import regex

_CRAWLS = regex(r"scrapy\.crawler\.\w+\(\)\.crawl")
_OF_SPIDERS = ("parse", "start", "closed")
"""Beginnings of the methods of a spider that scrapy calls."""


class Frameworks(Airflow):
    """Calls that come back into the repository."""

    def framework_call(self, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
        """The call, if a framework calls back or makes a value that matters; None otherwise."""
        name = function.items[-1] if function.items else function.path
        self._called_back(function, name, node)
        path = function.path
        if (task := self.airflow_call(function, arguments, node)) is not None:
            return task
        if path.startswith("luigi.") and (ran := luigi_call(self, function, arguments, node)) is not None:
            return ran
        if (decorated := called_decorator(self, function, arguments)) is not None:
            return decorated
        if (discovered := discover(self, function, arguments, node)) is not None:
            return discovered
        if (ran := run_tests(self, path, arguments, node)) is not None:
            return ran
        if _CRAWLS.fullmatch(path):
            for value in arguments.get(0, "crawler_or_spidercls") or ():
                if isinstance(value, Cls):
                    self.base_calls(value.info, [name for name in hooks(value.info) if name.startswith(_OF_SPIDERS)], node)
        serves(self, path, arguments, node)
        return None

    def _called_back(self, function: Api, name: str, node: ast.AST) -> None:
        if function.model is None:
            return
        written = function.kin.info if function.kin is not None else function.model         # not the class of the rows that it is about
        for base in written.external_bases():
            starts, methods = CALLED_BACK.get(base.path, ((), ()))
            if name not in starts:
                continue
            owner = Inst(written)
            names = [n for cls in written.linear() for n in cls.attributes if n.startswith(methods)]
            for method in dict.fromkeys(names):
                for value in self.member((owner,), method, node):
                    if isinstance(value, Func):
                        self.call_value(value, Arguments(rest=UNKNOWN), node, spawn=True)
        outer = function.path.rpartition(".")[0].removesuffix("()")      # "self.db.run()" is asked of something that the base only holds
        bases = [base.path for base in written.external_bases()]
        if name in STARTS and outer in bases and not any(path in CALLED_BACK for path in bases):
            self.base_calls(written, hooks(written), node)

    def base_calls(self, info: ClassInfo, names: list[str], node: ast.AST) -> None:
        """A base of which it is not described what it calls may call what the class adds to it."""
        before, self.certainty = self.certainty, Confidence.INFERRED
        for name in names:
            self.conditions.append(f"when its base class calls {name}")
            for value in self.member((Inst(info),), name, node):
                if isinstance(value, Func) and value.info is not self.function:
                    self.call_value(value, Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN), node, spawn=True)
            self.conditions.pop()
        self.certainty = before
