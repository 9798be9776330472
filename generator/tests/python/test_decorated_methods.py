"""What a decorator of the repository puts in the place of a method is bound as the method would be."""

from __future__ import annotations

import pytest

MADE = """
import functools, shutil
def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper
def named(word):
    def outer(function):
        def inner(self, *args):
            return function(self, *args)
        return inner
    return outer
class Store:
    root = '/srv/of-class'
    def __init__(self):
        self.path = '/srv/data'
    def drop(self, path):
        shutil.rmtree(path)
    @timed
    def wipe(self):
        self.drop(self.path)
    @named('x')
    def wipe_named(self, path):
        self.drop(path)
    @property
    @timed
    def wiped(self):
        self.drop(self.path)
    @classmethod
    @timed
    def wipe_class(cls):
        shutil.rmtree(cls.root)
    @staticmethod
    @timed
    def wipe_static(path):
        shutil.rmtree(path)
class Below(Store):
    @timed
    def wipe(self):
        super().wipe()
"""


@pytest.mark.parametrize(("line", "target"), [
    ("Store().wipe()", "/srv/data"),
    ("Store().wipe_named('/srv/given')", "/srv/given"),
    ("Store().wiped", "/srv/data"),
    ("Store.wipe_class()", "/srv/of-class"),
    ("Store().wipe_class()", "/srv/of-class"),
    ("Store.wipe_static('/srv/given')", "/srv/given"),
    ("Store().wipe_static('/srv/given')", "/srv/given"),
    ("Store.wipe(Store())", "/srv/data"),
    ("Below().wipe()", "/srv/data"),
])
def test_it_gets_what_the_method_would(trace, line: str, target: str) -> None:
    assert [effect.target for effect in trace(f"{MADE}{line}\n").effects] == [target]


@pytest.mark.parametrize("line", ["Store().path", "Store", "Store.wiped", "Store().wipe"])
def test_what_is_not_called_does_nothing(trace, line: str) -> None:
    assert not trace(f"{MADE}{line}\n").effects


def test_a_management_command_whose_start_is_decorated(trace) -> None:
    code = MADE + ("from django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    path = '/srv/data'\n"
                   "    @timed\n    def handle(self, *args, **options):\n        shutil.rmtree(self.path)\n")
    assert [effect.target for effect in trace(code, path="shop/management/commands/wipe.py").effects] == ["/srv/data"]
