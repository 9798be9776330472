"""What threads, pools and schedulers are given to call."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_HEAD = "import sys, threading, functools\nfrom multiprocessing import Pool\nfrom concurrent.futures import ThreadPoolExecutor\nhere = sys.modules[__name__]\n"


def _unknown(found: object) -> list[str]:
    return [one.detail for one in found.unknowns if one.kind == "dynamic-call"]            # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "name"), [
    ("Pool(3).map(getattr(here, sys.argv[1]), [1, 2])", "map"),
    ("threading.Thread(target=getattr(here, sys.argv[1])).start()", "Thread"),
    ("ThreadPoolExecutor().submit(getattr(here, sys.argv[1]))", "submit"),
])
def test_a_function_of_which_nothing_is_known_is_told(text: str, name: str, trace: Callable) -> None:
    assert _unknown(trace(_HEAD + text)) == [f"{name}(): what is called is not known"]


@pytest.mark.parametrize("text", [
    "Pool(3).map(len, [1, 2])",
    "threading.Thread(target=lambda: print(1)).start()",
    "list(map(getattr(here, sys.argv[1]), [1, 2]))",
    "sorted([1, 2], key=getattr(here, sys.argv[1]))",
    "def run(job=None):\n    threading.Thread(target=job).start()\nrun(print)",
])
def test_what_is_known_and_what_only_makes_values_is_none(text: str, trace: Callable) -> None:
    assert _unknown(trace(_HEAD + text)) == []
