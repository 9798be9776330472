"""Files that a script reads in where an image has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_LIB = "f() { rm -rf /srv/x; }\n"
_FILES = {"Dockerfile": "FROM debian\nCOPY bin/* /usr/local/bin/\nCOPY startup/setup.d /usr/local/bin/setup.d\nCOPY startup/*.sh /usr/local/bin/\n",
          "startup/setup.d/mail/getmail.sh": _LIB, "startup/setup.sh":
              "g() {\n  for F in /usr/local/bin/setup.d/**/*.sh; do\n    source \"$F\"\n  done\n  f\n}\n"}


def test_what_a_recipe_puts_there_comes_before_a_directive_that_names_another_file(trace: Callable) -> None:
    text = "# shellcheck source=../startup/setup.sh\nsource /usr/local/bin/setup.d/mail/getmail.sh\nf\n"
    assert trace("#!/bin/bash\n" + text, _FILES, "bin/debug").told() == ["filesystem delete /srv/x !"]


def test_a_directive_that_names_the_same_file_comes_first(trace: Callable) -> None:
    files = {"Dockerfile": "COPY b/lib.sh /opt/lib.sh\n", "a/lib.sh": "f() { rm /srv/a; }\n", "b/lib.sh": "f() { rm /srv/b; }\n"}
    assert trace("# shellcheck source=a/lib.sh\nsource /opt/lib.sh\nf\n", files).told() == ["filesystem delete /srv/a !"]


def test_a_pattern_of_files_inside_an_image(trace: Callable) -> None:
    traced = trace("#!/bin/bash\nsource /usr/local/bin/setup.sh\ng\n", _FILES, "bin/start")
    assert traced.told() == ["filesystem delete /srv/x !"]
    assert traced.unknowns() == []


def test_a_pattern_of_files_that_no_image_has_stays_unknown(trace: Callable) -> None:
    assert trace('#!/bin/bash\nfor F in /opt/none/*.sh; do\n  source "$F"\ndone\n', _FILES, "bin/start").unknowns() == ["dynamic-command"]


LIBRARY = "wipe() { rm -rf /srv/x; }\n"


@pytest.mark.parametrize("task", ["run:\n  path: shop/bin/main.sh\n", "run:\n  path: sh\n  args: [-c, ./shop/bin/main.sh]\n", "- shop/bin/main.sh\n"])
def test_a_file_of_the_checkout_that_a_pipeline_starts_the_script_in(task: str, trace: Callable) -> None:
    traced = trace("source shop/lib.sh\nwipe\n", {"lib.sh": LIBRARY, "ci/task.yml": task}, path="bin/main.sh")
    assert (traced.told(), traced.unknowns()) == (["filesystem delete /srv/x !"], [])


@pytest.mark.parametrize("files", [
    {"lib.sh": LIBRARY, "ci/task.yml": "path: other/bin/main.sh\n"}, {"lib.sh": LIBRARY, "ci/task.yml": "path: old-shop/bin/main.sh\n"},
    {"lib.sh": LIBRARY, "ci/task.yml": "path: shop/bin/main.sh.old\n"}, {"lib.sh": LIBRARY}, {"ci/task.yml": "path: shop/bin/main.sh\n"},
    {"lib.sh": LIBRARY, "shop/a.sh": "true\n", "ci/task.yml": "path: shop/bin/main.sh\n"}])
def test_a_folder_of_another_name_may_be_anything(files: dict[str, str], trace: Callable) -> None:
    traced = trace("source shop/lib.sh\nwipe\n", files, path="bin/main.sh")
    assert traced.told() == []
    assert "dynamic-command" in traced.unknowns()


@pytest.mark.parametrize("line", ["source ${SHOP_HOME:-/opt/shop}/lib.sh", "SHOP_HOME=${SHOP_HOME:-/opt/shop}\n. \"$SHOP_HOME/lib.sh\""])
def test_a_library_where_an_image_has_it_by_default(line: str, trace: Callable) -> None:
    files = {"Dockerfile": "COPY bin/common /opt/shop\n", "bin/common/lib.sh": LIBRARY, "old/common/lib.sh": "wipe() { rm -rf /srv/old; }\n"}
    assert trace(f"{line}\nwipe\n", files, path="bin/start.sh").told() == ["filesystem delete /srv/x !"]


def test_a_program_where_an_image_has_it_by_default(trace: Callable) -> None:
    files = {"Dockerfile": "COPY bin/common /opt/shop\nCOPY bin/start.sh /opt/shop/start.sh\n", "bin/common/wipe.sh": "#!/bin/sh\nrm -rf /srv/x\n"}
    assert trace("${SHOP_HOME:-/opt/shop}/wipe.sh\n", files, path="bin/start.sh").told() == ["filesystem delete /srv/x !"]
