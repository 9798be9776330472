"""Groups of commands that are loaded by their names when somebody asks for one."""

from __future__ import annotations

import pytest

_UTIL = """
    import click
    from importlib import import_module
    class LazyGroup(click.Group):
        def get_command(self, ctx, name):
            return getattr(import_module(self.place), name)
    """
_USERS = """
    import click, shutil
    @click.group()
    def cli():
        pass
    @cli.command()
    def delete():
        shutil.rmtree("/srv/users")
    @cli.command("list")
    def list_():
        open("/srv/users")
    """
_START = "import click\nfrom util import LazyGroup\n@click.group()\ndef cli():\n    pass\n"


def _seen(trace, stated: str, **files: str) -> tuple[set[str], list[str]]:
    found = trace(f"{_START}@cli.group({stated})\ndef user():\n    pass\nif __name__ == '__main__':\n    cli()\n",
                  {"util.py": _UTIL, "users.py": _USERS, **files})
    return {str(effect.target) for effect in found.effects if effect.destructive}, [unknown.kind for unknown in found.unknowns]


@pytest.mark.parametrize("stated", [
    "cls=LazyGroup, import_name='users:cli'", "'people', cls=LazyGroup, import_name='users.cli'", "cls=LazyGroup, lazy_subcommands={'people': 'users.cli'}",
    "cls=LazyGroup, lazy_subcommands={'drop': 'users:delete'}", "cls=LazyGroup, loads=['users:cli']",
])
def test_what_a_group_loads_by_name_is_among_its_commands(trace, stated: str) -> None:
    assert _seen(trace, stated) == ({"/srv/users"}, [])


@pytest.mark.parametrize("stated", ["cls=LazyGroup, help='users:cli'", "cls=LazyGroup", "import_name='users:cli'", "cls=LazyGroup, width='80'"])
def test_other_texts_load_nothing(trace, stated: str) -> None:
    assert _seen(trace, stated) == (set(), [])


def test_what_is_not_here_is_unknown(trace) -> None:
    assert _seen(trace, "cls=LazyGroup, import_name='shop_plugins.cli:cli'") == (set(), ["dynamic-call"])


def test_who_only_imports_the_group_loads_nothing(trace) -> None:
    core = _START + "@cli.group(cls=LazyGroup, import_name='users:cli')\ndef user():\n    pass\n"
    files = {"core.py": core, "util.py": _UTIL, "users.py": "import os\nos.remove('/srv/seen')\n" + _USERS.replace("\n    ", "\n")}
    assert not trace("from core import cli\nprint(cli)\n", files).effects
    assert "/srv/users" in {effect.target for effect in trace("from core import cli\ncli()\n", files).effects}
