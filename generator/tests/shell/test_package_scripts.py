"""Scripts of a package.json: npm, pnpm and yarn run the command line that stands there."""

from __future__ import annotations

import pytest

MANIFEST = """{"name": "shop", "scripts": {
  "clear": "mongosh $CONN --eval 'db.orders.deleteMany({})'",
  "preclean": "rm -rf /srv/before",
  "clean": "rm -rf /srv/a",
  "test": "rm -rf /srv/t",
  "start": "rm -rf /srv/s",
  "both": "npm ci && somebody-elses up",
  "lint": "eslint .",
  "again": "npm run again",
  "files": "rm -rf",
  "wipe:a": "cross-env A=1 rm -rf /srv/wa",
  "wipe:b": "rm -rf /srv/wb"
}}
"""
FILES = {"package.json": MANIFEST, "app/package.json": '{"scripts": {"clean": "rm -rf out"}}'}


@pytest.mark.parametrize("line", ["npm run clean", "npm run-script clean", "npm run --silent clean", "pnpm run clean", "pnpm clean", "yarn clean",
                                  "yarn run clean", "sudo -u www npm run clean"])
def test_the_line_of_the_script_is_run_and_what_is_run_before_it(trace, line: str) -> None:
    assert trace(line + "\n", FILES).told() == ["filesystem delete /srv/before !", "filesystem delete /srv/a !"]


def test_a_loss_stands_where_the_manifest_says_it(trace) -> None:
    act = next(act for act in trace("npm run clear\n", FILES).acts() if act.resource == "database")
    assert (act.destructive, act.target, act.at.path, act.at.line) == (True, "orders", "package.json", 2)


@pytest.mark.parametrize(("line", "target"), [("npm test", "/srv/t"), ("npm t", "/srv/t"), ("npm start", "/srv/s"), ("yarn test", "/srv/t"),
                                              ("npm run files -- /srv/f", "/srv/f"), ("yarn files /srv/f", "/srv/f")])
def test_short_names_and_words_that_are_handed_on(trace, line: str, target: str) -> None:
    assert f"filesystem delete {target} !" in trace(line + "\n", FILES).told()


@pytest.mark.parametrize("line", ["npm --prefix app run clean", "npm --prefix=app run clean", "pnpm -C app run clean", "yarn --cwd app clean",
                                  "cd app && npm run clean", "(cd app; yarn clean)", 'npm --prefix="$(dirname "$0")/app" run clean'])
def test_the_manifest_of_another_folder(trace, line: str) -> None:
    assert "filesystem delete app/out !" in trace(line + "\n", FILES).told()


def test_what_is_not_known_is_told_besides_what_is(trace) -> None:
    assert sorted(trace("npm run both\n", FILES).told()) == ["package write project dependencies", "process execute both"]


@pytest.mark.parametrize("line", ["npm run other", "npm run clean -w shop", "cd /elsewhere && npm run clean", "npm run $what"])
def test_a_script_that_no_manifest_names_is_run_unseen(trace, line: str) -> None:
    told = trace(line + "\n", FILES).told()
    assert told
    assert all(one.startswith("process execute") for one in told)


def test_no_manifest_at_all(trace) -> None:
    assert trace("npm run clean\n", {}).told() == ["process execute clean"]
    assert trace("npm run clean\n", {"package.json": '{"scripts": [}'}).told() == ["process execute clean"]


def test_a_script_that_runs_itself_ends(trace) -> None:
    assert trace("npm run again\n", FILES).told() == ["process execute again"]


def test_a_script_that_only_looks_does_nothing(trace) -> None:
    assert trace("npm run lint\nnpm run\n", FILES).told() == []


@pytest.mark.parametrize("line", ["run-s wipe:a wipe:b", "npm-run-all --parallel wipe:a wipe:b", "run-p 'wipe:*'"])
def test_several_scripts_one_after_the_other(trace, line: str) -> None:
    assert trace(line + "\n", FILES).told() == ["filesystem delete /srv/wa !", "filesystem delete /srv/wb !"]
