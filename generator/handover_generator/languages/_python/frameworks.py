"""What libraries call back on the instances of a repository's classes, and objects of the standard library whose values matter."""

from __future__ import annotations

import ast
import string

from handover_generator.languages._python import app_configs
from handover_generator.languages._python.airflow import Airflow
from handover_generator.languages._python.called_decorators import called_decorator
from handover_generator.languages._python.discovered import discover
from handover_generator.languages._python.formats import format_text
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.hooks import CALLED_BACK, STARTS, hooks
from handover_generator.languages._python.luigi_tasks import luigi_call
from handover_generator.languages._python.named_members import member_named
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.served import serves
from handover_generator.languages._python.strings import map_of
from handover_generator.languages._python.values import (
    NONE,
    UNKNOWN,
    Api,
    Cls,
    Func,
    Inst,
    Map,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Values,
    join,
    literal,
    text_of,
)
from handover_generator.model.behaviour import Confidence
from handover_generator.model.text import Text
from handover_generator.regexes import regex

_CRAWLS = regex(r"scrapy\.crawler\.\w+\(\)\.crawl")
_OF_SPIDERS = ("parse", "start", "closed")
"""Beginnings of the methods of a spider that scrapy calls."""
_PROXIES = frozenset({"werkzeug.local.LocalProxy", "django.utils.functional.SimpleLazyObject", "lazy_object_proxy.Proxy", "wrapt.LazyObjectProxy",
                      "injector.Injector().get", "injector.Injector().create_object"})
"""Stand for what the function that they are given returns, or the class that they are given makes."""
_MAKERS = {
    "collections.OrderedDict": "dict", "collections.deque": "list", "collections.Counter": "map", "collections.UserDict": "dict",
    "types.SimpleNamespace": "map",
}


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
        if path in app_configs.CALLS and (label := literal(arguments.get(0, "app_label") or ())) is not None and (
                config := app_configs.config_of(self.engine, label)):
            return config
        if path == "collections.defaultdict":
            made = [self.call_value(f, Arguments(), node) if isinstance(f, (Func, Partial, Cls)) else self._empty(f) for f in arguments.get(0) or ()]
            return (Map((), join(*(m for m in made if m)) if any(made) else UNKNOWN),)
        if path in _MAKERS:
            return self._container(_MAKERS[path], arguments, node)
        if path in ("dataclasses.field", "attr.ib", "attr.field", "attrs.field", "pydantic.Field"):
            if "default_factory" in arguments.keywords or "factory" in arguments.keywords:
                factory = arguments.keywords.get("default_factory") or arguments.keywords.get("factory") or ()
                return join(*(self.call_value(f, Arguments(), node) for f in factory)) or UNKNOWN
            given = arguments.get(0, "default")
            return given if given is not None else UNKNOWN
        if path.startswith("contextlib.") and path.removesuffix("@enter").startswith(("contextlib.ExitStack()", "contextlib.AsyncExitStack()")):
            if name in ("enter_context", "enter_async_context") and isinstance(node, ast.Call):
                values = arguments.get(0) or UNKNOWN
                entered = self.enter(values, node)
                self.leave(values, node)
                return entered
            if name in ("callback", "push_async_callback", "push", "push_async_exit"):
                for value in arguments.get(0) or ():
                    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.rest, arguments.keyword_rest)
                    if isinstance(value, Inst):
                        self.leave((value,), node) if isinstance(node, ast.expr) else None
                    else:
                        self.call_value(value, rest, node)
                return arguments.get(0)
        if path in _PROXIES and (makers := [v for v in arguments.get(0) or () if isinstance(v, (Func, Partial, Cls))]):
            return join(*(self.call_value(maker, Arguments(), node) for maker in makers)) or UNKNOWN
        if path in ("contextlib.closing", "contextlib.aclosing", "contextlib.nullcontext") and arguments.positional:
            return arguments.positional[0]
        if path in ("string.Template().substitute", "string.Template().safe_substitute") and function.made_with is not None:
            pattern = function.made_with.literal
            if pattern is None:
                return (Str(function.made_with),)
            names = {k: v for v in arguments.positional[:1] for m in v if isinstance(m, Map) for k, v in m.entries} | arguments.keywords
            known = {k: "{" + k + "}" for k in names}
            escaped = pattern.replace("{", "{{").replace("}", "}}")
            return format_text((Str(Text.of(string.Template(escaped).safe_substitute(known))),), Arguments([], names))
        if path == "operator.methodcaller" and (member := literal(arguments.get(0) or ())) is not None:
            return (Api(frozenset(), "operator.methodcaller()", items=(member,)),)
        if path == "operator.methodcaller" and arguments.positional:
            return (Api(frozenset(), "operator.methodcaller()", made_with=text_of(arguments.positional[0])),)
        if path == "operator.methodcaller()" and arguments.positional:
            target = arguments.positional[0]
            found = self.member(target, function.items[-1], node) if function.items else member_named(
                self, target, Arguments([target, (Str(function.made_with or Text()),)]), node)
            if all(isinstance(f, UnknownValue) for f in found):
                self.unknown("dynamic-call", node, "operator.methodcaller: what is called is not known")
            return join(*(self.call_value(f, Arguments(arguments.positional[1:]), node) for f in found)) or UNKNOWN
        if path in ("signal.signal", "sys.excepthook"):
            for values in arguments.positional[:2]:
                for value in values:
                    if isinstance(value, (Func, Partial)):
                        self.conditions.append("on a signal")
                        self.call_value(value, Arguments(rest=UNKNOWN), node, spawn=True)
                        self.conditions.pop()
            return NONE
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

    @staticmethod
    def _empty(value: object) -> Values:
        name = getattr(value, "name", "")
        if name in ("list", "set", "tuple"):
            return (Seq((), exact=False),)
        return (Map(),) if name == "dict" else ()

    def _container(self, kind: str, arguments: Arguments, node: ast.AST) -> Values:
        if kind == "list":
            return (Seq((self.iterate(arguments.positional[0], node),), exact=False),) if arguments.positional else (Seq(()),)
        if kind == "dict" and (made := map_of(arguments.get(0) or (), arguments.keywords)) is not None:
            return (made,)
        entries = tuple(entry for v in (arguments.get(0) or ()) if isinstance(v, Map) for entry in v.entries) + tuple(arguments.keywords.items())
        return (Map(tuple(dict(entries).items()), UNKNOWN if arguments.positional and not entries else ()),)


