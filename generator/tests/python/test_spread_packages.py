"""Packages without ``__init__.py`` of which several projects of a repository hold a part each."""

from __future__ import annotations

import pytest

ROOTS = ("", "site", "back")
FILES = {"site/shop/web/__init__.py": "", "back/shop/jobs/__init__.py": "", "back/shop/jobs/clean.py": "import os\ndef go():\n    os.remove('a')\n"}


@pytest.mark.parametrize("lines", [
    "import shop.jobs.clean\nshop.jobs.clean.go()", "import shop.web\nimport shop.jobs.clean\nshop.jobs.clean.go()",
    "import shop.jobs.clean\ngetattr(shop.jobs.clean, 'go')()", "from shop.jobs import clean\nclean.go()", "from shop import jobs\njobs.clean.go()"])
def test_each_part_is_found(trace, lines: str) -> None:
    walked = trace(lines, FILES, path="back/shop/jobs/run.py", source_roots=ROOTS)
    assert [effect.target for effect in walked.effects] == ["a"]


def test_what_no_part_has_is_not_known(trace) -> None:
    walked = trace("import shop.web\nshop.other.go()", FILES, path="back/shop/jobs/run.py", source_roots=ROOTS)
    assert not walked.effects
    assert walked.unknowns
