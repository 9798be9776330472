"""One of several known words: each is told, in every way a text is put together. What goes with what is not guessed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_TABLES = [f"t{number}" for number in range(12)]


def _targets(found: Walked) -> list[str | None]:
    return sorted({effect.target for effect in found.effects if effect.destructive}, key=str)


@pytest.mark.parametrize("text", ["'DROP TABLE ' + t", "f'DROP TABLE {t}'", "'DROP TABLE %s' % t", "'DROP TABLE {}'.format(t)", "'DROP TABLE {a}'.format(a=t)"])
def test_a_list_of_tables_is_told_to_its_end(trace: Trace, text: str) -> None:
    script = f"""
        import psycopg2
        TABLES = {_TABLES}
        cursor = psycopg2.connect("").cursor()
        for t in TABLES:
            cursor.execute({text})
    """
    assert _targets(trace(script)) == sorted(_TABLES)


def test_a_list_of_folders_is_told_to_its_end(trace: Trace) -> None:
    folders = [f"/srv/{number}" for number in range(20)]
    assert _targets(trace(f"import shutil\nfor one in {folders}:\n    shutil.rmtree(one)\n")) == sorted(folders)


def test_what_is_beyond_the_limit_is_said(trace: Trace) -> None:
    found = trace(f"import shutil\nfor one in {[f'/srv/{number}' for number in range(50)]}:\n    shutil.rmtree(one)\n")
    assert len(_targets(found)) == 31
    assert [(unknown.kind, unknown.detail) for unknown in found.unknowns] == [("budget", "more targets than are listed")]


def test_the_same_word_twice_is_the_same_word(trace: Trace) -> None:
    found = trace("import os\nfor one in ('a', 'b'):\n    os.remove(f'/srv/{one}/{one}.db')\n")
    assert _targets(found) == ["/srv/a/a.db", "/srv/b/b.db"]


def test_two_choices_are_not_crossed(trace: Trace) -> None:
    chosen = "import os\none = 'a' if ready() else 'b'\nother = 'c' if late() else 'd'\n"
    assert _targets(trace(f"{chosen}os.remove(f'/srv/{{one}}/{{other}}')\n")) == ["/srv/a/${other}", "/srv/b/${other}"]
    assert _targets(trace(f"{chosen}os.remove(f'/srv/{{one}}/x')\n")) == ["/srv/a/x", "/srv/b/x"]


_STEPS = """
    import os, shutil, sys
    def deploy_web():
        os.system("kubectl apply -f web.yml")
    def redeploy_web():
        os.system("kubectl rollout restart deploy/web")
    def _clean():
        shutil.rmtree("/srv")
    def start(names):
        for name in {names}:
            f = {found}
            if f is not None:
                f()
    start(sys.argv)
"""


@pytest.mark.parametrize("names", ["['web', 'db']", "names"])
@pytest.mark.parametrize("found", ["globals().get('redeploy_' + name)", "globals().get(f'redeploy_{name}', None)", "globals()['redeploy_' + name]",
                                   "{'redeploy_web': redeploy_web, '_clean': _clean}.get('redeploy_' + name)"])
def test_of_a_table_of_functions_those_that_a_name_may_mean(trace: Trace, names: str, found: str) -> None:
    assert [effect.target for effect in trace(_STEPS.format(names=names, found=found)).effects] == ["deploy/web"]


def test_of_a_table_of_functions_any_where_the_name_is_not_known(trace: Trace) -> None:
    told = trace(_STEPS.format(names="names", found="globals().get(name)"))
    assert _targets(told) == ["/srv"]
