"""A repository that is a package itself, and imports its modules under a name that stands in no path."""

from __future__ import annotations

import pytest

WIPE = "import os\ndef wipe():\n    os.remove('/srv/x')\n"
SETTINGS = "ROOT_URLCONF = 'shop.urls'\nINSTALLED_APPS = ['django.contrib.auth', 'shop.orders']\n"
SHOP = {"__init__.py": "", "urls.py": "", "orders/__init__.py": WIPE, "orders/rows.py": WIPE, "settings/base.py": SETTINGS}


def removed(walked) -> list[str | None]:
    return [effect.target for effect in walked.effects if effect.action == "delete"]


@pytest.mark.parametrize("code", [
    "from shop.orders import wipe\nwipe()",
    "import shop.orders.rows\nshop.orders.rows.wipe()",
    "from shop.orders import rows\nrows.wipe()",
    "import shop\nimport shop.orders\nshop.orders.wipe()",
])
def test_its_modules_are_found(code: str, trace) -> None:
    walked = trace(code, SHOP, path="orders/management/commands/tidy.py")
    assert (removed(walked), walked.unknowns) == (["/srv/x"], ())


@pytest.mark.parametrize(("code", "changed"), [
    ("from shop.orders import wipe\nwipe()", {"__init__.py": None}),                                    # no package
    ("from shop.orders import wipe\nwipe()", {"settings/base.py": "ROOT_URLCONF = 'shop.urls'\n"}),     # named once only
    ("from other.orders import wipe\nwipe()", {}),
    ("from shop.stock import wipe\nwipe()", {}),
])
def test_what_bears_another_name_is_not_taken(code: str, changed: dict[str, str | None], trace) -> None:
    files = {path: text for path, text in {**SHOP, **changed}.items() if text is not None}
    walked = trace(code, files, path="orders/management/commands/tidy.py")
    assert removed(walked) == []
    assert walked.unknowns
