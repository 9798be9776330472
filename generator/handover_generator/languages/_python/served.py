"""Servers of the standard library, and classes of the repository that are made from one: what they make of each request, message or connection.

A server is told a class for its requests when it is made (``TCPServer(address, Handler)``, also as ``partial(Handler, root)``). What is made from
``asyncore.dispatcher`` or ``smtpd.SMTPServer`` is itself called, by the loop that waits for all of them.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import UNKNOWN, Cls, Func, Inst, Partial
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frameworks import Frameworks
    from handover_generator.languages._python.program import ClassInfo

SERVERS = regex(r"(?:http\.server|BaseHTTPServer|socketserver|SocketServer)\.(?:Threading|Forking)?(?:HTTP|TCP|UDP|Unix\w+)Server")
_OF_REQUESTS = regex(r"setup|handle|finish|do_\w+")
_OF_LOOPS = regex(r"smtpd\.(?:SMTPServer|DebuggingServer|PureProxy|MailmanProxy)|asyncore\.(?:dispatcher|dispatcher_with_send|file_dispatcher)"
                   r"|asynchat\.async_chat")
_OF_EVENTS = regex(r"handle_\w+|process_message|found_terminator|collect_incoming_data")


def serves(frame: Frameworks, path: str, arguments: Arguments, node: ast.AST) -> None:
    """A server of this kind is made, or something that is made from one: what it is told to make of each request is called."""
    if SERVERS.fullmatch(path):
        for value in arguments.get(1, "RequestHandlerClass") or ():
            handler = value.target if isinstance(value, Partial) else value
            if isinstance(handler, Cls):
                _answer(frame, handler.info, _OF_REQUESTS, "when a request comes in", node)


def waits(frame: Frameworks, info: ClassInfo, node: ast.AST) -> None:
    """Something is made of a class of the repository that a loop of the standard library calls."""
    if any(_OF_LOOPS.fullmatch(base.path) for base in info.external_bases()):
        _answer(frame, info, _OF_EVENTS, "when something comes in", node)


def _answer(frame: Frameworks, info: ClassInfo, called: re.Pattern[str], condition: str, node: ast.AST) -> None:
    names = dict.fromkeys(name for cls in info.linear() for name in cls.attributes if called.fullmatch(name))
    frame.conditions.append(condition)
    for name in names:
        for value in frame.member((Inst(info),), name, node):
            if isinstance(value, Func):
                frame.call_value(value, Arguments(rest=UNKNOWN), node, spawn=True)
    frame.conditions.pop()
