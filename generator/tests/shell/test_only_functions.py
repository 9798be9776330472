"""Scripts that only define functions, which whoever reads them in calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Confidence

APP = "install() { apt-get install -y pv; }\nconfigure() { helper; }\nhelper() { wipefs -a /dev/sdb; }\n"


@pytest.fixture
def offered(of_all: Callable) -> Callable[..., list[str]]:
    def go(text: str, files: dict[str, str] | None = None) -> list[str]:
        return sorted(f"{effect.resource} {effect.action.value} {effect.target}" for effect in of_all(text, files).effects)

    return go


@pytest.mark.parametrize("head", [
    "", "#!/bin/bash\nset -e\n", "#!/bin/bash\nX=/srv\nexport Y=1\n", "#!/bin/bash\nsource lib.sh\n", "#!/bin/bash\n[ -n \"$A\" ] || A=b\n",
    "command -v jq > /dev/null || { echo 'jq is needed' >&2; exit 1; }\n", "if [ -z \"$HOME\" ]; then echo no home; exit 1; fi\n"])
def test_each_function_that_nothing_calls_is_told(head: str, offered: Callable) -> None:
    told = offered(head + APP, {"lib.sh": "f() { rm -r /srv/f; }\n"})
    assert told == ["filesystem delete /dev/sdb", "package write pv"]


def test_each_is_a_guess_under_its_condition(of_all: Callable) -> None:
    told = of_all(APP).effects
    assert sorted((effect.condition, effect.confidence) for effect in told) == [
        ("the function configure is called", Confidence.INFERRED), ("the function install is called", Confidence.INFERRED)]


def test_what_calls_them_is_told_to_be_unknown(of_all: Callable) -> None:
    told = of_all(APP).unknowns
    assert [(each.kind, each.detail) for each in told] == [("dynamic-call", "only defines functions; what calls them is not in this file")]


@pytest.mark.parametrize("text", [
    APP + "install\n", APP + "echo usage: x\n", APP + "date > /srv/x\n", APP + "\"$@\"\n", APP + "foo --bar\n", APP + "exit 0\n",
    "echo hello\n" + APP,
    "read -p 'Sure? ' yn\n[ \"$yn\" = y ] || exit\n" + APP,
    "_complete() { rm -r /srv/a; }\n", "#!/bin/bash\nX=1\n"])
def test_a_script_that_does_something_itself_offers_none(text: str, offered: Callable) -> None:
    assert "filesystem delete /dev/sdb" not in offered(text) or '"$@"' in text
    assert "filesystem delete /srv/a" not in offered(text)


def test_a_script_that_runs_it_does_nothing(trace: Callable) -> None:
    assert trace("bash app.sh\n", {"app.sh": APP}).told() == []


def test_one_that_reads_it_in_calls_what_it_calls(trace: Callable) -> None:
    assert trace("source app.sh\ninstall\n", {"app.sh": APP}).told() == ["package write pv"]


def test_functions_that_call_each_other_only(offered: Callable) -> None:
    assert offered("a() { b; }\nb() { a; rm -r /srv/a; }\n") == []


HELPERS = "mk_dir() { mkdir -p \"$1\"; clear_one \"$1\"; }\nclear_one() { rm -rf \"$1/old\"; }\n"


def test_functions_of_a_file_beside_it_are_known_by_their_only_name(of_all: Callable) -> None:
    effects = of_all("reset_all() {\n  mk_dir /srv/a\n}\n", {"helpers.sh": HELPERS}).effects
    assert [(e.resource, e.action.value, e.target) for e in effects] == [("filesystem", "delete", "/srv/a/old"), ("filesystem", "write", "/srv/a")]
    assert {e.confidence.value for e in effects} == {"inferred"}


@pytest.mark.parametrize(("text", "files"), [
    ("clear_one /srv/a\n", {"helpers.sh": HELPERS}),                                                # it is run itself: nobody reads the other in
    ("reset_all() { clear_one /srv/a; }\n", {"helpers.sh": HELPERS, "other.sh": HELPERS}),           # which of them?
    ("reset_all() { clear_one /srv/a; }\n", {"helpers.sh": "clear_one() {\n" + "  echo a\n" * 60 + "  rm -rf \"$1\"\n}\n"}),
    ("reset_all() { ssh web1 clear_one /srv/a; }\n", {"helpers.sh": HELPERS})])
def test_elsewhere_nothing_is_known_of_them(text: str, files: dict[str, str], of_all: Callable) -> None:
    walked = of_all(text, files)
    assert not [e for e in walked.effects if e.resource == "filesystem"]
    assert "unmodelled-command" in {unknown.kind for unknown in walked.unknowns}


_RUNS = "run_and_log() {\n    local kind=$1\n    shift\n    local -a command=(\"$@\")\n" + "    echo \"$kind\"\n" * 40 + "    \"${command[@]}\"\n}\n"


def test_a_long_one_that_runs_what_it_is_given_is_known_too(of_all: Callable) -> None:
    text = "prune() {\n  local -a command=(docker system prune --all --force --volumes)\n  run_and_log info \"${command[@]}\"\n}\n"
    effects = of_all(text, {"lib.sh": _RUNS}).effects
    assert {(effect.resource, effect.action.value, effect.confidence) for effect in effects} == {("container", "delete", Confidence.INFERRED)}


def test_a_long_one_that_runs_nothing_is_not_looked_into(of_all: Callable) -> None:
    text = "prune() {\n  tidy_up docker system prune --all --force --volumes\n}\n"
    long = "tidy_up() {\n" + "    echo x\n" * 60 + "    rm -rf /srv/a\n}\n"
    assert of_all(text, {"lib.sh": long}).effects == ()
