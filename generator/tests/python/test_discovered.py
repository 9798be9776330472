"""Modules that Django imports by their name in every application, for what they register."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.analysis.walk import Walked

_BASE = "from django.utils.module_loading import autodiscover_modules\nclass Export:\n    known = {}\n    def __init_subclass__(cls):\n" \
        "        cls.known[cls.kind] = cls\n    @classmethod\n    def all(cls):\n        autodiscover_modules('exports', register_to=cls)\n" \
        "        return cls.known\n"
_ONE = "import os\nfrom base import Export\nclass Orders(Export):\n    kind = 'orders'\n    def run(self):\n        os.remove('/srv/orders')\n"
_FILES = {"base.py": _BASE, "shop/__init__.py": "", "shop/exports.py": _ONE, "mill/__init__.py": "",
          "mill/exports.py": _ONE.replace("rders", "ats"), "mill/others.py": _ONE.replace("rders", "thers"), "tests/exports.py": _ONE.replace("rders", "nes")}


def _gone(found: Walked) -> set[str | None]:
    return {effect.target for effect in found.effects if effect.action == "delete"}


def test_what_the_modules_of_that_name_register_may_be_meant(trace: Callable[..., Walked]) -> None:
    found = trace("import sys\nfrom base import Export\nExport.all()[sys.argv[1]]().run()\n", _FILES)
    assert _gone(found) == {"/srv/orders", "/srv/oats"}


def test_modules_of_a_computed_name_stay_unknown(trace: Callable[..., Walked]) -> None:
    found = trace("import sys\nfrom django.utils.module_loading import autodiscover_modules\nautodiscover_modules(sys.argv[1])\n", _FILES)
    assert not found.effects
    assert [unknown.kind for unknown in found.unknowns] == ["dynamic-code"]
