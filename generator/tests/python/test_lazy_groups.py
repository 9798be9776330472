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


@pytest.mark.parametrize(("stated", "looks"), [
    ("cls=LazyGroup, help='users:cli'", True), ("cls=LazyGroup", True), ("import_name='users:cli'", False), ("cls=LazyGroup, width='80'", True),
])
def test_other_texts_load_nothing_and_what_a_group_looks_for_itself_is_left_open(trace, stated: str, looks: bool) -> None:
    destroyed, left = _seen(trace, stated)
    assert not destroyed
    assert ("dynamic-command" in left) is looks


def test_what_is_not_here_is_unknown(trace) -> None:
    destroyed, left = _seen(trace, "cls=LazyGroup, import_name='shop_plugins.cli:cli'")
    assert not destroyed
    assert "dynamic-call" in left


def test_who_only_imports_the_group_loads_nothing(trace) -> None:
    core = _START + "@cli.group(cls=LazyGroup, import_name='users:cli')\ndef user():\n    pass\n"
    files = {"core.py": core, "util.py": _UTIL, "users.py": "import os\nos.remove('/srv/seen')\n" + _USERS.replace("\n    ", "\n")}
    assert not trace("from core import cli\nprint(cli)\n", files).effects
    assert "/srv/users" in {effect.target for effect in trace("from core import cli\ncli()\n", files).effects}


_MODULES = """import click, importlib
class Found(click.Group):
    def get_command(self, ctx, name):
        try:
            return importlib.import_module(f"cmds.{name}").cli
        except ImportError:
            return None
"""
_FILES = """import click, os
folder = os.path.join(os.path.dirname(__file__), "cmds")
class Found(click.MultiCommand):
    def get_command(self, ctx, name):
        space = {}
        place = os.path.join(folder, name.replace("-", "_") + ".py")
        with open(place) as file:
            code = compile(file.read(), place, "exec")
            eval(code, space, space)
        return space["cli"]
"""
_ON_FUNCTION = "@click.command(cls=Found)\ndef main():\n    pass\n"
_ON_OBJECT = "main = Found(help='x')\n"
_COMMANDS = {
    "cmds/__init__.py": "",
    "cmds/wipe.py": "import click, os\n@click.command()\ndef cli():\n    os.remove('/srv/wipe')\n",
    "cmds/old_rows.py": "import click, os\n@click.group()\ndef cli():\n    pass\n@cli.command()\ndef drop():\n    os.remove('/srv/drop')\n"
                        "@cli.command()\ndef keep():\n    os.remove('/srv/keep')\n",
}


def _started(trace, group: str, made: str, words: str) -> tuple[set[str], list[str]]:
    files = {"tool.py": f"{group}{made}if __name__ == '__main__':\n    main()\n", **_COMMANDS}
    found = trace(f"import subprocess\nsubprocess.run(['python', 'tool.py', {words}])\n", files)
    return {str(effect.target) for effect in found.effects if effect.destructive}, [unknown.kind for unknown in found.unknowns]


@pytest.mark.parametrize("made", [_ON_FUNCTION, _ON_OBJECT])
@pytest.mark.parametrize("group", [_MODULES, _FILES])
def test_a_group_that_looks_for_a_command_by_its_word_starts_that(trace, group: str, made: str) -> None:
    assert _started(trace, group, made, "'wipe'") == ({"/srv/wipe"}, [])


def test_the_words_behind_it_choose_among_its_commands(trace) -> None:
    assert _started(trace, _FILES, _ON_FUNCTION, "'old-rows', 'drop'") == ({"/srv/drop"}, [])


def test_where_the_word_is_not_known_it_may_be_any_module(trace) -> None:
    assert _started(trace, _MODULES, _ON_FUNCTION, "word")[0] == {"/srv/wipe", "/srv/drop", "/srv/keep"}


@pytest.mark.parametrize(("group", "words"), [(_MODULES, "'nothing'"), (_FILES, "'nothing'"), (_FILES, "word")])
def test_a_word_that_leads_nowhere_is_left_open(trace, group: str, words: str) -> None:
    destroyed, left = _started(trace, group, _ON_FUNCTION, words)
    assert not destroyed
    assert left
