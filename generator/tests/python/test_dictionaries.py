"""Dictionaries made of pairs, and those whose keys are objects."""

from __future__ import annotations

import pytest

HEAD = "import os\nfrom collections import OrderedDict\ndef one():\n    os.remove('/a')\ndef two():\n    os.remove('/b')\n"
MODELS = "from django.db import models\nclass Order(models.Model):\n    name = models.TextField()\n"


def removed(walked) -> set[str | None]:
    return {effect.target for effect in walked.effects if effect.action == "delete"}


@pytest.mark.parametrize(("use", "gone"), [
    ("OrderedDict([('x', one), ('y', two)])['x']()", {"/a"}),
    ("dict([('x', one), ('y', two)])['y']()", {"/b"}),
    ("dict(zip(['x'], [two]))['x']()", {"/b"}),
    ("dict({'x': one}, y=two)['y']()", {"/b"}),
    ("for group in OrderedDict([('x', [one]), ('y', [two])]).values():\n    for f in group:\n        f()", {"/a", "/b"}),
    ("table = {}\nfor name in [n for n in ('x', 'y')]:\n    table[name] = one\ntable[input()]()", {"/a"}),
])
def test_pairs_are_keys_and_values(use: str, gone: set[str], trace) -> None:
    walked = trace(f"{HEAD}{use}\n")
    assert removed(walked) == gone
    assert [one.detail for one in walked.unknowns] == []


@pytest.mark.parametrize("use", [
    "found = {}\nfor order in Order.objects.all():\n    found[order] = 'x'\nfor row, name in found.items():\n    row.save()\n",
    "for row in {order: 1 for order in Order.objects.all()}:\n    row.save()\n",
    "found = {}\nfor order in Order.objects.all():\n    found.setdefault(order, []).append(1)\nfor row in found.keys():\n    row.save()\n",
])
def test_rows_that_are_keys_stay_rows(use: str, trace) -> None:
    walked = trace(f"from shop.models import Order\n{use}", {"shop/models.py": MODELS, "shop/__init__.py": ""})
    assert [(one.target, one.what) for one in walked.effects if one.action == "write"] == [("Order", "writes a row")]


def test_what_is_no_object_is_some_key(trace) -> None:
    walked = trace("import os\nfound = {}\nfor word in words:\n    found[word + '.txt'] = 1\nfor name in found:\n    name.save()\n")
    assert [one.action for one in walked.effects] == []
    assert [one.detail for one in walked.unknowns] == ["save(): what is called is not known"]


EITHER = "import sys\na = {'f': one, 'g': two} if len(sys.argv) > 1 else {'f': two}\n"


@pytest.mark.parametrize(("use", "gone"), [
    ("{**a, 'h': 1}['f']()", {"/a", "/b"}),
    ("{'g': one, **a}['g']()", {"/a", "/b"}),                # what stood there before may still do so
    ("{'f': print, **a}['f']()", {"/a", "/b"}),
    ("{**a, 'f': print}['f']()", set()),
    ("b = {'g': one}\nb.update(a)\nb['f']()", {"/a", "/b"}),
    ("def run(f=None, g=None):\n    f()\nrun(**a)", {"/a", "/b"}),
    ("dict(**a)['f']()", {"/a", "/b"}),
    ("dict(a, h=1)['f']()", {"/a", "/b"}),
])
def test_one_of_several_dictionaries_is_spread_in_another(use: str, gone: set[str], trace) -> None:
    assert removed(trace(f"{HEAD}{EITHER}{use}\n")) == gone


@pytest.mark.parametrize(("read", "told"), [
    ("config['a']['folder']", "${folder}"), ("config['a'].get('folder')", "${folder}"), ("os.path.join(config['a']['folder'], 'x')", "${folder}/x"),
    ("config.get('folder', '/srv/d')", "${folder}"), ("[v for v in config['a'].values()][0]", "${a}"),
    ("[v for v in config][0]", "${name}")])
def test_what_a_file_of_settings_says_is_not_called_like_the_file(trace, read: str, told: str) -> None:
    walked = trace(f"import os\nfrom configobj import ConfigObj\nconfig = ConfigObj('/etc/a.conf')\nos.remove({read})\n")
    assert [effect.target for effect in walked.effects if effect.action.value == "delete"] == [told]
