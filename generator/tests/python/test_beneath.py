"""``folder / "name"`` is a path, wherever the folder comes from."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("folder", "target"), [
    ("Path.home()", "${home}/old"),
    ("files('shop')", "shop/old"),
    ("next(Path('/srv').iterdir())", "/srv/${name}/old"),
    ("settings.MEDIA_ROOT", "${MEDIA_ROOT}/old"),
    ("Path('a').rename('/srv/b')", "/srv/b/old"),
    ("'/srv' / Path('x')", "/srv/x/old"),
    ("folder", "${folder}/old"),
])
def test_what_lies_beneath_a_path_is_a_path(trace, folder: str, target: str) -> None:
    found = trace(f"""
        from importlib.resources import files
        from pathlib import Path
        from django.conf import settings
        def clean(folder):
            ({folder} / 'old').unlink()
        clean(*unknown())
        """)
    assert [effect.target for effect in found.effects if effect.destructive] == [target]


@pytest.mark.parametrize(("folder", "target"), [
    ("settings.DOCS_BUILD_ROOT / row.lang / row.version", "${DOCS_BUILD_ROOT}/${lang}/${version}"), ("settings.DATA_DIR / row.lang", "${DATA_DIR}/${lang}"),
])
def test_a_folder_of_the_settings_over_what_a_row_holds(trace, folder: str, target: str) -> None:
    found = trace(f"import shutil\nfrom django.conf import settings\nfrom elsewhere import get\nrow = get()\nshutil.rmtree({folder})\n")
    assert [effect.target for effect in found.effects] == [target]


@pytest.mark.parametrize("whole", ["count()", "len(names)", "numpy.sum(names)", "settings.MAX_ROWS"])
def test_a_number_that_is_divided_is_no_path(trace, whole: str) -> None:
    found = trace(f"import numpy\nfrom django.conf import settings\nfrom os import environ\nhalf = {whole} / int(environ['PARTS'])\nhalf.unlink()\n({whole} / 2).unlink()\n")
    assert found.effects == ()


def test_a_path_of_a_library_that_nobody_looked_at_stays_one_of_that_library(trace) -> None:
    found = trace("from elsewhere import Place\n(Place('x') / 'old').unlink()\n")
    assert found.effects == ()
    assert "elsewhere.Place().unlink()" in [unknown.detail for unknown in found.unknowns]
