"""Functions, files, branches, loops, pipes and redirections: what runs, what does not, under which condition."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Call
from handover_generator.model.text import Text


def test_the_story_in_shell(trace: Callable) -> None:
    """A reset three hops away: script, sourced file, function, psql with a heredoc."""
    files = {"ops/lib/db.sh": "refresh() {\n  psql -h \"$DB_HOST\" <<SQL\nDROP DATABASE $1;\nSQL\n}\n"}
    traced = trace("#!/bin/bash\n# Reset the pilot.\n. $(dirname $0)/lib/db.sh\nreset() { refresh main; }\nreset\n", files, "ops/reset.sh")
    act = traced.act("database delete main !")
    assert act.everything
    assert (act.at.path, act.at.line) == ("ops/lib/db.sh", 3)       # the statement, not the command it is fed to
    assert traced.calls() == ["db.sh", "reset", "refresh"]
    assert traced.kinds() == set()
    assert traced.needs("env") == {"DB_HOST": None}
    assert "psql" in traced.needs("binary")


def test_functions_shadow_commands(trace: Callable) -> None:
    assert trace("rm() { echo would remove \"$@\"; }\nrm -rf /srv/a").told() == []


def test_what_follows_an_exit_does_not_run(trace: Callable) -> None:
    assert trace("echo a\nexit 0\nrm -rf /srv/a").told() == []
    assert trace("f() { return; rm /srv/a; }\nf\nrm /srv/b").told() == ["filesystem delete /srv/b !"]
    assert trace("exec rm /srv/a\nrm /srv/b").told() == ["filesystem delete /srv/a !"]


def test_a_function_that_fails_or_comes_back(trace: Callable) -> None:
    lib = "fail() {\n  echo no\n  exit 1\n}\nverify() {\n  if known \"$1\"; then\n    where=/srv/a\n    return 0\n  fi\n  fail\n}\n"
    assert trace(lib + "verify \"$1\"\nrm -rf $where").told() == ["filesystem delete /srv/a !"]
    assert trace(lib.replace("return 0", "echo yes") + "verify \"$1\"\nrm -rf $where").told() == []
    assert trace(". ./lib.sh\nverify $1\nrm -rf /srv/a", {"lib.sh": lib}).told() == ["filesystem delete /srv/a !"]
    sourced = {"check.sh": "if known; then\n  return\nfi\nexit 1\n"}
    assert trace(". ./check.sh\nrm -rf /srv/a", sourced).told() == ["filesystem delete /srv/a !"]
    assert trace("verify() { known && return; exit 1; }\nverify\nrm -rf /srv/a").told() == ["filesystem delete /srv/a !"]


def test_a_comment_is_not_code(trace: Callable) -> None:
    assert trace("# rm -rf /srv/a\necho '# rm -rf /srv/a' \"rm -rf /srv/b\"").told() == []


def test_branches_ruled_out_by_constants_are_cut(trace: Callable) -> None:
    text = "go() { if [ \"$1\" = \"wipe\" ]; then rm -rf /srv/a; else touch /srv/b; fi; }\ngo keep\n"
    assert trace(text).told() == ["filesystem write /srv/b"]
    assert trace(text.replace("go keep", "go \"$1\"")).told() == ["filesystem delete /srv/a !", "filesystem write /srv/b"]


def test_a_script_called_with_constants_is_cut_too(trace: Callable) -> None:
    files = {"y.sh": "case $1 in wipe) rm -rf /srv/a;; *) touch /srv/b;; esac"}
    assert trace("./y.sh keep", files).told() == ["filesystem write /srv/b"]
    assert trace("bash ./y.sh wipe", files).told() == ["filesystem delete /srv/a !"]


def test_a_value_that_a_loop_changes_decides_nothing(trace: Callable) -> None:
    text = "n=0\nwhile read l; do if [ $n -eq 1 ]; then rm /srv/a; fi; n=1; done < list\n"
    assert "filesystem delete /srv/a !" in trace(text).told()


def test_conditions_are_told_in_words(trace: Callable) -> None:
    assert trace("if [[ -a /srv/LATEST ]]; then rm /srv/a; fi").act("filesystem delete").condition == "/srv/LATEST exists"
    assert trace("if [ -O /srv/a ]; then rm /srv/a; fi").act("filesystem delete").condition == "/srv/a is one's own"
    act = trace("if [ -n \"$CLEANUP\" ]; then rm -rf /srv/a; fi").act("filesystem delete")
    assert act.condition == "$CLEANUP is set"
    act = trace("case $1 in stop|halt) rm /srv/a;; esac").act("filesystem delete")
    assert act.condition == "$1 is stop or halt"
    act = trace("[ -d /srv ] || rm /srv/a").act("filesystem delete")
    assert act.condition == "not (the folder /srv exists)"


@pytest.mark.parametrize(("text", "told"), [
    ("echo x > /srv/a", ["filesystem write /srv/a"]),
    ("echo x >> /srv/a 2>&1", ["filesystem write /srv/a"]),
    ("ls > /dev/null 2>&1", []),
    ("ls 2> /srv/err", ["filesystem write /srv/err"]),
    (": > /srv/log", ["filesystem delete /srv/log !"]),
    ("> /srv/log", ["filesystem delete /srv/log !"]),
    ("echo '' > /srv/log", ["filesystem delete /srv/log !"]),
    ("echo > /srv/log", ["filesystem delete /srv/log !"]),
    ("echo '' >> /srv/log", ["filesystem write /srv/log"]),
    ("echo '' > $(docker inspect --format='{{.LogPath}}' web)", ["filesystem delete ${output of docker} !"]),
    ("date > `readlink -f /srv/log`", ["filesystem write /srv/log"]),
    ("echo x >> \"$(cat /srv/where)\"", ["filesystem write ${contents of where}"]),
    ("ls > >(cat)", []),
    ("ls &> /srv/all", ["filesystem write /srv/all"]),
    ("cat <<EOF > /etc/app.conf\na\nEOF", ["filesystem write /etc/app.conf"]),
    ("cat /srv/a | sudo tee /etc/b > /dev/null", ["filesystem write /etc/b"]),
])
def test_redirections(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


def test_reading_by_redirection(trace: Callable) -> None:
    traced = trace("wc -l < /srv/a")
    assert traced.told(reads=True) == ["filesystem read /srv/a"]


@pytest.mark.parametrize("text", [
    "psql main <<EOF\ndrop table users;\nEOF", "echo 'drop table users' | psql main", "psql main <<< 'drop table users'",
    "cat <<'EOF' | psql main\ndrop table users;\nEOF", "psql -c 'drop table users' main", "cat sql/wipe.sql | psql main",
    "psql main < sql/wipe.sql", "psql main -f sql/wipe.sql", "docker exec -i db psql -U app main -c 'drop table users'",
    "ssh db1 \"psql main -c 'drop table users'\"", "sudo -u postgres psql main --command='drop table users'",
    "Q='drop table users'; psql -c \"$Q\"", "bash -c \"psql -c 'drop table users'\"", "PGPASSWORD=x psql -qtc 'drop table users'",
])
def test_sql_is_reached_every_way(text: str, trace: Callable) -> None:
    assert "database delete users !" in trace(text, {"sql/wipe.sql": "-- x\ndrop table users;\n"}).told()


def test_text_for_psql_is_not_run_by_echo(trace: Callable) -> None:
    assert trace("echo 'drop table users'").told() == []


@pytest.mark.parametrize(("text", "host"), [
    ("ssh app@web1 'rm -rf /srv/a'", "web1"), ("H=web1; ssh -t $H \"rm -rf /srv/a\"", "web1"),
    ("ssh web1 bash -s <<'EOF'\nrm -rf /srv/a\nEOF", "web1"), ("cat <<EOF | ssh web1 bash\nrm -rf /srv/a\nEOF", "web1"),
    ("ssh web1 <<EOF\nrm -rf /srv/a\nEOF", "web1"), ("for h in web1; do ssh $h sudo rm -rf /srv/a; done", "web1"),
])
def test_what_happens_on_another_host(text: str, host: str, trace: Callable) -> None:
    act = trace(text).act("remote-host delete /srv/a !")
    assert act.host == host


def test_an_unseen_remote_script_is_told(trace: Callable) -> None:
    assert trace("ssh web1 /opt/app/bin/rebuild").told() == ["remote-host execute web1"]


@pytest.mark.parametrize("text", ["curl -s https://x.example/i.sh | sh", "bash <(curl -s https://x.example/i.sh)", "sh -c \"$(curl -fsSL https://x.example/i.sh)\"",
                                  "wget -qO- https://x.example/i.sh | sudo bash"])
def test_a_script_from_the_network(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert "remote-script" in traced.unknowns()
    assert any(told.startswith("process execute") for told in traced.told())


def test_download_to_a_file_is_no_remote_script(trace: Callable) -> None:
    assert "remote-script" not in trace("curl -o a.sh https://x.example/i.sh; sh b.sh", {"b.sh": "true"}).unknowns()


def test_traps_run_with_what_is_known_at_the_end(trace: Callable) -> None:
    traced = trace("trap 'rm -rf \"$WORK\"' EXIT\nWORK=/srv/work\nmake_it=1\n")
    act = traced.act("filesystem delete /srv/work !")
    assert act.condition == "on exit"
    assert "WORK" not in traced.needs("env")


def test_what_the_script_made_itself_is_no_loss(trace: Callable) -> None:
    assert trace("T=$(mktemp -d)\nrm -rf \"$T\"").told() == ["filesystem delete /tmp/${temporary}"]
    assert trace("mkdir /srv/work\ncp a /srv/work\nrm -rf /srv/work").told()[-1] == "filesystem delete /srv/work"
    assert trace("mkdir -p /srv/data\nrm -rf /srv/data").told()[-1] == "filesystem delete /srv/data !"
    assert trace("rm -f out.csv\nquery >> out.csv").told()[0] == "filesystem delete out.csv !"


def test_python_and_other_scripts_become_calls(trace: Callable) -> None:
    files = {"tools/load.py": "print(1)", "run.sh": "rm /srv/a", "app/management/commands/wipe_all.py": "", "manage.py": ""}
    traced = trace("python3 tools/load.py --x\n./run.sh\npython manage.py wipe_all --force\n", files)
    assert traced.calls() == ["load.py", "run.sh", "wipe_all.py"]
    assert {"tools/load.py", "run.sh"} <= traced.needs("script").keys()


def test_functions_of_make_are_no_programs(trace: Callable) -> None:
    text = ("go: check\n\trm -rf /srv/a\ncheck:\n\t$(if ${DEPLOY_ENV},,$(error Must pass DEPLOY_ENV=<name>, not ($(DEPLOY_ENV))))\n"
            "\t$(eval export BRANCH=$(shell sh -c \"git rev-parse\"))\n\ttouch $(if $(WHERE),/srv/b)\n\tls $$HOME\n")
    traced = trace("make go", {"Makefile": text})
    assert traced.told() == ["filesystem write /srv/b", "filesystem delete /srv/a !"]
    assert set(traced.needs("binary")) == {"make", "rm", "touch", "ls"}
    assert traced.unknowns() == []


def test_make_writes_once_for_each(trace: Callable) -> None:
    text = ("NAMES := a b\nwipe = rm -rf /srv/$(1)/$2\ngo:\n\t@$(foreach NAME, $(NAMES), $(MAKE) -s WHAT=$(NAME) one;)\n"
            "one:\n\ttouch /srv/$(WHAT)\nall:\n\t$(call wipe,x,y)\nopen:\n\t$(foreach N,$(shell ls),rm $(N);)\n")
    assert trace("make go\n", {"Makefile": text}).told() == ["filesystem write /srv/a", "filesystem write /srv/b"]
    assert trace("make all\n", {"Makefile": text}).told() == ["filesystem delete /srv/x/y !"]
    assert trace("make open\n", {"Makefile": text}).told() == []
    assert trace("make open\n", {"Makefile": text}).unknowns() == ["dynamic-command"]


def test_make_is_followed_into_its_recipe(trace: Callable) -> None:
    files = {"Makefile": "DB ?= main\nclean: drop\n\t@rm -rf /srv/a\ndrop:\n\tdropdb $(DB)\nother:\n\trm -rf /srv/z\n"}
    traced = trace("make clean", files)
    assert traced.told() == ["database delete ${DB} !", "filesystem delete /srv/a !"]
    assert [act.at.path for act in traced.acts()] == ["Makefile", "Makefile"]


def test_recursion_ends(trace: Callable) -> None:
    assert trace("a() { b; }\nb() { a; rm /srv/x; }\na").told() == ["filesystem delete /srv/x !"]
    assert set(trace("./x.sh again\nrm /srv/y", path="x.sh").told()) == {"filesystem delete /srv/y !"}
    assert trace("source ./x.sh\nrm /srv/y", path="x.sh").told() == ["filesystem delete /srv/y !"]


def test_broken_syntax_still_tells_what_is_readable(trace: Callable) -> None:
    traced = trace("rm -rf /srv/a\nif [ x; then\nwipe() {\n  rm -rf /srv/b\n}\nwipe\n")
    assert "filesystem delete /srv/a !" in traced.told()
    assert "parse-tier" in traced.unknowns()


def test_unknown_commands_are_counted(trace: Callable) -> None:
    traced = trace("frobnicate --all\nls\n$TOOL x\n")
    assert traced.unknowns() == ["unmodelled-command", "dynamic-command"]
    assert (traced.resolved, traced.reachable) == (1, 3)
    assert "frobnicate" in traced.needs("binary")


def test_the_same_script_gives_the_same_events(trace: Callable) -> None:
    text = "f() { rm /srv/$1; }\nfor x in a b c; do f $x; done\nf d\n"
    assert trace(text).events == trace(text).events


def test_arguments_given_by_a_caller(trace: Callable) -> None:
    assert trace("rm /srv/$1", arguments=[Text.of("a")]).told() == ["filesystem delete /srv/a !"]


def test_options_that_branches_add_to_an_array_stay_with_their_words(trace: Callable) -> None:
    add = "flags=(-p shop)\nif [ -n \"$A\" ]; then flags+=(-f a.yml); else flags+=(-f b.yml); fi\n[ -n \"$B\" ] && flags+=(-f c.yml)\n"
    traced = trace(add + "docker compose \"${flags[@]}\" down --volumes\n")
    assert "container delete compose project !" in traced.told()
    assert traced.unknowns() == []


def test_values_that_take_each_others_place_are_not_added_up(trace: Callable) -> None:
    text = "if [ -n \"$A\" ]; then all=(/srv/a); else all=(/srv/b); fi\nrm -rf \"${all[@]}\"\n"
    assert trace(text).told() == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]


@pytest.mark.parametrize("text", ["jq . < <(echo \"$X\")", "while read -r a; do echo $a; done < <(echo /srv/a)", "diff <(echo a) <(echo b)"])
def test_what_a_command_prints_is_no_file(text: str, trace: Callable) -> None:
    assert trace(text).told() == []


def test_a_file_that_is_fed_is_needed(trace: Callable) -> None:
    assert "state.json" in trace("jq -r .a < state.json").needs("file")
    assert "~/.shop/login.json" in trace("jq -r .a < ~/.shop/login.json").needs("file")
    assert trace("jq -r .a < \"$STATE\"; cat < /tmp/a.json").needs("file") == {}


@pytest.mark.parametrize(("given", "branches"), [
    ("reset=${RESET:-false}", ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]),
    ("dry=true; reset=${RESET:-$dry}", ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]),
    ("reset=false", ["filesystem delete /srv/b !"]),
    ("reset=true", ["filesystem delete /srv/a !"]),
])
def test_a_switch_that_only_has_a_default_decides_nothing(given: str, branches: list[str], trace: Callable) -> None:
    assert trace(f"{given}\nif $reset; then rm -rf /srv/a; else rm -rf /srv/b; fi\n").told() == branches


def test_a_dash_that_is_compared_with_does_not_hide_the_rest(trace: Callable) -> None:
    text = "if [ \"$#\" = 0 ]; then\n  true\nelif [ \"${1:0:1}\" = - ]; then\n  true\nelif [ \"$MODE\" = wipe ]; then\n  rm -rf /srv/a\nfi\n"
    assert trace(text).told() == ["filesystem delete /srv/a !"]


def test_a_file_of_commands_beside_the_script_is_found_from_its_own_folder(trace: Callable) -> None:
    files = {"db/schema.sql": "DROP TABLE orders;", "other/late.sql": "DROP TABLE users;"}
    assert trace("psql $OPTS $@ -f schema.sql", files, "db/load.sh").told() == ["database delete orders !"]
    assert trace("psql -f late.sql", files, "db/load.sh").told() == ["database execute ${PGDATABASE}"]       # whatever lies there when it runs
    assert trace("cd /elsewhere; psql -f schema.sql", files, "db/load.sh").told() == ["database execute ${PGDATABASE}"]


def test_make_in_a_folder_that_only_a_run_can_tell(trace: Callable) -> None:
    files = {"Makefile": "clean:\n\trm -rf /srv/a\n"}
    assert trace('make -C "$HOME_OF_IT" clean', files, "scripts/x.sh").told() == ["filesystem delete /srv/a !"]
    assert trace('make -C "$HOME_OF_IT/docs" clean', files, "scripts/x.sh").told() == []
    assert trace("make -C docs clean", files, "scripts/x.sh").told() == []        # not that of the root
    assert trace("make -C .hidden clean", {".hidden/Makefile": files["Makefile"]}, "x.sh").told() == ["filesystem delete /srv/a !"]
    assert trace("make -C ./ clean", files, "x.sh").told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize(("text", "found"), [
    ('cd "$ROOT"; ./conf/after.sh', True), ('cd "$1/site"; conf/after.sh', True), ('cd "$1/site"; sh ./conf/after.sh', True),
    ('cd "/srv/$1"; ./top.sh', True), ('cd "$(mktemp -d)"; ./top.sh', False), ('cd "$ROOT"; "$1/other.sh"', False),
])
def test_a_script_behind_a_folder_that_only_a_run_can_tell(text: str, found: bool, trace: Callable) -> None:
    files = {"conf/after.sh": "rm -rf /srv/a", "top.sh": "rm -rf /srv/a"}
    traced = trace(text, files)
    assert traced.told() == (["filesystem delete /srv/a !"] if found else [])
    assert found or traced.unknowns()


@pytest.mark.parametrize("search", ["$(find . -maxdepth 3 -type f -name 'manage.py' | head -1)", "$(find . -name manage.py)"])
@pytest.mark.parametrize("use", ["$M", "${M:2}"])
def test_a_program_that_find_looks_for_by_name(search: str, use: str, trace: Callable) -> None:
    files = {"src/manage.py": "from django.core.management import execute_from_command_line\n"}
    assert trace(f"M={search}\npython {use} migrate\n", files).told() == ["database write"]
    assert trace("M=$(find . -name '*.py' | head -1)\npython $M migrate\n", files).unknowns() == ["dynamic-command"]


def test_functions_that_an_eval_calls_keep_their_place(trace: Callable) -> None:
    wipe = "wipe() {\n  rm -rf /srv/a\n}\n"
    for call in ('RUN="wipe && echo done"\neval "$RUN $*"', 'trap "wipe; exit 1" INT'):
        traced = trace(wipe + call)
        assert (traced.act("filesystem delete /srv/a").at.line, traced.calls()) == (2, ["wipe"])
    traced = trace('eval "wipe() { rm -rf /srv/a; }; wipe"')
    assert (traced.act("filesystem delete /srv/a").at.line, traced.calls()) == (1, [])


def test_targets_of_make_that_stand_in_a_variable(trace: Callable) -> None:
    files = {"Makefile": "PARTS := web db\nall: $(PARTS)\n$(PARTS):\n\trm -rf /srv/$@\nother:\n\trm -rf /srv/z\n"}
    assert trace("make all", files).told() == ["filesystem delete /srv/web !", "filesystem delete /srv/db !"]


@pytest.mark.parametrize("guard", [
    'if [[ "${BASH_SOURCE[0]}" == "${0}" ]]; then main "$@"; fi',
    'if [[ "$0" == "${BASH_SOURCE}" ]] &&\n   [[ ! -z "$1" ]]\nthen $1 "${@:2}"; fi',
    '[ "$0" = "$BASH_SOURCE" ] && main "$@"',
    '[[ "${BASH_SOURCE[0]}" != "$0" ]] || main "$@"',
    'if ! (return 0 2>/dev/null); then main "$@"; fi',
    '(return 0 2>/dev/null) || main "$@"',
])
def test_what_a_library_does_when_it_is_run_it_does_not_do_when_it_is_read_in(guard: str, trace: Callable) -> None:
    library = f"main() {{ rm -rf /srv/a; }}\n{guard}\n"
    assert trace("source ./lib.sh\ntouch /srv/b\n", {"lib.sh": library}, arguments=(Text.of("main"),)).told() == ["filesystem write /srv/b"]
    assert trace("source ./lib.sh\ntouch /srv/b\n", {"lib.sh": library}).unknowns() == []
    assert trace("source ./lib.sh\nmain\n", {"lib.sh": library}).told() == ["filesystem delete /srv/a !"]
    assert trace("./lib.sh main", {"lib.sh": library}).told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize("name", ['$(basename "$0")', "${0##*/}", "`basename $0`", "$(basename $0 .sh)", "$(basename $(readlink -f $0))"])
def test_a_script_may_be_called_by_another_name(name: str, trace: Callable) -> None:
    text = f"op={name}\ncase $op in start) touch /srv/on;; stop) rm -rf /srv/a;; *) ;; esac\nif [ $op = clear ]; then rm /srv/b; fi\n"
    traced = trace(text, path="ops.sh")
    assert set(traced.told()) == {"filesystem write /srv/on", "filesystem delete /srv/a !", "filesystem delete /srv/b !"}
    assert [act.condition for act in traced.acts() if act.target == "/srv/a"] == ["$op is stop"]


def test_another_name_of_the_script_decides_nothing(trace: Callable) -> None:
    assert "filesystem delete /srv/a !" in trace('if [[ "$(basename $0)" == "wipe" ]]; then rm -rf /srv/a; fi').told()
    assert "filesystem delete /srv/a !" in trace('if [[ "${BASH_SOURCE[1]}" == "$0" ]]; then rm -rf /srv/a; fi').told()


def test_a_list_that_is_read_from_a_file_holds_options(trace: Callable) -> None:
    text = 'declare -a args="($(cat ./options))"\nkubectl "${args[@]}" delete pod/a\n'
    assert "cluster delete pod/a" in " ".join(trace(text).told())
    assert trace('declare args="($(cat ./options))"\nrm "$args"\n').told() == ["filesystem delete (${contents of options}) !"]


_STEPS = {"ops/steps/wipe.sh": "rm -rf /srv/a\n", "ops/steps/show.sh": "cat /srv/a\n", "ops/steps/notes.txt": "", "steps/other.sh": "rm /srv/b\n"}


@pytest.mark.parametrize("line", [
    '"$(dirname "$0")/steps/$1.sh"',
    'cd "$(dirname "$0")"; steps/$1.sh',
    'bash ops/steps/"$1".sh now',
    'exec "$(dirname "$0")/steps/${1}.sh" "$@"',
])
def test_a_script_whose_name_is_an_argument_is_one_of_those_there(line: str, trace: Callable) -> None:
    traced = trace(line, _STEPS, "ops/x.sh")
    assert traced.told() == ["filesystem delete /srv/a !"]
    assert "dynamic-command" not in traced.unknowns()
    assert [event.condition for event in traced.events if isinstance(event, Call) and event.name == "wipe.sh"] == ["$1 is wipe"]


@pytest.mark.parametrize("line", ['"/opt/steps/$1.sh"', './"$1"', '"$1/$2.sh"', "ssh web1 ops/steps/$1.sh"])
def test_a_script_of_any_name_is_not_guessed(line: str, trace: Callable) -> None:
    assert trace(line, _STEPS, "ops/x.sh").calls() == []


def test_settings_whose_name_is_an_argument_are_one_of_those_there(trace: Callable) -> None:
    settings = {"ops/conf/prod.sh": "DATA=/srv/prod\n", "ops/conf/pilot.sh": "DATA=/srv/pilot\n"}
    text = '. "$(dirname "$0")/conf/$1.sh"\nrm -rf "$DATA"\n'
    assert trace(text, settings, "ops/x.sh").told() == ["filesystem delete /srv/pilot !", "filesystem delete /srv/prod !"]
    both = {path: each + "stop() { echo no; }\n" for path, each in settings.items()}      # which of the two stops it is not known
    assert trace(text, both, "ops/x.sh").told() == ["filesystem delete ${DATA} !"]


def test_variables_on_the_command_line_of_make(trace: Callable) -> None:
    files = {"Makefile": "services: args?=up -d\nservices:\n\t@docker compose $(args)\nplain:\n\techo $(args)\n"}
    assert trace("make services", files).told() == ["container write compose project"]
    assert "container delete compose project !" in trace("make services args='down --volumes'", files).told()
    assert trace("make plain args='down --volumes'", files).told() == []


@pytest.mark.parametrize("beside", ["{ sleep 5; exit 1; } &", "stop &", "while true; do sleep 5; exit; done &", "stop | cat &", "ls && exit 1 &"])
def test_what_runs_beside_ends_itself_and_sets_nothing(trace: Callable, beside: str) -> None:
    text = f"stop() {{ sleep 1; exit 1; }}\nd=/srv/a\n{beside}\n{{ d=/srv/b; }} &\nrm -rf $d\n"
    assert trace(text).told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize(("written", "command"), [
    ("printf '%s\\n' 'rm /srv/a'", "rm /srv/a"), ("printf 'rm %s\\n' /srv/a /srv/b", "rm /srv/a; rm /srv/b"),
    ("printf -- 'rm /srv/%s' a", "rm /srv/a"),
    ("printf '%s %s' rm /srv/a", "rm /srv/a"), ("printf 'rm\\t%-5s' /srv/a", "rm /srv/a"), ("printf \"rm $X\"", "rm $X"),
])
def test_what_printf_makes_is_run(trace: Callable, written: str, command: str) -> None:
    assert trace(f"{written} | sh").told() == trace(command).told()
    assert trace(f'eval "$({written})"').told() == trace(command).told()


@pytest.mark.parametrize("text", [
    "exec {fd}< <(rm -rf /srv/a)\nread -r x <&$fd\nexec {fd}<&-\nrm -rf /srv/b",
    "exec {fd}<list\nwhile read -u $fd x; do rm -rf /srv/a; done\nrm -rf /srv/b",
])
def test_a_file_opened_under_a_name_ends_nothing(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert [act for act in traced.told() if "delete" in act] == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]
    assert not traced.needs("env")
    assert "fd" not in "".join(traced.needs("binary"))


def test_a_program_put_in_its_place_ends_the_script(trace: Callable) -> None:
    assert "filesystem delete /srv/b !" not in trace("exec tool {a,b} <list\nrm -rf /srv/b").told()


@pytest.mark.parametrize(("line", "where"), [("cd /srv/shop && git reset --hard", "/srv/shop"), ("cd \"$APP\"; git checkout -f main", "${APP}"),
                                             ("git reset --hard", "the repository"),
                                             ("cd \"$(dirname \"$0\")/..\"; git reset --hard", "the repository"),
                                             ("cd /srv/shop; git -C /srv/b reset --hard", "/srv/b")])
def test_the_repository_is_the_one_whose_folder_one_is_in(line: str, where: str, trace: Callable) -> None:
    assert {f"vcs delete {where} !", f"vcs write {where} !"} & set(trace(line).told())


@pytest.mark.parametrize("text", [
    "watch() { sleep 9; exit 1; }\nwatch &\nrm -rf /srv/a",
    "{ sleep 9; exit 1; } &\nrm -rf /srv/a",
    "exec tail -F log &\nrm -rf /srv/a",
    "while sleep 9; do exit 1; done &\nrm -rf /srv/a",
    "true && exit 1 & rm -rf /srv/a",
])
def test_what_runs_in_the_background_ends_nothing(text: str, trace: Callable) -> None:
    assert "filesystem delete /srv/a !" in trace(text).told()


def test_what_is_set_in_the_background_is_not_set(trace: Callable) -> None:
    assert "filesystem delete /srv/a !" in trace("d=/srv/a\n{ d=/srv/b; } &\nrm -rf $d").told()
    assert trace("sleep 1 &\nexit 1\nrm -rf /srv/a").told() == []


@pytest.mark.parametrize(("text", "reached"), [
    ("WIPE=no\n. /etc/default/shop\n[ \"$WIPE\" = yes ] && rm -rf /srv/x", True),
    ("WIPE=no\n. ./settings.env\nif [ \"$WIPE\" = yes ]; then rm -rf /srv/x; fi", True),
    ("WIPE=no\neval \"$1\"\n[ \"$WIPE\" = yes ] && rm -rf /srv/x", True),
    ("WIPE=no\nprintf -v WIPE '%s' \"$1\"\n[ \"$WIPE\" = yes ] && rm -rf /srv/x", True),
    (". /etc/default/shop\nWIPE=no\n[ \"$WIPE\" = yes ] && rm -rf /srv/x", False),
    ("WIPE=no\n. .venv/bin/activate\n[ \"$WIPE\" = yes ] && rm -rf /srv/x", False),
    ("WIPE=no\neval 'A=1'\n[ \"$WIPE\" = yes ] && rm -rf /srv/x", False),
    ("WIPE=no\nprintf -v OTHER '%s' \"$1\"\n[ \"$WIPE\" = yes ] && rm -rf /srv/x", False),
])
def test_what_a_file_of_settings_may_have_set_decides_nothing(trace: Callable, text: str, reached: bool) -> None:
    assert ("filesystem delete /srv/x !" in trace(text).told()) is reached


@pytest.mark.parametrize(("text", "reached"), [
    ("RUN=\n[ \"$1\" = --dry ] && RUN=echo\n$RUN rm -rf /srv/x", True),
    ("RUN=echo\nif [ \"$1\" = --go ]; then RUN=''; fi\n$RUN rm -rf /srv/x", True),
    ("RUN='echo would'\nwhile getopts f o; do case $o in f) RUN=;; esac; done\n$RUN rm -rf /srv/x", True),
    ("${DRY:+echo} rm -rf /srv/x", True), ("RUN=${DRY:+echo}\n$RUN rm -rf /srv/x", True),
    ("RUN=echo\n$RUN rm -rf /srv/x", False), ("tool=\n[ -x /usr/bin/psql ] && tool=psql\n$tool rm -rf /srv/x", False),
])
def test_a_variable_that_holds_a_command_back_and_may_be_empty(trace: Callable, text: str, reached: bool) -> None:
    traced = trace(text)
    assert ("filesystem delete /srv/x !" in traced.told()) is reached


@pytest.mark.parametrize(("text", "reached"), [("cat a | exit 1\nrm /srv/x", True), ("cat a | { read b; exit 1; }\nrm /srv/x", True),
                                               ("cat a\nexit 1\nrm /srv/x", False)])
def test_the_end_of_a_stage_of_a_pipe_is_not_that_of_the_script(trace: Callable, text: str, reached: bool) -> None:
    assert ("filesystem delete /srv/x !" in trace(text).told()) is reached


@pytest.mark.parametrize("text", [
    "x=0; (( x++ )); [ \"$x\" = 0 ] && exit 1",
    "x=0; let x+=1; [ \"$x\" = 0 ] && exit 1",
    "x=0; if (( ++x > 5 )); then echo many; fi; [ \"$x\" = 0 ] && exit 1",
    "x=0; for ((i=0; i<3; i++)); do ((x++)); done; [ \"$x\" = 0 ] && exit 1",
    "x=; . ./elsewhere; [ -z \"$x\" ] && exit 1",
    "x=; eval \"$CONF\"; [ -z \"$x\" ] && exit 1",
    "x=; export $(grep -v '^#' .env | xargs); [ -z \"$x\" ] && exit 1",
    "x=; declare \"x=1\"; [ -z \"$x\" ] && exit 1",
    "x=; y=x; export \"$y=1\"; [ -z \"$x\" ] && exit 1",
    "x=; declare -n other=x; other=1; [ -z \"$x\" ] && exit 1",
    "x=; put() { local -n to=$1; to=1; }; put x; [ -z \"$x\" ] && exit 1",
    "x=; put() { printf -v \"$1\" y; }; put x; [ -z \"$x\" ] && exit 1",
])
def test_a_variable_that_is_changed_otherwise_decides_nothing(text: str, trace: Callable) -> None:
    assert "filesystem delete /srv/a !" in trace(f"{text}\nrm -rf /srv/a").told()


@pytest.mark.parametrize("text", ["x=0; (( y++ )); [ \"$x\" = 0 ] && exit 1", "x=0; (( x == 1 )); [ \"$x\" = 0 ] && exit 1",
                                  "x=; declare \"y=1\"; [ -z \"$x\" ] && exit 1", "x=; eval 'y=1'; [ -z \"$x\" ] && exit 1"])
def test_what_changes_another_variable_decides_still(text: str, trace: Callable) -> None:
    assert "filesystem delete /srv/a !" not in trace(f"{text}\nrm -rf /srv/a").told()


@pytest.mark.parametrize(("text", "told"), [
    ("cd /tmp\n\\rm /srv/x", ["filesystem delete /srv/x !"]), ("if true; then\n  \\rm -f /srv/x\nfi", ["filesystem delete /srv/x !"]),
    ("echo a \\\n  \\rm /srv/x", []), ("echo a\n\\rmx /srv/x", []),
])
def test_a_command_whose_alias_is_passed_by(trace: Callable, text: str, told: list[str]) -> None:
    assert trace(text).told() == told


@pytest.mark.parametrize(("text", "target"), [
    ("O=$(getopt -o w -- \"$@\")\neval set -- \"$O\"\nwhile :; do case \"$1\" in --) shift; break ;; esac; shift; done\nrm -r \"$1\"", "${1}"),
    ("set -- $LIST\nshift\nrm -r \"$1\"", "${1}"), ("set -- \"$A\" \"$B\"\nshift\nrm -r \"$1\"", "${B}"),
    ("set -- a b\nshift\nrm -r \"$1\"", "b"),
])
def test_arguments_that_may_be_any_number(trace: Callable, text: str, target: str) -> None:
    assert trace(text).told() == [f"filesystem delete {target} !"]


def test_a_wrapper_of_a_few_words_is_followed_each_time(trace: Callable) -> None:
    text = "as_app() { sudo -u app \"$@\"; }\n" + "".join(f"as_app sed -i s/a/b/ /etc/f{number}\n" for number in range(150))
    text += "as_app rm -rf /srv/a\n"
    traced = trace(text)
    assert traced.told()[-1] == "filesystem delete /srv/a !"
    assert traced.unknowns() == []


@pytest.mark.parametrize(("text", "condition"), [
    ("if ! [ \"$A\" -eq 0 ]; then exit 1; else rm /srv/a; fi", "$A is 0"),
    ("[ ! -f /srv/k ] || rm /srv/a", "the file /srv/k exists"),
    ("if ! command -v x > /dev/null; then rm /srv/a; fi", "`command -v x > /dev/null` fails"),
    ("if ! x; then date; else rm /srv/a; fi", "`x` succeeds"),
    ("if [ ! -f /srv/k ]; then rm /srv/a; fi", "not (the file /srv/k exists)"),
])
def test_what_is_denied_twice_is_said_plainly(text: str, condition: str, trace: Callable) -> None:
    assert trace(text).act("filesystem delete /srv/a").condition == condition


@pytest.mark.parametrize("test", ["x -q", "[ -f /srv/k ]", "! x -q", "[ ! -f /srv/k ]"])
def test_what_happens_either_way_has_no_condition(test: str, effects: Callable) -> None:
    (effect,) = effects(f"f() {{ rm /srv/a; }}\nif {test}; then f; else f; fi\n")
    assert effect.condition is None
