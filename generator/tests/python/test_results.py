"""Results that are worked out by the path that is called: one owner for each path, and what stands before a name does not matter."""

from __future__ import annotations

from collections import Counter

import pytest

from handover_generator.registry import members, modules

_PACKAGE = "handover_generator.languages._python.results"


def test_each_path_has_one_owner() -> None:
    found = members(_PACKAGE, "RESULTS", dict)
    assert len(found) == len(modules(_PACKAGE)) > 3
    assert [path for path, times in Counter(path for results in found for path in results).items() if times > 1] == []


@pytest.mark.parametrize("source", [
    "from urllib.parse import urljoin\nimport requests\nrequests.delete(urljoin('https://shop.example/api/', 'orders'))",
    "import six.moves.urllib.parse as u, requests\nrequests.delete(u.urljoin('https://shop.example/', 'api/orders'))",
    "import copy, requests\nrequests.delete(copy.deepcopy('https://shop.example/api/orders'))",
    "import requests\nfrom string import Template\nrequests.delete(Template('https://$host/api/orders').substitute(host='shop.example'))",
    "import requests\nfrom tqdm import tqdm\nfor u in tqdm(['https://shop.example/api/orders']):\n    requests.delete(u)",
    "import contextlib, requests\nwith contextlib.nullcontext('https://shop.example/api/orders') as u:\n    requests.delete(u)",
])
def test_the_address_is_known_through_them(trace, source: str) -> None:
    assert [(effect.resource, effect.action.value, effect.target) for effect in trace(source).effects] == [
        ("http", "delete", "https://shop.example/api/orders")]
