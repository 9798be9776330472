"""A table that a group of commands hangs on the context: each command takes out of it what was put there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_PROGRAM = """
import click, shutil
from functools import wraps


class Store:
    def __init__(self, root):
        self.root = root

    def update(self):
        shutil.rmtree(self.root)


def warned(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        click.echo('old')
        function(*args, **kwargs)
    return wrapper


@click.group()
@click.pass_context
{decorated}
def cli(ctx):
    {put}


@cli.command()
@click.pass_context
def prune(ctx):
    {use}


if __name__ == '__main__':
    cli(obj={{}})
"""
_MADE = "if ctx.obj is None:\n        ctx.obj = dict()\n    ctx.obj['store'] = Store('/srv/a')"


@pytest.mark.parametrize("decorated", ["", "@warned"])
@pytest.mark.parametrize(("put", "use", "wanted"), [
    (_MADE, "ctx.obj['store'].update()", ["/srv/a"]),
    (_MADE, "ctx.obj.get('store').update()", ["/srv/a"]),
    (_MADE, "for one in ctx.obj.values():\n        one.update()", ["/srv/a"]),
    ("ctx.obj = {'store': Store('/srv/a'), 'other': Store('/srv/b')}", "ctx.obj['other'].update()", ["/srv/b"]),
    ("ctx.obj = {'store': Store('/srv/a')}\n    ctx.obj['other'] = Store('/srv/b')", "ctx.obj['other'].update()", ["/srv/b"]),
    ("ctx.ensure_object(dict)\n    ctx.obj['store'] = Store('/srv/a')", "ctx.obj['store'].update()", ["/srv/a"]),
    (_MADE, "ctx.obj['other'].update()", []),
    (_MADE, "ctx.obj.update(a=1)", []),
    ("ctx.obj = {}", "ctx.obj['store'].update()", []),
])
def test_what_stands_under_a_key(trace: Trace, decorated: str, put: str, use: str, wanted: list[str]) -> None:
    found = trace(_PROGRAM.format(decorated=decorated, put=put, use=use))
    assert [effect.target for effect in found.effects if effect.action == "delete"] == wanted
