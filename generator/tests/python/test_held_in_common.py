"""A dictionary or a list that one module takes from another by name is one thing: what is put into it under the one name is there under the other."""

from __future__ import annotations

import pytest

_SHELF = """
    from elasticsearch import Elasticsearch
    held = {'client': None, 'index': None}
    hooks = []
    def connect(settings):
        client = made(settings)
        held['client'] = client
        held['index'] = 'books'
    def made(settings):
        return Elasticsearch([{'host': settings['host']}])
"""
_EMPTY = "connect({'host': 'a'})\nheld['client'].indices.delete(index=held['index'])\n"


def lost(walked) -> set[tuple[str, str | None]]:
    return {(effect.resource, effect.target) for effect in walked.effects if effect.destructive}


@pytest.mark.parametrize("program", [
    "from shop.shelf import connect, held\n" + _EMPTY,
    "from shop.shelf import *\n" + _EMPTY,
    "from shop.shelf import connect, held as things\n" + _EMPTY.replace("held", "things"),
    "from shop import connect, held\n" + _EMPTY,                                # handed on by the package
    "from shop.shelf import connect, held\ndef main():\n    connect({'host': 'a'})\n    client = held['client']\n"
    "    client.indices.delete(index=held['index'])\nmain()\n",
    "from shop.shelf import held\nfrom shop.other import start\nstart()\nheld['client'].indices.delete(index=held['index'])\n",
])
def test_what_a_function_puts_into_it_is_there(trace, program: str) -> None:
    walked = trace(program, {"shop/__init__.py": "from shop.shelf import connect, held\n", "shop/shelf.py": _SHELF,
                             "shop/other.py": "from .shelf import connect\ndef start():\n    connect({'host': 'b'})\n"})
    assert lost(walked) == {("search", "books")}
    assert not walked.unknowns


def test_what_is_put_into_it_under_the_other_name_is_there_too(trace) -> None:
    table = "import shutil\nwork = {}\nsteps = []\ndef go(name):\n    work[name]()\n    for step in steps:\n        step()\n"
    adds = ("import shutil\nfrom table import work, steps\ndef wipe():\n    shutil.rmtree('/srv/a')\ndef sweep():\n    shutil.rmtree('/srv/b')\n"
            "def add():\n    work['wipe'] = wipe\n    steps.append(sweep)\n")
    assert lost(trace("from table import go\nfrom adds import add\nadd()\ngo('wipe')\n", {"table.py": table, "adds.py": adds})) == {
        ("filesystem", "/srv/a"), ("filesystem", "/srv/b")}


@pytest.mark.parametrize("program", [
    "from shop.shelf import connect, held\nheld = {'client': None, 'index': None}\n" + _EMPTY,       # another by that name
    "from shop.shelf import connect\ndef main():\n    held = {'client': None}\n    connect({'host': 'a'})\n    held['client'].indices.delete()\nmain()\n",
])
def test_another_thing_under_that_name_is_another(trace, program: str) -> None:
    assert lost(trace(program, {"shop/__init__.py": "", "shop/shelf.py": _SHELF})) == set()


def test_one_program_does_not_fill_it_for_another(tools) -> None:
    from handover_generator.analysis.walk import walk

    toolbox = tools("from shelf import connect, held\n" + _EMPTY,
                    {"shelf.py": _SHELF, "b.py": "#!/usr/bin/env python\nfrom shelf import held\nheld['client'].indices.delete(index='books')\n"})
    assert lost(walk(toolbox.entries("run.py"), toolbox.routine, "run.py")) == {("search", "books")}
    assert lost(walk(toolbox.entries("b.py"), toolbox.routine, "b.py")) == set()


def test_what_a_configuration_says_is_not_called_like_its_file(trace) -> None:
    walked = trace("import sys\nfrom pyramid.paster import get_appsettings\nfrom elasticsearch import Elasticsearch\n"
                   "settings = get_appsettings(sys.argv[1])\nElasticsearch().indices.delete(index=settings['search.index'])\n")
    assert lost(walked) == {("search", "${search.index}")}
