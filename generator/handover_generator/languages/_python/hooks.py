"""Methods of a repository's class that a base from outside may call when it is started: ``class Mine(Worker)`` and ``Mine().work()``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import Api
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine

CALLED_BACK: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "threading.Thread": (("start", "run"), ("run",)),
    "threading.Timer": (("start",), ("run",)),
    "multiprocessing.Process": (("start",), ("run",)),
    "multiprocessing.context.Process": (("start",), ("run",)),
    **dict.fromkeys(("multiprocessing.dummy.Process", "billiard.Process", "billiard.context.Process", "multiprocess.Process"),
                    (("start",), ("run",))),
    **dict.fromkeys(("gevent.Greenlet", "gevent.greenlet.Greenlet", "gevent.pool.Greenlet"), (("start", "start_later", "run"), ("_run", "run"))),
    **dict.fromkeys(("gevent.server.StreamServer", "gevent.server.DatagramServer", "gevent.baseserver.BaseServer"),
                    (("serve_forever", "start"), ("handle",))),
    **dict.fromkeys((f"{binding}.QtCore.{kind}" for binding in ("PyQt4", "PyQt5", "PyQt6", "PySide", "PySide2", "PySide6", "qtpy")
                     for kind in ("QThread", "QRunnable")), (("start", "run"), ("run",))),
    "cmd.Cmd": (("cmdloop", "onecmd"), ("do_", "default", "preloop", "postloop", "precmd", "postcmd", "emptyline")),
    "html.parser.HTMLParser": (("feed", "close"), ("handle_",)),
    "ast.NodeVisitor": (("visit", "generic_visit"), ("visit_",)),
    "ast.NodeTransformer": (("visit", "generic_visit"), ("visit_",)),
    "unittest.TestCase": (("run", "debug"), ("setUp", "tearDown", "test")),
    "socketserver.BaseServer": (("serve_forever", "handle_request"), ("process_request", "verify_request")),
    "logging.Handler": (("handle",), ("emit",)),
    "kombu.mixins.ConsumerMixin": (("run", "consume"), ("get_consumers", "on_")),
    "kombu.mixins.ConsumerProducerMixin": (("run", "consume"), ("get_consumers", "on_")),
    "django.forms.Form": (("is_valid", "full_clean"), ("clean",)),
    "django.forms.ModelForm": (("is_valid", "full_clean"), ("clean", "_post_clean")),
    "json.JSONEncoder": (("encode", "iterencode"), ("default",)),
    **dict.fromkeys(("import_export.resources.ModelResource", "import_export.resources.Resource"), (
        ("import_data",), ("before_", "after_", "get_or_init_instance", "init_instance", "skip_row", "save_instance", "delete_instance", "import_"))),
}
"""External base class: members that start its work, and the beginnings of the overridden methods it then calls (documentation of each)."""
STARTS = frozenset(("run", "start", "work", "main", "loop", "mainloop", "serve", "serve_forever", "run_forever", "listen", "consume",
                    "start_consuming", "poll", "watch"))
"""Names of methods that give the word to the base for good."""
PROPERTIES = frozenset(("property", "cached_property", "cachedproperty", "lazy_property", "lazyproperty", "classproperty", "hybrid_property", "reify",
                        "memoized_property", "threaded_cached_property"))
"""Decorators, of many packages, that make a method a member."""
_OF_TABLES = frozenset({"__tablename__", "__table__", "__table_args__", "__mapper_args__"})
_HANDLES = regex(r"(?:async_)?(?:handle|on)_\w+\Z")
"""How methods are called that somebody else calls when something has happened."""
_ASKED = PROPERTIES | {"staticmethod", "classmethod"}


def hooks(info: ClassInfo) -> list[str]:
    """Its public methods that it does not call itself: nothing else is there to call them."""
    functions = [node for cls in info.linear() for node in cls.node.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    called = frozenset[str]().union(*map(_own_members, functions))
    public = [function.name for function in functions if not function.name.startswith("_")
              and not any(ast.unparse(decorator).rsplit(".", 1)[-1] in _ASKED for decorator in function.decorator_list)]
    return [name for name in dict.fromkeys(public) if name not in called]


@remembered
def _own_members(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """Members of ``self`` that a method asks for."""
    return frozenset(node.attr for node in nodes_in(function)
                     if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self")


def left_to_base(info: ClassInfo) -> list[str]:
    """Its methods that nothing in their module asks for, private ones too: a base of which nothing is known is left to call them."""
    functions = [(cls, node) for cls in info.linear() for node in cls.node.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return list(dict.fromkeys(node.name for cls, node in functions if not node.name.startswith("__") and node.name not in _asked_for(cls.module.tree)
                              and not any(ast.unparse(one).rsplit(".", 1)[-1] in _ASKED for one in node.decorator_list)))


@remembered
def _asked_for(tree: ast.Module) -> frozenset[str]:
    """Members that a module asks for: of anything but ``super()``."""
    return frozenset(node.attr for node in nodes_in(tree) if isinstance(node, ast.Attribute) and not (
        isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) and node.value.func.id == "super"))


def holds_rows(info: ClassInfo) -> bool:
    """Whether a class says which table its objects are rows of: such are given for what they hold, and no package calls what they can do."""
    return any(not _OF_TABLES.isdisjoint(cls.attributes) for cls in info.linear())


def handler_methods(engine: Engine, info: ClassInfo, root: str) -> list[str]:
    """What a package calls of an object that was written for it: what a base of the package is known to call, else what the class adds to that
    base, and what carries a mark of the package. Of a class that is made from nothing, what is called as such methods are (``handle_DATA``).
    """
    bases = [base for base in info.external_bases() if base.path.partition(".")[0] == root]
    if holds_rows(info):
        return []
    if not bases:
        return _marked(engine, info, root) or ([] if info.external_bases() else [name for name in hooks(info) if _HANDLES.match(name)])
    prefixes = tuple(prefix for base in bases for prefix in CALLED_BACK.get(base.path, ((), ()))[1])
    return [name for name in hooks(info) if name.startswith(prefixes)] if prefixes else _of_that_part(info, bases, hooks(info))


def _of_that_part(info: ClassInfo, bases: list[Api], names: list[str]) -> list[str]:
    """Of a class that is put together from several others, only what the part that is made from such a base adds: what the whole does besides
    is nothing that the package could know of. Everything, where that part adds nothing.
    """
    if len(info.bases) + len(info.external) < 2 or any(base in info.external for base in bases):
        return names
    part = {node.name for cls in info.linear() if any(base in cls.external_bases() for base in bases) and cls is not info
            for node in cls.node.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    return [name for name in names if name in part] or names


def _marked(engine: Engine, info: ClassInfo, root: str) -> list[str]:
    """Methods whose decorators come from a package, such as the hooks of a plug-in."""
    functions = [(cls, node) for cls in info.linear() for node in cls.node.body
                 if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.decorator_list]
    return [node.name for cls, node in functions if any(
        isinstance(value, Api) and value.path.partition(".")[0].removesuffix("()") == root
        for decorator in node.decorator_list
        for value in engine.read_in(cls.module, decorator.func if isinstance(decorator, ast.Call) else decorator))]
