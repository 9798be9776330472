"""Guards: what stands before harm, what only seems to."""

from __future__ import annotations

import pytest


def guards_of(walked, action: str = "delete") -> set[str]:
    effect = next(e for e in walked.effects if e.action.value == action)
    return {guard.kind.value for guard in effect.guards}


WIPE = "import shutil, sys, os\n"


def test_a_question_whose_answer_decides(trace) -> None:
    walked = trace(WIPE + "if input('Sure? ') != 'yes':\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == {"confirm"}


def test_a_question_nobody_heeds_is_no_guard(trace) -> None:
    walked = trace(WIPE + "input('Press enter')\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == set()


def test_a_question_after_the_act_is_no_guard(trace) -> None:
    walked = trace(WIPE + "shutil.rmtree('/srv/data')\nif input('Fine? ') != 'yes':\n    sys.exit(1)\n")
    assert guards_of(walked) == set()


def test_a_question_before_one_of_two_paths_only(trace) -> None:
    code = WIPE + ("def wipe():\n    shutil.rmtree('/srv/data')\nif len(sys.argv) > 1:\n    if input('Sure? ') != 'y':\n        sys.exit(1)\n"
                   "    wipe()\nelse:\n    wipe()\n")
    assert guards_of(trace(code)) == set() or "confirm" not in guards_of(trace(code))


def test_a_question_asked_by_a_helper_that_exits(trace) -> None:
    walked = trace(WIPE + "def sure():\n    if input('Sure? ') != 'y':\n        sys.exit(1)\ndef go():\n    sure()\n    shutil.rmtree('/srv/data')\ngo()\n")
    assert guards_of(walked) == {"confirm"}


def test_a_question_whose_helper_returns_the_answer(trace) -> None:
    walked = trace(WIPE + "def sure():\n    return input('Sure? ').strip().lower() == 'y'\nif sure():\n    shutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == {"confirm"}


_KEPT = """
def sure(text, default="Y"):
    given = input(text + " [y/n] ")
    if given == "":
        given = default
    if given.lower().startswith("y"):
        answer = True
    else:
        print("Left alone.")
        answer = {other}
    return answer
"""


@pytest.mark.parametrize(("other", "guarded"), [("False", True), ("True", False)])
def test_a_question_whose_answer_a_variable_keeps(trace, other: str, guarded: bool) -> None:
    walked = trace(_KEPT.format(other=other) + "import shutil\nif not sure('Remove all?'):\n    raise SystemExit\nshutil.rmtree('/srv/a')\n")
    assert [any(guard.kind == "confirm" for guard in effect.guards) for effect in walked.effects] == [guarded]


@pytest.mark.parametrize(("second", "guarded"), [("if input('Some?') != 'y':\n        raise SystemExit", True), ("pass", False)])
def test_each_way_asks_in_its_own_words(trace, second: str, guarded: bool) -> None:
    walked = trace("import shutil, sys\nif sys.argv[1:]:\n    if input('All?') != 'y':\n        raise SystemExit\nelse:\n    " + second +
                   "\nshutil.rmtree('/srv/a')\n")
    assert [any(guard.kind == "confirm" for guard in effect.guards) for effect in walked.effects] == [guarded]


def test_a_bypass_is_named(trace) -> None:
    code = WIPE + ("import argparse\np = argparse.ArgumentParser()\np.add_argument('--yes')\nargs = p.parse_args()\nif not args.yes:\n"
                   "    if input('Sure? ') != 'y':\n        sys.exit(1)\nshutil.rmtree('/srv/data')\n")
    walked = trace(code)
    guard = next(g for e in walked.effects if e.action.value == "delete" for g in e.guards if g.kind == "confirm")
    assert guard.bypass == "--yes"


def test_dry_run_and_its_default(trace) -> None:
    walked = trace(WIPE + "import argparse\np = argparse.ArgumentParser()\np.add_argument('--dry-run')\na = p.parse_args()\nif a.dry_run:\n    print('would')\n"
                   "else:\n    shutil.rmtree('/srv/data')\n")
    guard = next(g for e in walked.effects if e.action.value == "delete" for g in e.guards)
    assert (guard.kind, guard.default_on) == ("dry_run", False)


@pytest.mark.parametrize(("option", "guarded"), [("--print-commands", True), ("--show-sql", True), ("--only-print", True), ("--print-names", False),
                                                 ("--blueprint-commands", False)])
def test_an_option_that_prints_the_commands_instead(option: str, guarded: bool, trace) -> None:
    name = option.strip("-").replace("-", "_")
    walked = trace(WIPE + f"import argparse\np = argparse.ArgumentParser()\np.add_argument('{option}', action='store_true')\na = p.parse_args()\n"
                   f"if a.{name}:\n    print('rm')\nelse:\n    shutil.rmtree('/srv/data')\n")
    assert bool([g for e in walked.effects if e.action.value == "delete" for g in e.guards if g.kind == "dry_run"]) is guarded


def test_commit_flag_protects_by_default(trace) -> None:
    walked = trace(WIPE + "def go(commit=False):\n    if commit:\n        shutil.rmtree('/srv/data')\ngo(commit=len(sys.argv) > 1)\n")
    guard = next(g for e in walked.effects if e.action.value == "delete" for g in e.guards)
    assert (guard.kind, guard.default_on) == ("dry_run", True)


def test_environment_check(trace) -> None:
    walked = trace(WIPE + "if os.environ['APP_ENV'] == 'production':\n    raise SystemExit('never there')\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == {"env_check"}


def test_assert_is_weak(trace) -> None:
    walked = trace(WIPE + "assert os.environ['APP_ENV'] != 'production'\nshutil.rmtree('/srv/data')\n")
    guard = next(g for e in walked.effects if e.action.value == "delete" for g in e.guards)
    assert (guard.kind, guard.strong) == ("env_check", False)


def test_output_is_seen(trace) -> None:
    assert "output" in {g.kind for g in trace("print('hello')\n").guards}
    assert "output" not in {g.kind for g in trace("x = 'hello'\n").guards}


def test_a_commit_of_git_is_no_flag(trace) -> None:
    walked = trace(WIPE + "def go(repository):\n    if repository.commit is None:\n        return\n    shutil.rmtree('/srv/data')\ngo(sys.argv)\n")
    assert guards_of(walked) == set()


def test_the_owner_of_a_file_is_no_place(trace) -> None:
    walked = trace(WIPE + "if os.stat('x').st_uid != os.geteuid():\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == set()


def test_being_root_is_checked(trace) -> None:
    walked = trace(WIPE + "if os.geteuid() != 0:\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == {"env_check"}


def test_a_variable_that_must_hold_a_word_before_it_goes_on(trace) -> None:
    walked = trace(WIPE + "if os.environ.get('PRUNE') != '1':\n    raise SystemExit('set PRUNE=1')\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == {"env_check"}


def test_a_variable_that_must_only_be_there_is_no_check_of_the_place(trace) -> None:
    walked = trace(WIPE + "if not os.environ.get('API_KEY'):\n    raise SystemExit('no key')\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == set()


def test_a_test_that_decides_nothing_here_guards_nothing_after_it(trace) -> None:
    walked = trace(WIPE + "from urllib.parse import urlparse\nif urlparse(sys.argv[1]).hostname != 'api.example.org':\n    url = 1\nelse:\n    url = 2\n"
                   "shutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == set()
    assert not [guard for guard in walked.guards if guard.kind.value == "env_check"]


def test_a_setting_that_is_no_place_is_no_check_of_the_place(trace) -> None:
    walked = trace(WIPE + "from django.conf import settings\nif not 1 <= settings.BATCH <= 10:\n    raise SystemExit\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == set()


def test_the_name_of_the_machine_is_a_check_of_the_place(trace) -> None:
    walked = trace(WIPE + "import socket\nif socket.gethostname().startswith('db'):\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == {"env_check"}


def test_an_option_that_saves_a_report_is_no_dry_run(trace) -> None:
    walked = trace(WIPE + "import argparse\np = argparse.ArgumentParser()\np.add_argument('--save', action='store_true')\na = p.parse_args()\n"
                   "if a.save:\n    shutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == set()


def test_a_setting_that_says_where_it_runs(trace) -> None:
    for flag in ("settings.STAGE", "settings.IS_PRODUCTION", "not settings.DEV"):
        walked = trace(WIPE + f"from django.conf import settings\nif {flag}:\n    sys.exit()\nshutil.rmtree('/srv/data')\n")
        assert guards_of(walked) == {"env_check"}, flag


def test_a_setting_that_says_nothing_of_the_place(trace) -> None:
    for flag in ("settings.STAGES", "settings.ENABLED", "stage"):
        walked = trace(WIPE + f"from django.conf import settings\nstage = len(sys.argv)\nif {flag}:\n    sys.exit()\nshutil.rmtree('/srv/data')\n")
        assert guards_of(walked) == set(), flag


def test_a_thing_that_is_looked_for_in_a_collection_is_no_switch(trace) -> None:
    ask = "import boto3\nnames = boto3.client('dynamodb').list_tables()['TableNames']\nTEST_RUN = 'runs'\n"
    assert trace(ask + "if TEST_RUN not in names:\n    boto3.client('dynamodb').delete_table(TableName=TEST_RUN)\n").guards == ()
    walked = trace("import os\ndef go(options):\n    if 'x' in options.test_run:\n        return\n    os.remove('/srv/a')\ngo(make())\n")
    assert {guard.kind.value for guard in walked.guards} == {"dry_run"}


def test_an_audit_that_changes_only_when_asked_to_fix(trace) -> None:
    code = WIPE + "import argparse\np = argparse.ArgumentParser()\np.add_argument('--fix', action='store_true')\na = p.parse_args()\nif {}:\n    shutil.rmtree('/srv/data')\n"
    guard, = next(e for e in trace(code.format("a.fix")).effects if e.action.value == "delete").guards
    assert (guard.kind, guard.default_on) == ("dry_run", True)
    assert guards_of(trace(code.format("a.prefix"))) == set()


def test_a_variable_that_must_hold_one_of_named_words(trace) -> None:
    code = WIPE + "NAMES = {'cron-1', 'cron-2'}\nif os.environ.get('CONTAINER') not in NAMES:\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n"
    assert guards_of(trace(code)) == {"env_check"}
    assert guards_of(trace(code.replace("{'cron-1', 'cron-2'}", "open('names').read()"))) == set()


def test_a_variable_that_is_only_asked_for_is_needed_and_no_guard(trace) -> None:
    walked = trace(WIPE + "if 'CONTAINER' not in os.environ:\n    sys.exit(0)\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == set()
    assert {need.name for need in walked.needs if need.kind == "env"} == {"CONTAINER"}
    assert not [need for need in trace(WIPE + "if 'CONTAINER' in {}:\n    sys.exit(0)\n").needs if need.kind == "env"]


def test_that_an_environment_is_there_says_not_which(trace) -> None:
    for test in ("environment is False", "environment is None", "not (environment is not None)"):
        walked = trace(WIPE + f"from elsewhere import environment\nif {test}:\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n")
        assert guards_of(walked) == set(), test
    walked = trace(WIPE + "from elsewhere import environment\nif environment != 'pilot':\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n")
    assert guards_of(walked) == {"env_check"}


ASKING = "import argparse, re\np = argparse.ArgumentParser()\np.add_argument('--name')\nargs = p.parse_args()\n"


def test_a_question_whose_answer_a_pattern_looks_at(trace) -> None:
    asked = "answer = input('Sure? [y/n] ')\nif re.compile('^n').match(answer):\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n"
    assert guards_of(trace(WIPE + ASKING + asked)) == {"confirm"}
    assert guards_of(trace(WIPE + ASKING + asked.replace("input('Sure? [y/n] ')", "args.name"))) == set()


def test_a_question_that_is_only_asked_where_a_variable_is_missing(trace) -> None:
    code = WIPE + ASKING + "if not {}:\n    if input({!r}) != 'y':\n        sys.exit(1)\nshutil.rmtree('/srv/data')\n"
    for missing, around in (("os.environ.get('CI')", "CI"), ("args.name", "--name")):
        walked = trace(code.format(missing, "Continue? [y/N] "))
        guard = next(g for e in walked.effects if e.action.value == "delete" for g in e.guards if g.kind == "confirm")
        assert guard.bypass == around
    assert guards_of(trace(code.format("args.name", "Name: "))) == set()          # asks for what was not given
    assert guards_of(trace(code.format("len(sys.argv)", "Continue? [y/N] "))) == set()


def test_a_member_of_something_is_no_flag_of_that_name(trace) -> None:
    code = WIPE + "def go(commit, test):\n    if {}:\n        shutil.rmtree('/srv/data')\nfor one in sys.argv:\n    go(one, one)\n"
    assert guards_of(trace(code.format("commit.author == 'bot'"))) == set()
    assert guards_of(trace(code.format("test.name == 'x'"))) == set()
    assert guards_of(trace(code.format("commit == 'yes'"))) == {"dry_run"}


def test_a_folder_that_is_looked_for_is_no_place(trace) -> None:
    code = WIPE + "def wipe(site, code):\n    if TEST:\n        sys.exit(1)\n    shutil.rmtree('/srv/data')\nwipe(*sys.argv)\n"
    assert guards_of(trace(code.replace("TEST", "code != 0 or not site.is_dir()"))) == set()
    assert guards_of(trace(code.replace("TEST", "code != 0 or site == 'prod'"))) == {"env_check"}


def test_a_stage_is_a_step_or_a_place(trace) -> None:
    code = WIPE + ASKING.replace("--name", "--stage") + "if args.stage in {}:\n    shutil.rmtree('/srv/data')\n"
    assert guards_of(trace(code.format("('all', 'auth')"))) == set()
    assert guards_of(trace(code.format("('prod', 'staging')"))) == {"env_check"}


@pytest.mark.parametrize(("test", "guards"), [
    ("env.index != '0'", set()), ("env.name != 'staging'", {"env_check"}), ("env.name in ('auth', 'upload')", set()),
    ("settings.ENV != 'dev'", {"env_check"}), ("env != 'x1'", {"env_check"}),
])
def test_which_of_several_it_is_says_not_where_it_runs(trace, test: str, guards: set[str]) -> None:
    code = WIPE + f"from conf import env, settings\ndef wipe(env, settings):\n    if {test}:\n        sys.exit(1)\n    shutil.rmtree('/srv/data')\n"
    assert guards_of(trace(code + "wipe(*sys.argv)\n")) == guards


def test_an_option_without_which_things_are_only_listed(trace) -> None:
    code = WIPE + ("import argparse\np = argparse.ArgumentParser()\np.add_argument('--delete', action='store_true')\np.add_argument('--into')\n"
                   "args = p.parse_args()\nif args.delete:\n    shutil.rmtree('/srv/data')\n")
    assert guards_of(trace(code + "else:\n    print('found')\n")) == {"dry_run"}
    assert guards_of(trace(code)) == {"dry_run"}
    after = "args = p.parse_args()\n"
    for act in ("os.mkdir('/srv/b')\n", "def go():\n    os.mkdir('/srv/b')\ngo()\n"):                  # it is added to what is done anyhow
        assert guards_of(trace(code.replace(after, after + act))) == set()
        assert guards_of(trace(code.replace(after, after + act) + "else:\n    print('found')\n")) == {"dry_run"}
    assert guards_of(trace(code.replace(after, after + "os.listdir('/srv')\n"))) == {"dry_run"}
    assert guards_of(trace(code + "else:\n    os.mkdir('/srv/data')\n")) == set()                     # one of two things that it does
    assert guards_of(trace(code.replace("args.delete:", "not args.delete:"))) == set()
    assert guards_of(trace(code.replace("args.delete:", "args.into:"))) == set()


@pytest.mark.parametrize(("behind", "guards"), [
    ("print('found')", {"dry_run"}), ("for one in os.listdir('/srv'):\n        print(one)", {"dry_run"}),
    ("generate_rows()", set()), ("for one in os.listdir('/srv'):\n        save_one(one)", set()), ("session.commit()", set()),
])
@pytest.mark.parametrize("end", ["return", "sys.exit(0)"])
def test_an_option_that_chooses_what_is_done_is_no_dry_run(trace, behind: str, guards: set[str], end: str) -> None:
    code = WIPE + ("import argparse, os\np = argparse.ArgumentParser()\np.add_argument('--cleanup', action='store_true')\nargs = p.parse_args()\n"
                   f"def main():\n    if args.cleanup:\n        shutil.rmtree('/srv/data')\n        {end}\n    {behind}\n"
                   "def generate_rows(): ...\ndef save_one(one): ...\nsession = None\nmain()\n")
    assert guards_of(trace(code)) == guards


@pytest.mark.parametrize(("option", "guards"), [
    ("--delete-invalid", {"dry_run"}), ("--clean", {"dry_run"}), ("--cleanup", {"dry_run"}), ("--clean-up", {"dry_run"}),
    ("--remove-old-files", {"dry_run"}), ("--cleaner", set()), ("--delete-existing", set()), ("--clean-all-first", set()), ("--undelete", set()), ("--deleted", set()), ("--into", set()),
])
def test_options_that_are_called_like_a_removal(trace, option: str, guards: set[str]) -> None:
    code = WIPE + (f"import argparse\np = argparse.ArgumentParser()\np.add_argument('{option}', action='store_true', dest='x')\n"
                   f"args = p.parse_args()\nif args.x:\n    shutil.rmtree('/srv/data')\n").replace(", dest='x'", "").replace(
                       "args.x", "args." + option[2:].replace("-", "_"))
    assert guards_of(trace(code)) == guards


def test_an_option_of_a_command_fills_the_parameter_that_is_called_so(trace) -> None:
    code = """
    import os
    from django.core.management.base import BaseCommand
    class Command(BaseCommand):
        def add_arguments(self, parser):
            parser.add_argument("--clean", action="store_true")
            parser.add_argument("--into", default="/srv/a")
        def handle(self, clean, other, *args, **options):
            if clean:
                os.remove("/srv/data")
            if other:
                os.remove("/srv/other")
    """
    found = trace(code, path="shop/management/commands/tidy.py")
    assert {effect.target: effect.condition for effect in found.effects} == {"/srv/data": "if --clean is given", "/srv/other": "if other"}


def test_what_is_later_or_more_is_no_place(trace) -> None:
    for test in ("prod_dump_time > 0", "stage_age <= newest", "not os.path.exists('/srv') or prod_time > 1"):
        code = WIPE + f"def wipe(prod_dump_time, stage_age, newest, prod_time):\n    if {test}:\n        shutil.rmtree('/srv/data')\nwipe(*sys.argv)\n"
        assert guards_of(trace(code)) == set(), test
    code = WIPE + "def wipe(stage):\n    if stage == 'prod':\n        sys.exit(1)\n    shutil.rmtree('/srv/data')\nwipe(*sys.argv)\n"
    assert guards_of(trace(code)) == {"env_check"}


def test_that_a_database_is_there_says_not_which(trace) -> None:
    code = WIPE + "def wipe(dbname, dbs):\n    if TEST:\n        sys.exit(1)\n    shutil.rmtree('/srv/data')\nwipe(*sys.argv)\n"
    assert guards_of(trace(code.replace("TEST", "dbname not in dbs"))) == set()
    for test in ("dbname != 'shop_test'", "dbname not in ('shop_test', 'shop_dev')"):
        assert guards_of(trace(code.replace("TEST", test))) == {"env_check"}, test


@pytest.mark.parametrize(("line", "guards"), [("input('Sure? ') == 'y' or sys.exit()", ["confirm"]), ("args.dry_run and sys.exit()", ["dry_run"]),
                                              ("input('Sure? ') == 'y' or print('no')", [])])
def test_a_question_with_an_exit_behind_an_or(trace, line: str, guards: list[str]) -> None:
    text = (f"import argparse, shutil, sys\np = argparse.ArgumentParser()\np.add_argument('--dry-run', action='store_true')\nargs = p.parse_args()\n"
            f"{line}\nshutil.rmtree('/srv/data')\n")
    effect = next(effect for effect in trace(text).effects if effect.destructive)
    assert [guard.kind.value for guard in effect.guards if guard.kind.value in ("confirm", "dry_run")] == guards


CLICK = "import click, shutil\n@click.command()\n{decorator}\ndef wipe({name}):\n    {body}shutil.rmtree('/srv/data')\nwipe()\n"


@pytest.mark.parametrize("program", [
    CLICK.format(decorator="@click.confirmation_option(prompt='Sure?')", name="", body=""),
    CLICK.format(decorator="@click.option('--yes', is_flag=True, prompt='Sure?')", name="yes", body="if yes: "),
    CLICK.format(decorator="@click.option('--yes/--no', prompt='Sure?')", name="yes", body="if not yes: return\n    "),
    "import typer, shutil\ndef wipe(yes: bool = typer.Option(..., prompt='Sure?')):\n    if yes: shutil.rmtree('/srv/data')\ntyper.run(wipe)\n",
])
def test_an_option_that_asks_is_a_question(trace, program) -> None:
    assert guards_of(trace(program)) == {"confirm"}


@pytest.mark.parametrize("program", [
    CLICK.format(decorator="@click.option('--yes', is_flag=True)", name="yes", body="if yes: "),
    CLICK.format(decorator="@click.option('--name', prompt='Name?')", name="name", body="if name: "),
    CLICK.format(decorator="@click.option('--yes', is_flag=True, prompt='Sure?')", name="yes", body=""),       # nobody heeds it
    CLICK.format(decorator="@click.password_option()", name="password", body="if password: "),               # typed twice, and still no question
    "import typer, shutil\ndef wipe(name: str = typer.Option(..., prompt='Name?')):\n    if name: shutil.rmtree('/srv/data')\ntyper.run(wipe)\n",
])
def test_an_option_that_asks_for_a_value_or_is_not_heeded_is_none(trace, program) -> None:
    assert guards_of(trace(program)) == set()


@pytest.mark.parametrize("lines", [
    "env = dict(os.environ)\nif subprocess.run(['true'], env=env).returncode != 0:\n    sys.exit(1)\n",      # handed on
    "if get_cluster_version(sys.argv[1]) != '1':\n    sys.exit(1)\n",                                        # a version
    "status = {'prod': []}\nstage = sys.argv[1]\nif sys.argv[2] not in status[stage]:\n    sys.exit(1)\n",     # looked up by it
    "if sys.argv[1] == STAGE_INDEX:\n    sys.exit(1)\n",
    "if options['site_domain'] != 'red':\n    sys.exit(1)\n",
])
def test_a_word_of_a_place_that_is_not_what_is_compared(trace, lines: str) -> None:
    assert guards_of(trace(WIPE + "import subprocess\n" + lines + "shutil.rmtree('/srv/data')\n")) == set()


@pytest.mark.parametrize("test", ["os.environ.get('ENV') == 'prod'", "hostname() == 'db1'", "settings.SITE_NAME == 'live'", "config.cluster == 'prod'"])
def test_a_word_of_a_place_that_is_compared(trace, test: str) -> None:
    assert guards_of(trace(WIPE + f"from own import config, hostname, settings\nif {test}:\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n")) == {"env_check"}


@pytest.mark.parametrize(("second", "guards"), [("wipe('/srv/b')", set()), ("wipe('/srv/c')", {"env_check"}), ("print('no')", {"env_check"})])
def test_a_test_after_which_the_same_happens_either_way(trace, second: str, guards: set[str]) -> None:
    code = f"def wipe(path):\n    shutil.rmtree(path)\nif os.getenv('STAGE') != 'prod':\n    wipe('/srv/b')\nelse:\n    {second}\n"
    assert guards_of(trace(WIPE + code)) == guards


def test_a_dry_run_that_does_the_same_and_takes_it_back(trace) -> None:
    code = ("from django.db import transaction\ndef wipe(path):\n    shutil.rmtree(path)\nif os.getenv('DRY_RUN'):\n    with transaction.atomic():\n"
            "        wipe('/srv/a')\n        raise ValueError\nelse:\n    wipe('/srv/a')\n")
    assert "dry_run" in guards_of(trace(WIPE + code))


@pytest.mark.parametrize(("lines", "strong"), [
    ("name = input('Name of the table: ')\nif not name:\n    sys.exit()\n", False),
    ("name = input('Really drop it? ')\nif not name:\n    sys.exit()\n", True),
    ("if input('Name of the table: ') != 'visits':\n    sys.exit()\n", True),
])
def test_asking_for_a_text_proves_little(trace, lines: str, strong: bool) -> None:
    effect = next(e for e in trace(WIPE + lines + "shutil.rmtree('/srv/data')\n").effects if e.action.value == "delete")
    assert [guard.strong for guard in effect.guards if guard.kind.value == "confirm"] == [strong]


@pytest.mark.parametrize(("default", "on"), [("dryrun", True), ("wipe", False)])
def test_a_mode_that_is_a_dry_run(trace, default: str, on: bool) -> None:
    code = (f"import argparse, shutil\np = argparse.ArgumentParser()\np.add_argument('--mode', default='{default}')\nargs = p.parse_args()\n"
            "def go(mode):\n    if mode == 'dryrun':\n        return\n    shutil.rmtree('/srv/data')\ngo(args.mode)\n")
    effect = next(e for e in trace(code).effects if e.action.value == "delete")
    assert [(guard.kind.value, guard.default_on) for guard in effect.guards] == [("dry_run", on)]


@pytest.mark.parametrize(("lines", "condition"), [
    ("if not go:\n    go = input('go on? ') == 'y'\n", "if --yes is given or the question is answered so"),
    ("if os.path.exists('/srv/go'):\n    go = True\n", "if go"),
    ("if os.path.exists('/srv/go'):\n    go = look()\n", "if go"),
    ("go = go or args.all\n", "if go"),
    ("if os.path.exists('/srv/stop'):\n    go = False\n", "if --yes is given"),
    ("print(go)\n", "if --yes is given"),
])
def test_a_name_that_was_given_something_else_too_is_no_option(trace, lines: str, condition: str) -> None:
    code = "import argparse, os\np = argparse.ArgumentParser()\np.add_argument('--yes', action='store_true')\n" \
           "p.add_argument('--all', action='store_true')\nargs = p.parse_args()\ngo = args.yes\n"
    assert [e.condition for e in trace(f"{code}{lines}if go:\n    os.remove('/srv/a')\n").effects if e.destructive] == [condition]


@pytest.mark.parametrize(("lines", "condition"), [
    ("go = not args.dry_run\nif go:\n    ", "if --dry-run is not given"),
    ("go = not args.dry_run\nif not go:\n    ", "if --dry-run is given"),
    ("if not args.dry_run:\n    ", "if --dry-run is not given"),
    ("if not not args.dry_run:\n    ", "if --dry-run is given"),
])
def test_an_option_that_was_turned_round(trace, lines: str, condition: str) -> None:
    code = "import argparse, os\np = argparse.ArgumentParser()\np.add_argument('--dry-run', action='store_true')\nargs = p.parse_args()\n"
    assert [e.condition for e in trace(code + lines + "os.remove('/srv/a')\n").effects if e.destructive] == [condition]


@pytest.mark.parametrize(("test", "strong"), [
    ("os.environ['APP_ENV'] not in ('staging', 'production')", False),      # any place will do
    ("os.environ['APP_ENV'] in ('production', 'prod-eu')", True),
    ("os.environ['APP_ENV'] not in ('dev', 'staging')", True),
    ("os.environ['APP_ENV'] == 'production'", True),
    ("os.environ.get('SMALL') and os.environ['APP_ENV'] != 'dev'", False),      # mostly it does not ask at all
    ("args.small and os.environ['APP_ENV'] != 'dev'", False),
    ("os.environ['APP_ENV'] == 'production' and not args.small", True),
    ("os.environ['APP_ENV'] != 'production'", False),                       # there of all places it goes on
    ("not os.environ['APP_ENV'] == 'prod'", False),
    ("os.environ['APP_ENV'] == 'dev'", False),                              # production is none of those that are kept away
    ("os.environ['APP_ENV'] in ('dev', 'staging')", False),
    ("os.environ['HOSTNAME'] == 'db1'", True),                                     # of what kind that one is, nobody knows
])
def test_a_check_after_which_production_is_as_good_as_any_other_place(trace, test: str, strong: bool) -> None:
    effect = next(e for e in trace(WIPE + f"if {test}:\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n").effects if e.action.value == "delete")
    assert [guard.strong for guard in effect.guards if guard.kind.value == "env_check"] == [strong]


@pytest.mark.parametrize(("test", "strong"), [("== 'dev'", True), ("!= 'production'", True), ("== 'production'", False), ("!= 'dev'", False)])
def test_the_side_of_a_check_on_which_it_acts(trace, test: str, strong: bool) -> None:
    walked = trace(WIPE + f"if os.environ['APP_ENV'] {test}:\n    shutil.rmtree('/srv/data')\nelse:\n    print('no')\n")
    assert [g.strong for e in walked.effects if e.destructive for g in e.guards if g.kind.value == "env_check"] == [strong]


@pytest.mark.parametrize(("last", "guards"), [("clean()", set()), ("print()", {"env_check"})])
def test_what_is_done_on_either_side_of_a_check(trace, last: str, guards: set[str]) -> None:
    code = ("def clean():\n    shutil.rmtree('/srv/data')\ndef in_dev():\n    print('dev')\n    clean()\ndef elsewhere():\n    print('there')\n"
            f"    {last}\nif os.environ['APP_ENV'] == 'dev':\n    in_dev()\nelse:\n    elsewhere()\n")
    assert kinds_before(trace(WIPE + code)) - {"output"} == guards


@pytest.mark.parametrize(("test", "guards"), [("module.check_mode", {"dry_run"}), ("module.check_invalid_arguments", set())])
def test_the_check_mode_of_a_module_of_ansible(trace, test: str, guards: set[str]) -> None:
    walked = trace("from ansible.module_utils.basic import AnsibleModule\nmodule = AnsibleModule(argument_spec={})\n"
                   f"if {test}:\n    module.exit_json(changed=True)\nmodule.run_command(['rm', '-rf', '/srv/a'])\n")
    assert guards_of(walked) == guards


@pytest.mark.parametrize(("name", "word", "place"), [
    ("AUTH_MODE", "local", False), ("STORAGE_BACKEND", "local", False), ("APP_ENV", "local", True), ("APP_MODE", "production", True),
    ("MAIL_BACKEND", "smtp", False), ("I_MEAN_IT", "yes", True), ("STAGE", "local", True)])
def test_the_sort_of_a_thing_is_no_place(trace, name: str, word: str, place: bool) -> None:
    code = WIPE + f"if os.environ['{name}'] != '{word}':\n    sys.exit(1)\nshutil.rmtree('/srv/data')\n"
    assert ("env_check" in guards_of(trace(code))) is place


def kinds_before(walked) -> set[str]:
    return {guard.kind.value for effect in walked.effects if effect.destructive for guard in effect.guards}


@pytest.mark.parametrize(("test", "default"), [('if "--dry-run" in sys.argv:', False), ('if "--execute" not in sys.argv:', True)])
def test_an_option_that_nothing_parses(trace, test: str, default: bool) -> None:
    walked = trace(f"import shutil, sys\n{test}\n    sys.exit()\nshutil.rmtree('/srv/a')\n")
    assert [guard.default_on for effect in walked.effects for guard in effect.guards if guard.kind.value == "dry_run"] == [default]


def test_another_option_that_nothing_parses_is_no_dry_run(trace) -> None:
    assert kinds_before(trace("import shutil, sys\nif '--help' in sys.argv:\n    sys.exit()\nshutil.rmtree('/srv/a')\n")) == set()


@pytest.mark.parametrize("test", ['"prod" in os.environ["DATABASE_URL"]', '"staging" not in platform.node()', '"-prod-" in settings.db_host'])
def test_an_address_is_asked_for_its_place(trace, test: str) -> None:
    code = f"import os, platform, shutil, sys\nfrom shop import settings\nif {test}:\n    sys.exit()\nshutil.rmtree('/srv/a')\n"
    assert kinds_before(trace(code, {"shop/__init__.py": "", "shop/settings.py": "import os\ndb_host = os.environ['H']\n"})) == {"env_check"}


@pytest.mark.parametrize("test", ['"products" in os.environ["SHOP_URL"]', '"prod" in sys.argv[1]', '"test" in names'])
def test_other_texts_are_no_place(trace, test: str) -> None:
    assert kinds_before(trace(f"import os, shutil, sys\nnames = sys.argv[2:]\nif {test}:\n    sys.exit()\nshutil.rmtree('/srv/a')\n")) == set()


@pytest.mark.parametrize("test", [
    'app.config["SYSTEM_TYPE"].lower() == "production"', 'app.config.get("TIER") in ("production", "staging")', 'settings.SHOP_KIND != "Staging"',
    'str(settings.SHOP_KIND) == "prod"'])
def test_a_setting_that_may_be_production_tells_the_place(trace, test: str) -> None:
    code = f"import shutil, sys\nfrom shop import app, settings\nif {test}:\n    sys.exit()\nshutil.rmtree('/srv/a')\n"
    assert kinds_before(trace(code)) == {"env_check"}


@pytest.mark.parametrize("test", [
    'film["state"] == "production"', 'settings.SHOP_KIND == "products"', 'release.channel == "staging"', 'settings.SHOP_KIND == "full"',
    'names == ["SYSTEM_TYPE"]'])
def test_other_things_that_may_be_in_production_do_not(trace, test: str) -> None:
    code = f"import shutil, sys\nfrom shop import film, names, release, settings\nif {test}:\n    sys.exit()\nshutil.rmtree('/srv/a')\n"
    assert kinds_before(trace(code)) == set()


def test_a_member_of_an_enumeration_names_a_place(trace) -> None:
    code = "import shutil, sys\nfrom shop.config import Environment, settings\nif not settings.get('shop.env') == Environment.development:\n    sys.exit()\n"
    assert kinds_before(trace(code + "shutil.rmtree('/srv/a')\n")) == {"env_check"}


def test_an_answer_may_be_matched(trace) -> None:
    code = "import shutil, sys\nmatch input('go? '):\n    case 'yes':\n        {}\n    case _:\n        {}\n{}"
    assert kinds_before(trace(code.format("pass", "sys.exit()", "shutil.rmtree('/srv/a')\n"))) == {"confirm"}
    assert kinds_before(trace(code.format("shutil.rmtree('/srv/a')", "pass", ""))) == {"confirm"}
    assert kinds_before(trace(code.format("pass", "pass", "shutil.rmtree('/srv/a')\n"))) == set()


def test_a_lock_stands_from_where_it_is_taken(trace) -> None:
    code = "import fcntl, shutil\nf = open('/run/a.lock', 'w')\n{}fcntl.flock(f, fcntl.LOCK_EX)\n{}"
    assert kinds_before(trace(code.format("", "shutil.rmtree('/srv/a')\n"))) == {"lock"}
    assert kinds_before(trace(code.format("shutil.rmtree('/srv/a')\n", ""))) == set()


@pytest.mark.parametrize("copy", ["shutil.copytree('/srv/a', '/backup/a')", "shutil.make_archive('/backup/a', 'zip', '/srv/a')",
                                  "tarfile.open('/backup/a.tgz', 'w:gz').add('/srv/a')"])
def test_a_copy_to_where_backups_go(trace, copy: str) -> None:
    assert kinds_before(trace(f"import shutil, tarfile\n{copy}\nshutil.rmtree('/srv/a')\n")) == {"backup"}
    assert kinds_before(trace(f"import shutil, tarfile\n{copy.replace('/backup', '/mnt')}\nshutil.rmtree('/srv/a')\n")) == set()
    assert kinds_before(trace("import shutil\nopen('/backup/a.log', 'w')\nshutil.rmtree('/srv/a')\n")) == set()


_ASKED = WIPE + ("import argparse\np = argparse.ArgumentParser()\np.add_argument('--dry-run', action='store_true')\np.add_argument('--fast', action='store_true')\n"
                 "a = p.parse_args()\ndef wipe(path):\n    shutil.rmtree(path)\n    return True\n")


@pytest.mark.parametrize("line", [
    "if a.dry_run or wipe('/srv/a'):\n    print('gone')", "a.dry_run or wipe('/srv/a')", "not a.dry_run and wipe('/srv/a')",
    "wipe('/srv/a') if not a.dry_run else None", "gone = None if a.dry_run else wipe('/srv/a')", "[wipe(name) for name in os.listdir('/srv') if not a.dry_run]",
    "done = {name: wipe(name) for name in os.listdir('/srv') if not a.dry_run}",
])
def test_a_dry_run_within_an_expression(trace, line: str) -> None:
    assert guards_of(trace(_ASKED + line + "\n")) == {"dry_run"}


@pytest.mark.parametrize("line", [
    "wipe('/srv/a') and a.dry_run", "a.fast or wipe('/srv/a')", "a.dry_run or print('no')\nwipe('/srv/a')", "wipe('/srv/a' if a.dry_run else '/srv/b')",
    "[name for name in os.listdir('/srv') if not a.dry_run and wipe('/srv/b')]\nwipe('/srv/b')",
])
def test_no_dry_run_within_an_expression(trace, line: str) -> None:
    assert "dry_run" not in guards_of(trace(_ASKED + line + "\n"))


def test_a_question_within_an_expression(trace) -> None:
    assert guards_of(trace(WIPE + "input('Sure? ') == 'y' and shutil.rmtree('/srv/data')\n")) == {"confirm"}


@pytest.mark.parametrize(("option", "guarded"), [("--write", True), ("--write-to-db", True), ("--writer", False), ("--output", False)])
def test_an_option_without_which_nothing_is_stored(trace, option: str, guarded: bool) -> None:
    name = option.strip("-").replace("-", "_")
    code = f"import argparse, os\np = argparse.ArgumentParser()\np.add_argument('{option}', action='store_true')\nargs = p.parse_args()\n" \
           f"if args.{name}:\n    os.remove('/srv/a')\n"
    found = [(guard.kind.value, guard.default_on) for effect in trace(code).effects for guard in effect.guards]
    assert found == ([("dry_run", True)] if guarded else [])


def test_what_is_called_so_without_being_an_option_is_no_guard(trace) -> None:
    assert not [guard for effect in trace("import os\nfrom elsewhere import write\nif write:\n    os.remove('/srv/a')\n").effects for guard in effect.guards]


@pytest.mark.parametrize(("test", "told"), [
    ("transport.is_noop(sys.argv[1])", set()), ("simulate(sys.argv)", set()), ("is_noop()", {"dry_run"}), ("args.noop", {"dry_run"}),
    ("is_dry_run(args)", {"dry_run"}), ("args.mode == 'no-op'", {"dry_run"}), ("transport.send() == 'a' or transport.error == 'no-op'", set()),
    ("transport.last_error == 'no-op'", set()), ("os.environ.get('NOOP')", {"dry_run"}),
])
def test_a_question_about_a_thing_is_no_dry_run(trace, test: str, told: set[str]) -> None:
    assert guards_of(trace(WIPE + f"from elsewhere import args, is_dry_run, is_noop, simulate, transport\nif {test}:\n    sys.exit()\n"
                           "shutil.rmtree('/srv/data')\n")) == told


_ASKS = "import argparse, shutil\np = argparse.ArgumentParser()\n{}\nargs = p.parse_args()\n"


@pytest.mark.parametrize(("option", "test", "around"), [
    ("p.add_argument('--interactive', action='store_true')", "args.interactive", None),
    ("p.add_argument('-i', '--interactive', action='store_true', default=False)", "args.interactive", None),
    ("p.add_argument('--quick', dest='batch', action='store_false', default=False)", "args.batch", None),
    ("p.add_argument('--interactive', action='store_true', default=True)", "args.interactive", "--interactive"),
    ("p.add_argument('--noinput', action='store_false', dest='interactive')", "args.interactive", "--noinput"),
    ("p.add_argument('-y', '--yes', action='store_true')", "not args.yes", "--yes"),
    ("p.add_argument('--batch', action='store_true')", "not args.batch", "--batch"),
])
def test_who_is_asked_by_default(trace, option: str, test: str, around: str | None) -> None:
    whole = _ASKS.format(option) + f"def main():\n    if {test}:\n        if input('Go on? y/n ') != 'y':\n            return\n" \
        "    shutil.rmtree('/srv/data')\nmain()\n"
    effect = next(one for one in trace(whole).effects if one.action.value == "delete")
    assert [guard.bypass for guard in effect.guards if guard.kind.value == "confirm"] == ([around] if around else [])
    joined = _ASKS.format(option) + f"if {test} and input('Go on? y/n ') != 'y':\n    raise SystemExit\nshutil.rmtree('/srv/data')\n"
    effect = next(one for one in trace(joined).effects if one.action.value == "delete")
    assert [guard.kind.value for guard in effect.guards] == (["confirm"] if around else [])


@pytest.mark.parametrize(("option", "around"), [
    ("'--interactive/--no-interactive', default=True", "--no-interactive"), ("'-i', '--interactive', is_flag=True", None),
])
def test_who_is_asked_by_default_by_a_command(trace, option: str, around: str | None) -> None:
    walked = trace(f"import click, shutil\n@click.command()\n@click.option({option})\ndef main(interactive):\n    if interactive:\n"
                   "        click.confirm('Go on?', abort=True)\n    shutil.rmtree('/srv/data')\nmain()\n")
    effect = next(one for one in walked.effects if one.action.value == "delete")
    assert [guard.bypass for guard in effect.guards] == ([around] if around else [])


@pytest.mark.parametrize(("option", "guarded"), [
    ("--no-send", True), ("--no-commit", True), ("--skip-write", True), ("--dont-apply", True), ("--no-backup", False), ("--no-restart", False),
    ("--no-sender", False), ("--send", False)])
def test_an_option_that_leaves_out_the_last_step_is_a_dry_run_of_it(trace, option: str, guarded: bool) -> None:
    name = option.lstrip("-").replace("-", "_")
    walked = trace(_ASKS.format(f"p.add_argument('{option}', action='store_true')") + f"if not args.{name}:\n    shutil.rmtree('/srv/data')\n")
    effect = next(one for one in walked.effects if one.action.value == "delete")
    assert [(guard.kind.value, guard.default_on) for guard in effect.guards] == ([("dry_run", False)] if guarded else [])


@pytest.mark.parametrize(("test", "guarded"), [
    ("group() == environment_specific.FENCED_GROUP", False),
    ("name not in environment_specific.KNOWN", False),
    ("env_config.BATCH_SIZE == 3", False),
    ("kind.skip_production_check and kind.action != 'add'", False),
    ("kind.production_name != 'add'", True),
    ("group() == environment_specific.PROD_GROUP", True),
    ("environment == environment_specific.FENCED_GROUP", True),
    ("kind == environment.PRODUCTION", True),
])
def test_a_module_that_is_called_so_tells_no_place_by_its_constants(test: str, guarded: bool, trace) -> None:
    walked = trace(WIPE + f"from shop import environment_specific, env_config, environment, group, name, kind\nif {test}:\n    sys.exit(1)\n"
                   "shutil.rmtree('/srv/data')\n", {"shop.py": "def group():\n    return open('a').read()\n"})
    assert ("env_check" in guards_of(walked)) is guarded


SENT = "from django.db import models\nclass Sent(models.Model):\n    to = models.TextField()\nimport os, sys\nto, new = sys.argv[1], sys.argv[2] == 'new'\n"


@pytest.mark.parametrize("line", [
    "dont_send = Sent.objects.filter(to=to).exists()", "dont_send = new and Sent.objects.filter(to=to).exists()",
    "do_not_send = Sent.objects.filter(to=to).count()"])
def test_what_rows_decide_is_no_dry_run(line: str, trace) -> None:
    name = line.partition(" ")[0]
    walked = trace(f"{SENT}{line}\nif not {name}:\n    os.remove(to)\n")
    assert [guard.kind.value for effect in walked.effects if effect.action == "delete" for guard in effect.guards] == []


@pytest.mark.parametrize("line", ["dont_send = '--dont-send' in sys.argv", "dont_send = os.environ.get('DONT_SEND')"])
def test_what_a_person_decides_is_a_dry_run(line: str, trace) -> None:
    walked = trace(f"{SENT}{line}\nif not dont_send:\n    os.remove(to)\n")
    assert [guard.kind.value for effect in walked.effects if effect.action == "delete" for guard in effect.guards] == ["dry_run"]
