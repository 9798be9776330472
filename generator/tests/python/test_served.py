"""What servers of the standard library call of the repository: the class for their requests, and what is made from one of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_HEAD = """
import asynchat, asyncore, functools, http.server, os, smtpd, socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        os.remove('/srv/a')

    def handle_other(self):
        os.remove('/srv/b')


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        os.remove('/srv/a')


"""


@pytest.mark.parametrize("lines", [
    "socketserver.TCPServer(('', 1), Handler).serve_forever()",
    "http.server.HTTPServer(('', 1), functools.partial(Pages, directory='a')).serve_forever()",
    "class Mine(socketserver.ThreadingMixIn, socketserver.TCPServer):\n    pass\nwith Mine(('', 1), Handler) as server:\n    server.serve_forever()",
    "class Mine(socketserver.TCPServer):\n    def __init__(self, address):\n        super().__init__(address, Handler)\nMine(('', 1)).serve_forever()",
    "class Mail(smtpd.SMTPServer):\n    def process_message(self, peer, sender, to, data):\n        os.remove('/srv/a')\nMail(('', 25), None)\nasyncore.loop()",
    "class Talk(asynchat.async_chat):\n    def found_terminator(self):\n        os.remove('/srv/a')\nTalk()\nasyncore.loop()",
])
def test_what_comes_in_is_handled(trace: Trace, lines: str) -> None:
    found = trace(_HEAD + lines)
    assert [(effect.target, effect.condition) for effect in found.effects if effect.action == "delete"] in (
        [("/srv/a", "when a request comes in")], [("/srv/a", "when something comes in")])
    assert [effect.action for effect in found.effects if effect.resource == "process"] == ["write"]


@pytest.mark.parametrize("lines", [
    "print(Handler, Pages)", "asyncore.close_all()",
    "class Mail(smtpd.SMTPServer):\n    def put_aside(self):\n        os.remove('/srv/a')\nMail(('', 25), None)",
    "class Mine(socketserver.ThreadingMixIn):\n    pass\nMine(('', 1), Handler)",
])
def test_what_nobody_serves_is_not(trace: Trace, lines: str) -> None:
    assert not [effect for effect in trace(_HEAD + lines).effects if effect.action == "delete"]
