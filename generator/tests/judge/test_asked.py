"""Which script is meant by what people type and paste: command lines, names, and words; what is asked about and what is not."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from handover_generator.analysis.how_often import how_often
from handover_generator.checks._run import judge
from handover_generator.errors import UsageError
from handover_generator.model.findings import Findings
from handover_generator.pipeline.asked import Asked, asked

Make = SimpleNamespace
_TIDY = "shop/management/commands/tidy_orders.py"


@pytest.fixture
def findings(make: Make) -> Findings:
    loss = make.effect("database delete orders", what="deletes rows in")
    recipes = (make.command("prod"), make.command("ship", loss), make.command("wipe", loss), make.command("clean", loss))
    tasks = (make.command("empty-shelf", loss), make.command("staging"))
    cli = (make.command("users drop-old", loss), make.command("report", make.read()))
    return judge(make.inventory(
        make.script("manage.py", says=None),
        make.script(_TIDY, effects=(loss,), because=("is a management command",)),
        make.script("scripts/reset.sh", effects=(loss,)),
        make.script("scripts/nightly.sh", effects=(loss,)),
        make.script("scripts/clean_baskets.py", effects=(loss,), called_from=(
            make.Starter(path="crontab", line=2, kind="cron", schedule="30 2 * * *"),)),
        make.script("scripts/synchronize_index.py", effects=(make.effect("search delete index", what="empties"),)),
        make.script("shop/cli.py", effects=(loss, make.read()), commands=cli, because=("installed as the command shopctl",)),
        make.script("shop/jobs/__main__.py", effects=(loss,)),
        make.script("Makefile", says=None, effects=(loss,), commands=recipes),
        make.script("docs/Makefile", says=None, effects=(loss,), commands=(make.command("html"), make.command("clean", loss))),
        make.script("tasks.py", effects=(loss,), commands=tasks),
        make.script("web/deploy.sh", effects=(loss,), called_from=(make.Starter(path="package.json", line=4, kind="package", detail="deploy"),)),
        make.script("a/twice.sh", effects=(loss,)),
        make.script("b/twice.sh"),
        make.script("odd/caf\\xff.sh", effects=(loss,)),
        repository=make.Repository(name="shop", commit="a" * 40, commits=12),
    ))


def _name(found: Asked) -> str:
    return found.path if found.command is None else f"{found.path} {found.command}"


@pytest.mark.parametrize(("line", "meant"), [
    ("python manage.py tidy_orders", _TIDY),
    ("./manage.py tidy_orders --all", _TIDY),
    ("/usr/bin/python3.11 /srv/app/manage.py tidy_orders", _TIDY),
    ("django-admin tidy_orders", _TIDY),
    ("docker compose run --rm web python manage.py tidy_orders 30", _TIDY),
    ("docker-compose exec -T web ./manage.py tidy_orders", _TIDY),
    ("docker exec -it web python manage.py tidy_orders", _TIDY),
    ("kubectl exec deploy/web -- python manage.py tidy_orders", _TIDY),
    ("kubectl -n shop exec -it web-0 -c app -- python manage.py tidy_orders", _TIDY),
    ("heroku run -a shop python manage.py tidy_orders", _TIDY),
    ("ssh app@web1 'cd /srv/app && ENV=prod python manage.py tidy_orders'", _TIDY),
    ("$ python manage.py tidy_orders", _TIDY),
    ("30 2 * * * cd /srv/app && ./manage.py tidy_orders >> /var/log/tidy.log 2>&1", _TIDY),
    ("sudo bash scripts/reset.sh north", "scripts/reset.sh"),
    ("sudo -u app -H scripts/reset.sh", "scripts/reset.sh"),
    ("scripts/reset.sh org a@b.c", "scripts/reset.sh"),
    ("bash -x reset.sh foo", "scripts/reset.sh"),
    ("APP_ENV=prod nohup ./reset.sh &", "scripts/reset.sh"),
    ("cd scripts && ./reset.sh", "scripts/reset.sh"),
    ("invoke empty-shelf", "tasks.py empty-shelf"),
    ("inv empty-shelf --shelf 12", "tasks.py empty-shelf"),
    ("fab -H web1 staging empty-shelf:12", "tasks.py empty-shelf"),
    ("python -m shop.cli users drop-old --yes", "shop/cli.py users drop-old"),
    ("python -m shop.jobs", "shop/jobs/__main__.py"),
    ("poetry run shopctl report", "shop/cli.py report"),
    ("uv run python shop/cli.py --verbose report 2024", "shop/cli.py report"),
    ("poetry run python manage.py tidy_orders", _TIDY),
    ("shopctl users drop-old", "shop/cli.py users drop-old"),
    ("make prod ship", "Makefile ship"),
    ("make ship SHOP=north", "Makefile ship"),
    ("make -C docs clean", "docs/Makefile clean"),
    ("cd docs; make clean", "docs/Makefile clean"),
    ("make north ship", "Makefile ship"),                        # a pattern, north%, may be behind the first
    ("sudo make", "Makefile"),
    ("make", "Makefile"),
    ("npm run deploy", "web/deploy.sh"),
    ("shopctl", "shop/cli.py"),
])
def test_a_command_line_leads_to_the_script_that_it_starts(findings: Findings, tmp_path: Path, line: str, meant: str) -> None:
    assert _name(asked(findings, line, root=tmp_path)) == meant
    first, *rest = line.split(" ")
    if "'" not in line and "&" not in line and ";" not in line and "$" not in line:
        assert _name(asked(findings, first, rest, root=tmp_path)) == meant


def test_words_that_are_passed_on_are_told(findings: Findings, tmp_path: Path) -> None:
    assert asked(findings, "scripts/reset.sh", ["org", "a@b.c"], root=tmp_path).note == (
        "told is all that scripts/reset.sh does, whatever words follow: org a@b.c")
    assert asked(findings, "make ship SHOP=north", root=tmp_path).note == "told is all that Makefile ship does, whatever words follow: SHOP=north"
    assert asked(findings, "make prod ship", root=tmp_path).note == (
        "'make prod ship' starts Makefile prod as well, of which no effect was seen; told is Makefile ship alone")
    assert asked(findings, "python manage.py tidy_orders", root=tmp_path).note is None


def test_the_name_of_a_script_with_its_options(findings: Findings, tmp_path: Path) -> None:
    for line in ("tidy_orders --all --days 30", "tidy_orders.py -n"):
        found = asked(findings, line, root=tmp_path)
        assert (found.path, found.note) == (_TIDY, f"told is all that {_TIDY} does, whatever words follow: {line.partition(' ')[2]}")
    assert asked(findings, "tidy_orders", ["--all"], root=tmp_path).path == _TIDY
    for words in ("tidy_orders of last year", "twice --now", "unheard_of --all"):
        with pytest.raises(UsageError):
            asked(findings, words, root=tmp_path)


@pytest.mark.parametrize(("line", "told", "untold"), [
    ("make ship wipe", ["'make ship wipe' starts these", "Makefile ship", "Makefile wipe"], "Makefile clean"),
    ("sudo twice.sh now", ["may start any of these", "a/twice.sh", "b/twice.sh"], "reset"),
    ("scripts/reset.sh && make wipe", ["starts these", "scripts/reset.sh", "Makefile wipe"], "may start"),
])
def test_of_several_that_act_none_is_chosen(findings: Findings, tmp_path: Path, line: str, told: list[str], untold: str) -> None:
    with pytest.raises(UsageError) as error:
        asked(findings, line, root=tmp_path)
    assert error.value.slug == "several-scripts"
    assert all(part in str(error.value) for part in told)
    assert untold not in str(error.value)


def test_what_django_brings_itself_is_not_told_by_the_silence_of_its_manage_py(findings: Findings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file of shop defines a management command 'flush'; if it is one of Django or of a package"):
        asked(findings, "manage.py", ["flush"], root=tmp_path)
    with pytest.raises(UsageError, match="did you mean tidy_orders"):
        asked(findings, "python manage.py tidy_order", root=tmp_path)


def test_a_command_that_a_file_has_not_is_no_word_for_it(findings: Findings, tmp_path: Path) -> None:
    assert asked(findings, "shop/cli.py", ["drop"], root=tmp_path).command == "drop"          # refused, with those that are spelt alike


@pytest.mark.parametrize("words", [
    "make something to drop and recreate the shelf", "make clean the kitchen", "reset the shop", "python script for the user's data", "time to sync",
    "find what deletes orders", "xyzzy plugh",
])
def test_a_sentence_is_no_command_line(findings: Findings, tmp_path: Path, words: str) -> None:
    with pytest.raises(UsageError) as error:
        asked(findings, words, root=tmp_path)
    assert error.value.slug == "unknown-script"


@pytest.mark.parametrize(("words", "first"), [
    ("the nightly cleanup", "scripts/nightly.sh"),
    ("the cleanup of baskets in the night", "scripts/clean_baskets.py"),
    ("sync", "scripts/synchronize_index.py"),
    ("docker exec web tidy_orders", _TIDY),
    ("the wrong reset", "scripts/reset.sh"),
    ("bash scripts/rest.sh now", "scripts/reset.sh"),
])
def test_a_name_that_is_there_is_never_said_to_be_none(findings: Findings, tmp_path: Path, words: str, first: str) -> None:
    with pytest.raises(UsageError) as error:
        asked(findings, words, root=tmp_path)
    said = str(error.value)
    assert "none is called so" not in said
    named = [path for path in findings.inventory.by_path if path in said]
    assert said.index(first) == min(map(said.index, named)), said


def test_a_word_that_nothing_answers_does_not_hide_what_the_others_say(findings: Findings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"clean_baskets.py\n(.*\n)*? +does not answer: lunar"):
        asked(findings, "the lunar cleanup", root=tmp_path)
    with pytest.raises(UsageError, match="none is called so or does so"):
        asked(findings, "the lunar xyzzy cheese cleanup", root=tmp_path)           # most of it is answered by nothing


def test_bytes_that_are_no_text(findings: Findings, tmp_path: Path) -> None:
    for name in (os.fsdecode(b"odd/caf\xff.sh"), os.fsdecode(b"./odd/caf\xff.sh"), "odd/caf\\xff.sh"):
        assert asked(findings, name, root=tmp_path).path == "odd/caf\\xff.sh"
    assert asked(findings, os.fsdecode(b"sudo bash 'odd/caf\xff.sh' now"), root=tmp_path).path == "odd/caf\\xff.sh"


def test_a_file_of_another_repository_is_told_as_that(findings: Findings, tmp_path: Path) -> None:
    here, other = tmp_path / "here", tmp_path / "other"
    for folder in (here, other):
        (folder / ".git").mkdir(parents=True)
        (folder / "manage.py").write_text("pass\n")
    for line in (str(other / "manage.py"), f"{other}/manage.py tidy_orders", f"bash {other}/manage.py"):
        with pytest.raises(UsageError) as error:
            asked(findings, line, root=here)
        assert "nothing shows that it is started" not in str(error.value)
    with pytest.raises(UsageError, match=rf"lies outside of this repository \({here}\); 'handover explain --repo {other}' asks about"):
        asked(findings, str(other / "manage.py"), root=here)
    with pytest.raises(UsageError, match=r"lies outside of this repository .*; what lies in no repository is not read"):
        asked(findings, "/etc/passwd", root=here)
    (here / "notes.txt").write_text("")
    with pytest.raises(UsageError, match=r"'notes\.txt' is a file, but no script"):
        asked(findings, str(here / "notes.txt"), root=here)


@pytest.mark.parametrize(("schedule", "words"), [
    ("30 2 * * *", {"night", "nightly", "daily"}), ("0 12 * * *", {"daily"}), ("15 * * * *", {"hourly"}), ("0 4 * * 1", {"weekly"}),
    ("0 4 1 * *", {"monthly"}), ("0 4 1 1 *", {"yearly"}), ("@daily", {"daily"}), ("cron(30 2 * * ? *)", {"night", "nightly", "daily"}),
    ("cron(0 3 ? * SUN *)", {"weekly"}), ("rate(1 hour)", {"hourly"}), ("*-*-* 03:00:00", {"night", "nightly", "daily"}), ("weekly", {"weekly"}),
    ("Sun *-*-* 04:00", {"weekly"}), ("0 3 * * 1-5", {"daily", "night", "nightly"}), ("every 1 day", {"daily"}),
    ("*/5 * * * *", {"hourly"}), ("0 */6 * * *", set()), ("every 15 minutes", set()), ("rate(5 minutes)", set()), ("on push", set()), ("", set()),
])
def test_how_often(schedule: str, words: set[str]) -> None:
    assert how_often(schedule) == words
