"""Modules that lie behind a symbolic link: a copy of a package under its own name, a folder that several scripts share."""

from __future__ import annotations

import pytest

WIPE = "import os\ndef wipe():\n    os.remove('/srv/x')\n"


def removed(walked) -> list[str | None]:
    return [effect.target for effect in walked.effects if effect.action == "delete"]


@pytest.mark.parametrize(("code", "files", "links"), [
    ("from store import wipe\nwipe()", {"lib/store-1.2/store/__init__.py": WIPE}, {"jobs/store": "lib/store-1.2/store"}),
    ("from store import *\nwipe()", {"lib/store-1.2/store/__init__.py": WIPE}, {"jobs/store": "lib/store-1.2/store"}),
    ("import store\nstore.wipe()", {"lib/store-1.2/store.py": WIPE}, {"jobs/store.py": "lib/store-1.2/store.py"}),
    ("from shared.store import wipe\nwipe()", {"lib/store.py": WIPE}, {"jobs/shared": "lib"}),
    ("from shared import store\nstore.wipe()", {"lib/store.py": WIPE}, {"jobs/shared": "lib"}),
    ("from shared.rows import store\nstore()", {"lib/rows.py": "from .files import wipe as store\n", "lib/files.py": WIPE}, {"jobs/shared": "lib"}),
])
def test_they_are_found(code: str, files: dict[str, str], links: dict[str, str], trace) -> None:
    walked = trace(code, files, path="jobs/run.py", links=links)
    assert (removed(walked), walked.unknowns) == (["/srv/x"], ())


@pytest.mark.parametrize(("files", "links"), [
    ({"lib/store.py": WIPE}, {"other/store.py": "lib/store.py"}),                              # beside another script
    ({"lib/store.py": WIPE, "jobs/store.py": "def wipe():\n    pass\n"}, {"jobs/stores.py": "lib/store.py"}),
    ({"lib/store.py": WIPE}, {"jobs/store.py": "lib/gone.py"}),
])
def test_what_no_link_leads_to_is_not_taken(files: dict[str, str], links: dict[str, str], trace) -> None:
    assert removed(trace("from store import wipe\nwipe()", files, path="jobs/run.py", links=links)) == []


def test_a_copy_of_a_package_that_is_described_stays_what_is_described(trace) -> None:
    files = {"vendor/webpy/web/__init__.py": "def database(**given):\n    return given['dbn']\n"}
    walked = trace("import web\ndb = web.database(dbn='postgres', db='shop')\ndb.delete('orders', where='id=1')\n", files, path="vendor/run.py",
                   links={"vendor/web": "vendor/webpy/web"})
    assert [(effect.action.value, effect.target) for effect in walked.effects] == [("delete", "orders")]
