"""Functions that call themselves: what they do is told once for the place where they start, and once for what lies below."""

from __future__ import annotations

import pytest

WALK = """
    import os
    def walk(top):
        for name in os.listdir(top):
            path = os.path.join(top, name)
            if os.path.isdir(path):
                walk(path)
            else:
                os.remove(path)
    walk('/srv/a')
"""


def removed(report) -> set[str | None]:
    return {effect.target for effect in report.effects if effect.action.value == "delete"}


def test_a_folder_and_the_folders_in_it(trace) -> None:
    report = trace(WALK)
    assert removed(report) == {"/srv/a/${name}", "/srv/a/${name}/${name}"}
    assert not report.unknowns


@pytest.mark.parametrize(("body", "gone"), [
    ("if top != '/srv':\n    os.remove(top)\nfor name in os.listdir(top):\n    walk(os.path.join(top, name))", {"/srv/${name}"}),
    ("os.remove(top)\nif top == '/srv':\n    walk('/srv/b')\nif top == '/srv/b':\n    walk('/srv/c')\n", {"/srv", "/srv/b", "/srv/c"}),
])
def test_what_the_first_words_decide_is_not_decided_below(trace, body: str, gone: set[str]) -> None:
    inner = "\n".join("    " + line for line in body.splitlines())
    assert removed(trace(f"import os\ndef walk(top):\n{inner}\nwalk('/srv')\n")) == gone


API = """
    import requests
    class Api:
        def call(self, url, method="get"):
            url = f"https://h/api/{url}"
            answer = requests.delete(url)
            if answer.status_code == 401:
                return self.call(url, method)
    Api().call("orders/1")
"""


def test_an_address_that_grows_with_each_try_is_told_where_it_starts(trace) -> None:
    report = trace(API)
    assert removed(report) == {"https://h/api/orders/1", "https://h/api/https://h/api/orders/1", "https://h/api/${url}"}
    assert not report.unknowns


def test_an_address_that_stays_is_told_once(trace) -> None:
    assert removed(trace(API.replace("self.call(url, method)", "self.call('orders/2', method)"))) == {"https://h/api/orders/1", "https://h/api/orders/2"}


def test_what_is_counted_down_is_told_each_time(trace) -> None:
    text = "import os\ndef walk(name):\n    os.remove('/srv/' + name)\n    if len(name) > 1:\n        walk(name[1:])\nwalk('abc')\n"
    assert {"/srv/abc"} <= removed(trace(text))
