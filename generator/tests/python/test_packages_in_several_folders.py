"""Packages whose modules lie in several folders of the repository, each of which is installed by itself."""

from __future__ import annotations

import pytest

EXTEND = "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n"
DECLARE = "__import__('pkg_resources').declare_namespace(__name__)\n"
TOOL = "import shutil\ndef wipe():\n    shutil.rmtree('/srv/a')\n"


def _files(inner: str | None) -> dict[str, str]:
    found = {"lib/shop/client/tool.py": TOOL, "web/shop/client/views/__init__.py": "", "lib/setup.py": "", "web/setup.py": "",
             "web/shop/client/views/settings.py": "A = 1\n"}
    if inner is not None:
        found |= {f"{root}/shop/{folder}__init__.py": inner for root in ("lib", "web") for folder in ("", "client/")}
    return found


def _gone(walked) -> list[str | None]:
    return [effect.target for effect in walked.effects if str(effect.action) == "delete"]


@pytest.mark.parametrize("inner", [EXTEND, DECLARE, None])
@pytest.mark.parametrize("line", ["from shop.client import tool\ntool.wipe()", "from shop.client.tool import wipe\nwipe()",
                                  "import shop.client.tool as tool\ntool.wipe()", "from shop.client.views import settings\nfrom shop.client import tool\ntool.wipe()"])
def test_a_module_in_another_folder_of_the_package_is_found(trace, inner, line):
    walked = trace(f"{line}\n", _files(inner), path="web/shop/client/views/run.py", source_roots=["", "lib", "web"])
    assert _gone(walked) == ["/srv/a"]


def test_a_package_that_is_whole_has_only_its_own_modules(trace):
    walked = trace("from shop.client import tool\ntool.wipe()\n", _files(""), path="web/shop/client/views/run.py", source_roots=["", "lib", "web"])
    assert _gone(walked) == []
