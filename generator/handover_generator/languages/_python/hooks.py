"""Methods of a repository's class that a base from outside may call when it is started: ``class Mine(Worker)`` and ``Mine().work()``."""

from __future__ import annotations

import ast

from handover_generator.languages._python.program import ClassInfo

STARTS = frozenset(("run", "start", "work", "main", "loop", "mainloop", "serve", "serve_forever", "run_forever", "listen", "consume",
                    "start_consuming", "poll", "watch"))
"""Names of methods that give the word to the base for good."""
_ASKED = frozenset(("property", "cached_property", "staticmethod", "classmethod"))


def hooks(info: ClassInfo) -> list[str]:
    """Its public methods that it does not call itself: nothing else is there to call them."""
    functions = [node for cls in info.linear() for node in cls.node.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    called = {node.attr for function in functions for node in ast.walk(function)
              if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"}
    public = [function.name for function in functions if not function.name.startswith("_")
              and not any(ast.unparse(decorator).rsplit(".", 1)[-1] in _ASKED for decorator in function.decorator_list)]
    return [name for name in dict.fromkeys(public) if name not in called]
