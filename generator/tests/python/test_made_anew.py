"""A file that a program removes just to write it anew loses no more than by being written."""

from __future__ import annotations

import pytest

_START = "import csv, os, pathlib, shutil, sys, zipfile\nfrom elsewhere import ask, made, rows, send\n"


def lost(walked) -> list[str | None]:
    return [effect.target for effect in walked.effects if effect.destructive]


@pytest.mark.parametrize("lines", [
    "if os.path.exists('a.csv'):\n    os.remove('a.csv')\nwith open('a.csv', 'w') as out:\n    out.write(made())\n",
    "def go(name):\n    out = f'{name}.csv'\n    try:\n        os.unlink(out)\n    except OSError:\n        pass\n    for one in rows():\n        send(one)\n"
    "    with open(out, 'w', newline='') as file:\n        csv.writer(file).writerows(rows())\ngo('a')\n",
    "out = 'a.csv'\nif os.path.isfile(out):\n    os.remove(out)\nwith zipfile.ZipFile(out, 'w') as packed:\n    packed.write('b')\n",
    "out = pathlib.Path('a.csv')\nout.unlink(missing_ok=True)\nout.write_text(made())\n",
    "class Export:\n    def __init__(self):\n        self.out = 'a.csv'\n    def go(self):\n        if os.path.exists(self.out):\n            os.remove(self.out)\n"
    "        book = made()\n        book.save(filename=self.out)\nExport().go()\n",
    "out = 'a.csv'\nos.remove(out)\nshutil.copyfile('/usr/share/empty.csv', out)\n",
    "def go():\n    out = 'a.csv'\n    if ask():\n        os.remove(out)\n        try:\n            with open(out, mode='wb') as file:\n                file.write(made())\n"
    "        finally:\n            send(out)\ngo()\n",
    "for name in ['a']:\n    out = name + '.csv'\n    os.remove(out)\n    open(out, 'w').write(made())\n",
])
def test_it_is_no_loss(trace, lines: str) -> None:
    walked = trace(_START + lines)
    assert lost(walked) == []
    assert ("filesystem", "delete", "a.csv") in {(effect.resource, effect.action.value, effect.target) for effect in walked.effects}


@pytest.mark.parametrize("lines", [
    "out = 'a.csv'\nos.remove(out)\nif ask():\n    open(out, 'w').write(made())\n",                        # perhaps not
    "def go():\n    out = 'a.csv'\n    os.remove(out)\n    if not ask():\n        return\n    open(out, 'w').write(made())\ngo()\n",
    "out = 'a.csv'\nos.remove(out)\nif not ask():\n    sys.exit(1)\nopen(out, 'w').write(made())\n",
    "out = 'a.csv'\nos.remove(out)\nout = 'b.csv'\nopen(out, 'w').write(made())\n",                        # another
    "out = 'a.csv'\nos.remove(out)\nopen(out, 'a').write(made())\n",                                        # looks as if something had been there
    "out = 'a.csv'\nif ask():\n    os.remove(out)\nshutil.copyfile(out, 'b.csv')\n",                        # read from
    "for out in ['a.csv', 'b.csv']:\n    if out == 'a.csv':\n        os.remove(out)\nopen(out, 'w').write(made())\n",
    "def drop():\n    os.remove('a.csv')\ndef make():\n    open('a.csv', 'w').write(made())\ndrop()\nif ask():\n    make()\n",
    "shutil.rmtree('a.csv')\nos.mkdir('a.csv')\nopen('a.csv', 'w')\n",                                      # what lay in a folder does not come back
])
def test_what_may_be_gone_is_a_loss(trace, lines: str) -> None:
    assert lost(trace(_START + lines)) == ["a.csv"]


@pytest.mark.parametrize("path", ["'/srv/a.csv'", "os.path.expanduser('~/a.csv')", "os.environ['OUT'] + '/a.csv'"])
def test_a_file_that_lies_elsewhere_may_be_anothers(trace, path: str) -> None:
    assert len(lost(trace(f"{_START}out = {path}\nos.remove(out)\nopen(out, 'w').write(made())\n"))) == 1


def test_a_file_that_a_person_names_is_one(trace) -> None:
    assert len(lost(trace(f"{_START}out = sys.argv[1]\nos.remove(out)\nopen(out, 'w').write(made())\n"))) == 1
