"""Imports of modules that the repository's own package lacks are told as such."""

from __future__ import annotations

import pytest

_FILES = {"shop/__init__.py": "", "shop/api/__init__.py": "", "shop/api/views.py": "def show(): pass\n"}


@pytest.mark.parametrize(("lines", "told"), [
    ("from shop.api.tasks import tidy\ntidy(1)", "unresolved-call shop.api.tasks.tidy(): shop.api.tasks is not in the repository"),
    ("from shop.search.index import Page\nPage.rebuild()", "unresolved-call shop.search.index.Page.rebuild(): shop.search is not in the repository"),
    ("from strange.tasks import tidy\ntidy(1)", "unmodelled-package strange.tasks.tidy()"),
])
def test_what_is_called_of_a_module_that_is_gone(trace, lines: str, told: str) -> None:
    assert [f"{unknown.kind} {unknown.detail}" for unknown in trace(lines, _FILES).unknowns] == [told]


def test_what_is_there_is_called(trace) -> None:
    assert not trace("from shop.api.views import show\nshow()", _FILES).unknowns
