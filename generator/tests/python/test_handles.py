"""Handles that are set up step by step: what a request of curl does is told by what is set, and a socket of this machine is no port."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]


@pytest.mark.parametrize(("lines", "wanted"), [
    ("", {("read", False)}),
    ("c.setopt(c.WRITEFUNCTION, print)", {("read", False)}),
    ("c.setopt(pycurl.CUSTOMREQUEST, 'GET')", {("read", False)}),
    ("c.setopt(c.POSTFIELDS, 'a=b')", {("read", False), ("write", False)}),
    ("c.setopt(pycurl.POST, 1)", {("read", False), ("write", False)}),
    ("c.setopt(c.UPLOAD, 1)", {("read", False), ("write", False)}),
    ("c.setopt(c.CUSTOMREQUEST, 'PUT')", {("read", False), ("write", False)}),
    ("c.setopt(c.CUSTOMREQUEST, 'DELETE')", {("read", False), ("delete", True)}),
])
def test_what_a_request_of_curl_does(trace: Trace, lines: str, wanted: set[tuple[str, bool]]) -> None:
    found = trace(f"import pycurl\nc = pycurl.Curl()\nc.setopt(c.URL, 'http://shop/a')\n{lines}\nc.perform()\n")
    assert {(str(effect.action.value), effect.destructive) for effect in found.effects if effect.resource == "http"} == wanted


@pytest.mark.parametrize(("address", "listens"), [
    ("('', 80)", True), ("('0.0.0.0', port)", True), ("address", True), ("'/run/shop.sock'", False), ("'\\0' + 'shop'", False),
])
def test_a_socket_of_this_machine_is_no_port(trace: Trace, address: str, listens: bool) -> None:
    found = trace(f"import socket, sys\nport = int(sys.argv[1])\naddress = ('h', port)\ns = socket.socket()\ns.bind({address})\n")
    assert bool([effect for effect in found.effects if effect.resource == "network"]) is listens
