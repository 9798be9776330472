"""A list of words of a command that more is added to than is known: what it begins with is told all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]


def _deleted(found: Walked) -> list[str | None]:
    return sorted({effect.target for effect in found.effects if effect.action == "delete"}, key=str)


@pytest.mark.parametrize("rest", ["argparse.ArgumentParser().parse_known_args()[1]", "os.getloadavg()", "nobody.knows()"])
@pytest.mark.parametrize("call", ["subprocess.run(['rm', '-r', '/srv/a'] + {})", "os.execv('/bin/rm', ['rm', '-r', '/srv/a'] + {})",
                                  "cmd = ['rm', '-r', '/srv/a']\ncmd += {}\nsubprocess.run(cmd)"])
def test_what_a_longer_command_begins_with_is_told(trace: Trace, call: str, rest: str) -> None:
    found = trace(f"import argparse, nobody, os, subprocess\n{call.format(rest)}\n")
    assert "/srv/a" in _deleted(found)
    assert not any(unknown.kind == "dynamic-command" for unknown in found.unknowns)


@pytest.mark.parametrize("words", ["nobody.knows() + ['rm', '/srv/a']", "[] + nobody.knows()"])
def test_a_command_whose_beginning_is_not_known_is_unknown(trace: Trace, words: str) -> None:
    found = trace(f"import nobody, subprocess\nsubprocess.run({words})\n")
    assert _deleted(found) == []
    assert "dynamic-command" in {unknown.kind for unknown in found.unknowns}


def test_a_text_is_never_the_rest_of_a_list(trace: Trace) -> None:
    assert _deleted(trace("import subprocess\nsubprocess.run(['rm', '/srv/a'] + 'b')\n")) != ["/srv/a"]


def test_a_temporary_file_is_not_called_like_its_mode(trace: Trace) -> None:
    found = trace("import os, tempfile\nwith tempfile.NamedTemporaryFile('wb', delete=False) as f:\n    f.write(b'')\nopen(f.name).read()\nos.remove(f.name)\n")
    assert all(effect.target != "wb" for effect in found.effects)
    assert not any(effect.destructive for effect in found.effects)
    assert any(effect.target == "wb" for effect in trace("open('wb').read()\n").effects)


@pytest.mark.parametrize("grow", ["words.append('-a')", "words += ['-a']", "words.insert(1, '-a')", "words.extend(['-a'])"])
def test_what_one_branch_appends_to_a_local_list_leaves_the_rest_sure(trace, grow: str) -> None:
    text = f"import subprocess, sys\nwords = ['cp']\nif len(sys.argv) > 1:\n    {grow}\nwords.append('/srv/a')\nwords.append('/srv/b')\nsubprocess.run(words)\n"
    assert [(effect.action.value, effect.target) for effect in trace(text).effects] == [("read", "/srv/a"), ("write", "/srv/b")]


@pytest.mark.parametrize(("lines", "targets"), [
    ("def pick(names=()):\n    if not names:\n        names = ['/srv/a', '/srv/b']\n    for name in names:\n        os.remove(name)\npick(['/srv/c'])", ["/srv/c"]),
    ("def pick(names=None):\n    names = names or ['/srv/a']\n    for name in names:\n        os.remove(name)\npick(['/srv/c'])", ["/srv/c"]),
    ("def drain(names):\n    names.pop()\n    if not names:\n        os.remove('/srv/a')\ndrain(['/srv/c'])", ["/srv/a"]),
    ("def drain(names):\n    take(names)\n    if not names:\n        os.remove('/srv/a')\ndrain(['/srv/c'])", ["/srv/a"]),
    ("names = ['/srv/c']\nwhile names:\n    names.pop()\nos.remove('/srv/a')", ["/srv/a"]),
])
def test_a_list_that_has_members(trace, lines: str, targets: list[str]) -> None:
    assert [effect.target for effect in trace("import os\n" + lines + "\n").effects] == targets


_MANY = "\n".join(f"class N{number}:\n    def wipe(self):\n        shutil.rmtree('/srv/{number}')" for number in range(12))
_LOADED = """
    import sys
    from importlib import import_module
    KINDS = {%s}
    class Channel:
        def __init__(self, kind):
            self.kind = kind
        def backend(self):
            label, cls = KINDS[self.kind]
            if isinstance(cls, str):
                module, name = cls.rsplit(".", maxsplit=1)
                cls = getattr(import_module(module), name)
                KINDS[self.kind] = (label, cls)
            return cls()
    Channel(sys.argv[1]).backend().wipe()
"""


def test_each_class_of_a_long_table_of_dotted_names(trace) -> None:
    table = ", ".join(f"'{number}': ('Kind {number}', 'shop.p{number % 3}.N{number}')" for number in range(12))
    files = {"shop/__init__.py": "", **{f"shop/p{number}.py": f"import shutil\n{_MANY}\n" for number in range(3)}}
    walked = trace(_LOADED % table, files)
    assert sorted(effect.target for effect in walked.effects if effect.destructive) == sorted(f"/srv/{number}" for number in range(12))


def test_each_part_of_a_long_list_of_names(trace) -> None:
    names = {f"k{number}": f"a./srv/{number}" for number in range(12)}
    walked = trace(f"import os, sys\nfolder, path = {names!r}[sys.argv[1]].split('.')\nos.remove(path)\n")
    assert sorted(str(effect.target) for effect in walked.effects) == sorted(f"/srv/{number}" for number in range(12))
