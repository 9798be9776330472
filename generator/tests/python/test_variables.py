"""Environment variables whose names a loop goes through."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked


def _read(walked: Walked) -> set[str]:
    return {need.name for need in walked.needs if need.kind == "env"}


@pytest.mark.parametrize("code", [
    "KEYS = ('SHOP_HOST', 'SHOP_TOKEN')\nheld = {key: os.environ.get(key, None) for key in KEYS}",
    "held = [os.environ[key] for key in ['SHOP_HOST', 'SHOP_TOKEN']]",
    "missing = [key for key in ('SHOP_HOST', 'SHOP_TOKEN') if key not in os.environ]",
    "def held():\n    names = ('SHOP_HOST', 'SHOP_TOKEN')\n    return {name: os.getenv(name) for name in names}\nheld()",
])
def test_each_is_read(trace: Callable[..., Walked], code: str) -> None:
    assert _read(trace(f"import os\n{code}\n")) == {"SHOP_HOST", "SHOP_TOKEN"}


def test_a_name_that_is_not_known_is_none(trace: Callable[..., Walked]) -> None:
    assert _read(trace("import os, sys\nheld = {key: os.environ.get(key) for key in sys.argv}\n")) == set()
