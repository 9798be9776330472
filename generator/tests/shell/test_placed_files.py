"""Programs and scripts that a recipe, a mount or an installer puts where the script looks for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.image_files import copied, mounted

_WIPE = "#!/bin/bash\nrm -rf /srv/x\n"
_BASE = "FROM debian\nCOPY begin.sh /usr/local/bin/shop_begin\nCOPY clean.sh /usr/local/bin/shop_clean\n"


def test_a_bare_word_is_the_only_program_that_images_have_under_it(trace: Callable) -> None:
    traced = trace("sudo -E shop_clean\n", {"base/Dockerfile": _BASE, "base/clean.sh": _WIPE}, "base/begin.sh")
    assert (traced.told(), traced.unknowns()) == (["filesystem delete /srv/x !"], [])


@pytest.mark.parametrize("line", [
    "shop_extend", ". shop_extend", "/usr/local/bin/shop_extend", "source /usr/local/bin/shop_extend", "bash /usr/local/bin/shop_extend"])
def test_what_images_have_of_their_own_is_none_of_them(line: str, trace: Callable) -> None:
    files = {"base/Dockerfile": _BASE, "a/Dockerfile": "FROM base\nCOPY extend.sh /usr/local/bin/shop_extend\n", "a/extend.sh": _WIPE,
             "b/Dockerfile": "FROM base\nCOPY extend.sh /usr/local/bin/shop_extend\n", "b/extend.sh": "#!/bin/bash\nmkdir /srv/b\n"}
    traced = trace(f"{line}\n", files, "base/begin.sh")
    assert traced.told() == []
    assert len(traced.unknowns()) == 1


def test_the_program_of_its_own_image_comes_first(trace: Callable) -> None:
    files = {"a/Dockerfile": "FROM base\nCOPY extend.sh /usr/local/bin/shop_extend\nCOPY begin.sh /usr/local/bin/begin_a\n", "a/extend.sh": _WIPE,
             "b/Dockerfile": "FROM base\nCOPY extend.sh /usr/local/bin/shop_extend\n", "b/extend.sh": "#!/bin/bash\nmkdir /srv/b\n"}
    assert trace("shop_extend\n", files, "a/begin.sh").told() == ["filesystem delete /srv/x !"]


def test_a_program_that_the_catalogue_knows_is_not_one_of_an_image(trace: Callable) -> None:
    files = {"a/Dockerfile": "FROM base\nCOPY extend.sh /usr/local/bin/mkdir\n", "a/extend.sh": _WIPE}
    assert trace("mkdir /srv/a\n", files, "a/begin.sh").told() == ["filesystem write /srv/a"]


def test_a_file_that_a_compose_file_lays_into_the_container(trace: Callable) -> None:
    compose = "services:\n  web:\n    volumes:\n      - ./ops/wipe.sh:/opt/shop/wipe.sh:ro\n      - data:/srv\n      - '${PWD}/hooks:/hooks.d'\n"
    files = {"compose.yml": compose, "ops/wipe.sh": _WIPE, "hooks/10.sh": "mkdir /srv/hook\n"}
    assert trace("bash /opt/shop/wipe.sh\n", files).told() == ["filesystem delete /srv/x !"]
    assert trace("bash /hooks.d/10.sh\n", files).told() == ["filesystem write /srv/hook"]


def test_what_two_services_have_in_one_place_is_neither() -> None:
    text = "services:\n  a:\n    volumes: \n      - ./a.sh:/run.sh\n      - .:/app\n  b:\n    volumes:\n      - ./b.sh:/run.sh\n      - ./c:/c/\n"
    assert [(one.source, one.target) for one in mounted("compose.yml", text)] == [("./c", "/c")]


@pytest.mark.parametrize(("recipe", "target"), [
    ("ENV APP=/srv/app\nCOPY a.py ${APP}/\n", "/srv/app/"), ("ENV TOP /srv\nENV APP=\"$TOP/app\" X=1\nCOPY a.py $APP/b.py\n", "/srv/app/b.py"),
    ("ARG APP=/srv\nWORKDIR $APP/web\nCOPY a.py ./\n", "/srv/web/./"), ("COPY a.py ${APP:-/opt}/\n", "/opt/")])
def test_variables_of_a_recipe(recipe: str, target: str) -> None:
    assert [one.target for one in copied("Dockerfile", recipe)] == [target]


@pytest.mark.parametrize("recipe", ["COPY a.py $APP/\n", "ARG APP\nCOPY a.py $APP/\n"])
def test_a_folder_that_only_a_build_knows(recipe: str) -> None:
    assert list(copied("Dockerfile", recipe)) == []


def test_a_script_that_is_made_from_a_template(trace: Callable) -> None:
    files = {"roles/backup/templates/dump-shop.sh.j2": _WIPE, "roles/backup/templates/nightly.sh.j2": ""}
    assert trace("/usr/local/bin/dump-shop.sh\n", files, "roles/backup/files/all.sh").told() == ["filesystem delete /srv/x !"]


def test_two_templates_of_one_name_are_neither(trace: Callable) -> None:
    files = {"roles/a/templates/dump-shop.sh.j2": _WIPE, "roles/b/templates/dump-shop.sh.j2": "mkdir /srv/a\n"}
    assert trace("/usr/local/bin/dump-shop.sh\n", files, "all.sh").told() == []

@pytest.mark.parametrize("line", ["python3 /home/admin/send_note.py x", "sudo -u admin /home/admin/send_note.py", "x=$(/home/admin/send_note.py)"])
def test_a_python_script_that_an_installer_places_is_the_only_one_of_its_name(line: str, trace: Callable) -> None:
    traced = trace(f"{line}\n", {"home.admin/send_note.py": "import os\nos.remove('/srv/a')\n"})
    assert (traced.calls(), traced.unknowns()) == (["send_note.py"], [])


@pytest.mark.parametrize("name", ["manage.py", "setup.py", "load.py", "__main__.py"])
def test_of_a_name_that_many_projects_have_it_is_none(name: str, trace: Callable) -> None:
    assert trace(f"python3 /usr/lib/tool/{name}\n", {f"src/{name}": "import os\nos.remove('/srv/a')\n"}).calls() == []


@pytest.mark.parametrize("line", [
    "bash /usr/local/bin/shop-diag", "/usr/local/bin/shop-diag -v", "sudo /usr/bin/shop-diag", ". /usr/local/bin/shop-diag"])
def test_a_program_of_two_words_that_an_installer_places(line: str, trace: Callable) -> None:
    traced = trace(f"{line}\n", {"bin/shop-diag": _WIPE})
    assert (traced.told(), traced.unknowns()) == (["filesystem delete /srv/x !"], [])


@pytest.mark.parametrize(("line", "files"), [
    ("/usr/local/bin/diag", {"bin/diag": _WIPE}), ("/usr/local/bin/shop-diag", {"bin/shop-diag": "no script\n"}),
    ("/opt/shop/shop-diag", {"bin/shop-diag": _WIPE}), ("/usr/local/bin/shop-diag", {"a/shop-diag": _WIPE, "b/shop-diag": _WIPE})])
def test_what_may_be_another_program(line: str, files: dict[str, str], trace: Callable) -> None:
    traced = trace(f"{line}\n", files)
    assert (traced.told(), len(traced.unknowns())) == ([], 1)


@pytest.mark.parametrize(("line", "path"), [
    ("/opt/shop/ops/deploy.sh", "ops/deploy.sh"), ("bash /opt/shop/ops/deploy.sh a", "ops/deploy.sh"),
    ("/boot/shop/shop-services stop", "shop/shop-services"),
    (". /opt/shop/ops/deploy.sh", "ops/deploy.sh"), ("ssh web1 /opt/shop/ops/deploy.sh", "ops/deploy.sh")])
def test_a_checkout_somewhere_has_the_script_where_the_repository_has_it(line: str, path: str, trace: Callable) -> None:
    assert trace(f"{line}\n", {path: _WIPE}).told() == ["filesystem delete /srv/x !"]


@pytest.mark.parametrize(("line", "path"), [
    ("/usr/lib/shop/ops/deploy.sh", "ops/deploy.sh"), ("/usr/bin/deploy", "bin/deploy"), ("/etc/shop/ops/deploy.sh", "ops/deploy.sh"),
    ("/opt/shop/deploy.sh", "deploy.sh"), ("/opt/shop/other/deploy.sh", "ops/deploy.sh"), ("/opt/shop/ops/deploy", "ops/deploy.sh")])
def test_a_program_of_another_folder_is_not_that_of_the_repository(line: str, path: str, trace: Callable) -> None:
    assert trace(f"{line}\n", {path: _WIPE}).told() == []
