"""Queues of the standard library that hand objects from one thread to another: what ``queue.get()`` gives was put there, wherever that was.

A queue is known again by the place where it is made. Where nothing was seen to be put into it before, the same file is read for what it puts there.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import Api, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.layers import Layer

_KINDS = {
    "queue": ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"), "Queue": ("Queue", "LifoQueue", "PriorityQueue"),
    "asyncio": ("Queue", "LifoQueue", "PriorityQueue"), "multiprocessing": ("Queue", "JoinableQueue", "SimpleQueue"),
    "gevent.queue": ("Queue", "JoinableQueue", "PriorityQueue", "LifoQueue"), "eventlet.queue": ("Queue", "PriorityQueue", "LifoQueue"),
}
QUEUES = frozenset(f"{module}.{kind}" for module, kinds in _KINDS.items() for kind in kinds)
PUTS = ("put", "put_nowait")
GETS = ("get", "get_nowait")
_PUT = frozenset(f"{queue}().{method}" for queue in QUEUES for method in PUTS)
_GOT = frozenset(f"{queue}().{method}" for queue in QUEUES for method in GETS)


def placed(path: str, at: ast.AST, file: str) -> str:
    """The place by which a queue that is made there is known again; empty where that is no queue."""
    return f"{file}:{getattr(at, 'lineno', 0)}:{getattr(at, 'col_offset', 0)}" if path in QUEUES else ""


def through_queue(layer: Layer, function: Api, arguments: Arguments) -> Values | None:
    """What was put into the queue that ``function`` takes from; None where nothing was seen to be, and for all other calls. What is put is noted."""
    if function.path in _PUT and function.site:
        layer.queued[function.site] = join(layer.queued.get(function.site, ()), arguments.get(0, "item", "obj") or ())
    return layer.queued.get(function.site) or None if function.path in _GOT and function.site else None
