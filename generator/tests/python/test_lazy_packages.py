"""Packages that load their parts when a name of theirs is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_PARTS = "import shutil\nclass Thing:\n    def wipe(self):\n        shutil.rmtree('/srv/thing')\ndef go():\n    shutil.rmtree('/srv/go')\n"
_STUB = "import lazy_loader\n__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)\n__all__ = ['Thing', 'go', 'parts']\n"
_TABLE = "import lazy_loader as lazy\n__getattr__, __dir__, __all__ = lazy.attach(__name__, {}, {})\n"
_REPLACED = "import sys\nfrom typing import TYPE_CHECKING\nfrom elsewhere import LazyModule\nif TYPE_CHECKING:\n    from .parts import Thing, go\n" \
            "    from . import parts\nelse:\n    sys.modules[__name__] = LazyModule(__name__, globals()['__file__'], {})\n"
_PACKAGES = {
    "stub": {"shop/__init__.py": _STUB, "shop/__init__.pyi": "from . import parts\nfrom .parts import (\n    Thing,\n    go,\n)\n"},
    "table": {"shop/__init__.py": _TABLE.format("['parts']", "{'parts': ['Thing', 'go']}")},
    "named": {"shop/__init__.py": _TABLE.format("submodules={'parts'}", "submod_attrs={'parts': ['Thing', 'go']}")},
    "replaced": {"shop/__init__.py": _REPLACED},
    "getter": {"shop/__init__.py": "import importlib\n_WHERE = {'Thing': '.parts', 'go': '.parts'}\ndef __getattr__(name):\n"
               "    if name in _WHERE:\n        return getattr(importlib.import_module(_WHERE[name], __name__), name)\n    raise AttributeError(name)\n"},
}


@pytest.mark.parametrize("package", _PACKAGES)
@pytest.mark.parametrize(("code", "told"), [
    ("from shop import Thing\nThing().wipe()", "/srv/thing"), ("from shop import go\ngo()", "/srv/go"), ("import shop\nshop.go()", "/srv/go"),
    ("from shop import parts\nparts.go()", "/srv/go"),
])
def test_a_name_leads_to_the_part_that_has_it(trace: Callable[..., Walked], package: str, code: str, told: str) -> None:
    walked = trace(f"{code}\n", {**_PACKAGES[package], "shop/parts.py": _PARTS})
    assert [effect.target for effect in walked.effects] == [told]


def test_all_names_of_a_package_with_a_stub(trace: Callable[..., Walked]) -> None:
    walked = trace("from shop import *\ngo()\n", {**_PACKAGES["stub"], "shop/parts.py": _PARTS})
    assert [effect.target for effect in walked.effects] == ["/srv/go"]
    assert not walked.unknowns


def test_what_a_part_does_while_it_is_imported(trace: Callable[..., Walked]) -> None:
    walked = trace("from shop import go\n", {**_PACKAGES["stub"], "shop/parts.py": _PARTS + "go()\n"})
    assert [effect.target for effect in walked.effects] == ["/srv/go"]


@pytest.mark.parametrize("stub", ["from .other import go\n", "def broken(:\n", "from shop import go\n"])
def test_a_stub_that_leads_nowhere_leaves_a_name_unknown(trace: Callable[..., Walked], stub: str) -> None:
    walked = trace("from shop import go\ngo()\n", {"shop/__init__.py": _STUB, "shop/__init__.pyi": stub, "shop/parts.py": _PARTS})
    assert not walked.effects
    assert [one.detail for one in walked.unknowns] == ["go(): what is called is not known"]


def test_what_only_type_checkers_import_is_not_imported_by_others(trace: Callable[..., Walked]) -> None:
    code = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .parts import go\n"
    assert not trace("import shop\n", {"shop/__init__.py": code, "shop/parts.py": _PARTS + "go()\n"}).effects
