"""Fields of tuples and of classes whose ``__init__`` is written by a decorator."""

from __future__ import annotations

import pytest

PAIR = "import os\nfrom collections import namedtuple\nPair = namedtuple('Pair', {fields})\n"


@pytest.mark.parametrize("fields", ["'kept gone'", "'kept, gone'", "['kept', 'gone']", "('kept', 'gone')"])
@pytest.mark.parametrize("use", [
    "os.remove(Pair('/srv/a', '/srv/b').gone)",
    "os.remove(Pair(gone='/srv/b', kept='/srv/a').gone)",
    "os.remove(Pair('/srv/a', '/srv/b')[1])",
    "kept, gone = Pair('/srv/a', '/srv/b')\nos.remove(gone)",
    "os.remove(Pair('/srv/a', '/srv/b')._replace(kept='/srv/c').gone)",
])
def test_each_field_is_what_was_given_for_it(trace, fields: str, use: str) -> None:
    found = trace(PAIR.format(fields=fields) + use + "\n")
    assert [effect.target for effect in found.effects] == ["/srv/b"]
    assert not found.unknowns


def test_a_typed_tuple(trace) -> None:
    text = "import os\nfrom typing import NamedTuple\nclass Pair(NamedTuple):\n    kept: str\n    gone: str\nkept, gone = Pair('/srv/a', '/srv/b')\nos.remove(gone)\n"
    assert [effect.target for effect in trace(text).effects] == ["/srv/b"]


def test_fields_of_which_nothing_is_known(trace) -> None:
    found = trace("import os, sys\nfrom collections import namedtuple\nPair = namedtuple('Pair', sys.argv[1:])\nos.remove(Pair('/srv/a', '/srv/b').gone)\n")
    assert [effect.target for effect in found.effects] == [None]


def test_a_data_class_above(trace) -> None:
    text = """
        import shutil
        from dataclasses import dataclass, field
        @dataclass
        class Base:
            local: str
            folder: str = field(init=False)
            def __post_init__(self):
                self.folder = "/srv/made"
        class Setup(Base):
            def __init__(self, local):
                super().__init__(local)
                shutil.rmtree(self.folder)
                shutil.rmtree(self.local)
        Setup("/srv/given")
    """
    assert [effect.target for effect in trace(text).effects] == ["/srv/given", "/srv/made"]
