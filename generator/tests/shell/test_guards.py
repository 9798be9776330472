"""What stands before harm: questions, dry runs, environment checks, backups, output. And what only looks like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

HARM = "filesystem delete /srv/a"


@pytest.mark.parametrize("text", [
    "read -p 'Sure? (y/n) ' yn\nif [ \"$yn\" != y ]; then exit 1; fi\nrm -rf /srv/a",
    "read -p 'Sure? ' yn\n[[ $yn =~ ^[Yy]$ ]] || exit 1\nrm -rf /srv/a",
    "read -rp 'Sure? ' yn\n[ \"$yn\" = yes ] && rm -rf /srv/a",
    "read -p 'Sure? (y/N) ' a && [[ $a == [yY] ]] || exit 1\nrm -rf /srv/a",
    "read -p 'Sure? (y/N) ' a && [[ $a == [yY] ]] && rm -rf /srv/a",
    "echo -n 'Sure? '; read yn\ncase $yn in y) ;; *) exit;; esac\nrm -rf /srv/a",
    "ask() { read -p 'Sure? ' a; [ \"$a\" = y ] || exit 1; }\nask\nrm -rf /srv/a",
    "ask() { read -p 'Sure? ' a; [ \"$a\" = y ]; }\nif ask; then rm -rf /srv/a; fi",
    "ask() { read -p 'Sure? ' a; [ \"$a\" = y ]; }\nask || exit\nrm -rf /srv/a",
    "while true; do read -p 'Sure?' yn; case $yn in [Yy]*) break;; [Nn]*) exit;; esac; done\nrm -rf /srv/a",
    "select yn in Yes No; do case $yn in Yes) break;; No) exit;; esac; done\nrm -rf /srv/a",
    "select yn in \"Yes\" \"No\";\ndo\n  case $REPLY in\n    1 ) rm -rf /srv/a; break ;;\n    2 ) break ;;\n  esac\ndone\n",
    "read -p 'Sure? [y/N] ' a\na=${a:-N}\nif [[ \"$a\" =~ ^[Yy]$ ]]; then rm -rf /srv/a; fi",
    "read -p 'Sure? [y/N] ' a\na=$(echo ${a} | tr 'A-Z' 'a-z')\nif [ \"$a\" != y ]; then exit 1; fi\nrm -rf /srv/a",
    "{ echo -n 'Sure? ' && read yn && [ \"$yn\" = y ]; } || exit 1\nrm -rf /srv/a",
    "( read -p 'Sure? ' yn; [ \"$yn\" = y ] ) || exit 1\nrm -rf /srv/a",
    "( read -p 'Sure? ' yn; if [ \"$yn\" != y ]; then exit 1; fi ) || exit 1\nrm -rf /srv/a",
    "read -p 'Sure? ' yn\ntest \"$yn\" = y || exit 1\nrm -rf /srv/a",
    "rm -i /srv/a",
    "whiptail --title Shop --yesno 'Really remove all?' 8 40 || exit 1\nrm -rf /srv/a",
    "if zenity --question --text=Sure; then rm -rf /srv/a; fi",
    "sure() { dialog --yesno 'Sure?' 8 40; }\nsure && rm -rf /srv/a",
    "gum confirm 'Sure?' && rm -rf /srv/a",
])
def test_a_question_that_is_answered_before(text: str, trace: Callable) -> None:
    assert "confirm" in trace(text).guards(HARM)


@pytest.mark.parametrize("text", [
    "rm -rf /srv/a\nread -p 'Sure? ' yn\n[ $yn = y ] || exit 1",
    "read -p 'Your name? ' name\necho hello $name\nrm -rf /srv/a",
    "if [ -e /srv/b ]; then read -p 'Sure? (y/N) ' a && [[ $a == [yY] ]] || exit 1; fi\nrm -rf /srv/a",
    "while read line; do rm -rf /srv/a; done < list",
    "cat list | while read x; do [ \"$x\" = y ] || exit; done\nrm -rf /srv/a",
    "if [ -t 0 ]; then read -p 'Sure? ' yn; [ $yn = y ] || exit 1; fi\nrm -rf /srv/a",
    "# ask before running\nrm -rf /srv/a",
])
def test_a_question_that_protects_nothing(text: str, trace: Callable) -> None:
    assert "confirm" not in trace(text).guards(HARM)


def test_pressing_enter_is_a_weak_question(trace: Callable) -> None:
    act = trace("read -p 'Press Enter to go on'\nrm -rf /srv/a").act(HARM)
    assert [(guard.kind.value, guard.strong) for guard in act.guards] == [("confirm", False)]


@pytest.mark.parametrize(("text", "default_on"), [
    ("if [ -n \"$DRY_RUN\" ]; then echo would; else rm -rf /srv/a; fi", False),
    ("if [[ -v DRY_RUN ]]; then echo would; else rm -rf /srv/a; fi", False),
    ("DRY_RUN=${DRY_RUN:-1}\nif [ \"$DRY_RUN\" = 0 ]; then rm -rf /srv/a; fi", True),
    ("$RUN rm -rf /srv/a", False),
    ("#DEBUG=echo\n${DEBUG} rm -rf /srv/a", False),
    ("tidy() { $NOOP rm -rf /srv/a; }\ntidy", False),
    ("if [ \"$1\" = -n ]; then DRY=echo; fi\n$DRY rm -rf /srv/a", False),
    ("DRY=\nif [ \"$1\" = -n ]; then DRY=echo; fi\n$DRY rm -rf /srv/a", False),
    ("if [ \"$1\" = -n ]; then DRY='echo would:'; else DRY=''; fi\n$DRY rm -rf /srv/a", False),
    ("if [ \"$COMMIT\" = 1 ]; then rm -rf /srv/a; fi", True),
    ("mode=$1\nif [[ \"${mode}\" != \"dryrun\" ]]; then rm -rf /srv/a; fi", False),
    ("if [ \"$1\" = --dry-run ]; then echo would; else rm -rf /srv/a; fi", False),
])
def test_dry_runs(text: str, default_on: bool, trace: Callable) -> None:
    guards = [guard for guard in trace(text).act(HARM).guards if guard.kind.value == "dry_run"]
    assert guards
    assert guards[0].default_on is default_on


@pytest.mark.parametrize("name", ["IONICE", "SUDO", "VALGRIND"])
def test_what_runs_it_all_the_same_is_no_dry_run(name: str, trace: Callable) -> None:
    assert trace(f"${name} rm -rf /srv/a").guards(HARM) == []


@pytest.mark.parametrize("name", ["DOCKER", "SSH", "TOOL", "DEBUG_HOST"])
def test_a_variable_that_may_hold_a_command_is_no_prefix(name: str, trace: Callable) -> None:
    traced = trace(f"${name} rm -rf /srv/a")
    assert "filesystem" not in {act.resource for act in traced.acts()}
    assert traced.unknowns()


@pytest.mark.parametrize(("value", "guards"), [("$(git log -1 --format=%H)", []), ("$1", ["dry_run"]), ("$(echo $1)", ["dry_run"])])
def test_what_a_program_printed_is_no_switch(value: str, guards: list[str], trace: Callable) -> None:
    assert trace(f'commit="{value}"\nif [ -n "$commit" ]; then rm -rf /srv/a; fi').guards("filesystem delete") == guards


def test_a_word_that_only_sounds_like_a_dry_run(trace: Callable) -> None:
    assert trace("if [ \"$1\" != dryer ]; then rm -rf /srv/a; fi").guards(HARM) == []


@pytest.mark.parametrize("text", [
    "if [ \"$(hostname)\" != pilot1 ]; then exit 1; fi\nrm -rf /srv/a",
    "a=$(aws sts get-caller-identity --query Account)\nif [ \"$a\" != 1234 ]; then exit 1; fi\nrm -rf /srv/a",
    "a=$(aws iam list-account-aliases)\nb=$(echo \"${a}\" | tr -d x)\n[[ $b = \"shop-$1\" ]] || exit 1\nrm -rf /srv/a",
    "[ \"$(kubectl config current-context)\" = pilot ] || exit 1\nrm -rf /srv/a",
    "[ \"$APP_ENV\" = production ] && exit 1\nrm -rf /srv/a",
    "case $APP_ENV in pilot) ;; *) echo no; exit 1;; esac\nrm -rf /srv/a",
    "H=$(hostname -s)\nif [[ $H == prod* ]]; then echo no; exit; fi\nrm -rf /srv/a",
    "if [ $(whoami) != deploy ]; then exit 1; fi\nrm -rf /srv/a",
    "hostname | grep -q pilot || exit 1\nrm -rf /srv/a",
    "check() { [ \"$APP_ENV\" = pilot ] || exit 1; }\ncheck\nrm -rf /srv/a",
])
def test_environment_checks(text: str, trace: Callable) -> None:
    assert trace(text).guards(HARM) == ["env_check"]


@pytest.mark.parametrize("text", [
    "if [ $# != 1 ]; then exit 1; fi\nrm -rf /srv/a",
    "if [ \"$VERBOSE\" = 1 ]; then echo x; fi\nrm -rf /srv/a",
    "if [ \"$(uname)\" = Darwin ]; then S=gsed; fi\nrm -rf /srv/a",
    "HOST=localhost\nrm -rf /srv/a",
    "if [ ! -d /srv ]; then exit 1; fi\nrm -rf /srv/a",
    "case $1 in start) rm -rf /srv/a;; esac",
])
def test_what_is_no_environment_check(text: str, trace: Callable) -> None:
    assert trace(text).guards(HARM) == []


@pytest.mark.parametrize(("text", "harm"), [
    ("pg_dump main > /backup/main.sql\ndropdb main", "database delete main"),
    ("mysqldump shop > x.sql\nmysql -e 'drop database shop'", "database delete shop"),
    ("cp -a /srv/a /srv/a.bak\nrm -rf /srv/a", HARM),
    ("mv /srv/a /srv/a_previous\nrm -rf /srv/a", HARM),
    ("ssh h \"sudo cp -r /srv/a /srv/a.old; sudo rm -rf /srv/a\"", "remote-host delete /srv/a"),
])
def test_backups_stand_before(text: str, harm: str, trace: Callable) -> None:
    assert "backup" in trace(text).guards(harm)


@pytest.mark.parametrize("text", ["cp -a /srv/b /srv/b.bak\nrm -rf /srv/a", "rm -rf /srv/a\ncp /srv/b /srv/b.bak", "cp /srv/a /srv/c\nrm -rf /srv/a",
                                  "pg_dump main > x.sql\nrm -rf /srv/a"])
def test_a_backup_of_something_else_is_none(text: str, trace: Callable) -> None:
    assert "backup" not in trace(text).guards(HARM)


@pytest.mark.parametrize("text", ["echo removing\nrm /srv/a", "printf 'x\\n' >&2\nrm /srv/a", "set -x\nrm /srv/a", "#!/bin/bash -ex\nrm /srv/a",
                                  "set -euxo pipefail\nrm /srv/a", "log() { echo \"$@\"; }\nlog removing\nrm /srv/a"])
def test_output(text: str, trace: Callable) -> None:
    assert any(guard.kind.value == "output" for guard in trace(text).act(HARM).guards)


@pytest.mark.parametrize(
    "text",
    [
        "echo x > /srv/log\nrm /srv/a",
        "x=$(echo a)\nrm /srv/a",
        "echo x | mail -s y z@example.org\nrm /srv/a",
        "rm /srv/a\necho done",
        'log() { echo "$@" >> /srv/log; }\nlog x\nrm /srv/a',
    ],
)
def test_no_output(text: str, trace: Callable) -> None:
    assert not any(guard.kind.value == "output" for guard in trace(text).act(HARM).guards)


def test_whether_it_is_sourced_is_no_check_of_the_place(trace: Callable) -> None:
    text = "if [[ \"${BASH_SOURCE[0]}\" != \"$0\" ]]; then return; fi\nrm -rf /srv/a"
    assert "env_check" not in trace(text).guards(HARM)


def test_tracing_that_must_be_asked_for_tells_nobody(trace: Callable) -> None:
    assert "output" not in trace("[[ $TRACE ]] && set -x\nrm -rf /srv/a").kinds()
    assert "output" in trace("set -x\nrm -rf /srv/a").kinds()


def test_a_numbered_copy_is_a_backup(trace: Callable) -> None:
    assert "backup" in trace("cp /srv/a /srv/a.1\nrm -rf /srv/a").guards(HARM)
    assert "backup" not in trace("cp /srv/b /srv/lib.so.1\nrm -rf /srv/a").guards(HARM)


def test_a_test_that_decides_nothing_that_follows(trace: Callable) -> None:
    both = "if [ \"$(hostname)\" = web1 ]; then mode=a; else mode=b; fi\nrm -rf /srv/a"
    assert "env_check" not in trace(both).guards(HARM)
    assert "env_check" in trace("if [ \"$(hostname)\" = web1 ]; then rm -rf /srv/a; else true; fi").guards(HARM)
    assert "env_check" in trace("if [ \"$(hostname)\" = web1 ]; then true; else exit 1; fi\nrm -rf /srv/a").guards(HARM)


DRY = "dryrun=false\nwhile getopts n o; do case $o in n) dryrun=true;; esac; done\n"


def test_a_variable_that_is_run_to_ask_what_it_holds(trace) -> None:
    text = DRY + "if $dryrun; then echo would; else rm -rf /srv/a; fi\n"
    assert trace(text).guards("filesystem delete") == ["dry_run"]
    assert trace(DRY + "$dryrun || rm -rf /srv/a\n").guards("filesystem delete") == ["dry_run"]
    assert trace("quiet=false\nif ! $quiet; then rm -rf /srv/a; fi\n").told() == ["filesystem delete /srv/a !"]
    assert trace("wipe=false\nif $wipe; then rm -rf /srv/a; fi\n").told() == []


def test_a_variable_that_holds_a_command_is_no_switch(trace) -> None:
    told = trace("dryrun='rm -rf /srv/b'\nif $dryrun; then rm -rf /srv/a; fi\n").told()
    assert told == ["filesystem delete /srv/b !", "filesystem delete /srv/a !"]


def test_a_secret_that_is_asked_for_is_no_confirmation(trace: Callable) -> None:
    text = 'while [ -z "$t" ]; do read -n 40 -p "Token: " -r -s t; [ ${#t} -ne 40 ] && t=; done\nrm -rf /srv/a'
    assert "confirm" not in trace(text).kinds()
    assert "confirm" in trace('read -r -s -n 1 -p "Press any key to go on"\nrm -rf /srv/a').kinds()


def test_a_copy_to_where_backups_go_is_a_backup(trace: Callable) -> None:
    assert "backup" in trace('BACKUP_DIR=/srv/v1\ncp -r /srv/a "$BACKUP_DIR/data"\nrm -rf /srv/a').guards(HARM)
    assert "backup" in trace('cp /srv/a "${DB_BACKUP_PATH}"\nrm -rf /srv/a').guards(HARM)
    assert "backup" not in trace('BACKUP_DIR=/srv/v1\ncp -r "$BACKUP_DIR"/data /srv/a\nrm -rf /srv/a').guards(HARM)
    assert "backup" not in trace('cp -r /srv/a "$NOBACKUPS"\nrm -rf /srv/a').guards(HARM)


def test_a_tree_that_is_piped_is_no_backup_of_a_file(trace: Callable) -> None:
    traced = trace("cd /srv\ntar cf - a | ( cd /opt && tar xf - )\nrm -rf /srv/a")
    assert traced.kinds() == set()
    assert "/srv/-" not in " ".join(traced.told(reads=True))


@pytest.mark.parametrize(("constant", "place"), [("/bin/install.sh", False), ("dump.tar.gz", False), ("web.example.org", True), ("prod", True)])
def test_an_argument_that_is_compared_with_a_file_tells_no_place(constant: str, place: bool, trace: Callable) -> None:
    assert ("env_check" in trace(f'if [ "$1" = {constant} ]; then exit 1; fi\nrm -rf /srv/a').kinds()) == place


def test_a_switch_that_is_set_where_nobody_sees_it(trace: Callable) -> None:
    assert "dry_run" in trace('eval "$(options "$@")"\n$dry_run && exit\nrm -rf /srv/a').guards(HARM)
    assert "dry_run" not in trace('eval "$(options "$@")"\n$verbose && exit\nrm -rf /srv/a').guards(HARM)


def test_a_dry_run_that_a_branch_puts_into_an_array(trace: Callable) -> None:
    text = 'more=()\nif [ -n "$DRY_RUN" ]; then more=(--dry-run); fi\nrsync -r --delete "${more[@]}" empty/ db1:/srv/'
    assert "remote-host delete db1:/srv/ !" in trace(text).told()
    assert trace('more=(--dry-run)\nrsync -r --delete "${more[@]}" empty/ db1:/srv/').told() == []


@pytest.mark.parametrize(("name", "word", "place"), [
    ("DB_ENGINE_MODE", "SelfSigned", False), ("DATABASE", "mysql", False), ("SETTINGS", "shop.settings.production", True), ("RUN_MODE", "prod", True),
    ("CLUSTER", "blue", True), ("AUTH_MODE", "local", False),
    ("RUN_MODE", "local", True), ("APP_ENV", "local", True), ("AUTH_MODE", "production", True),
])
def test_a_mode_is_an_environment_only_by_its_word(name: str, word: str, place: bool, trace: Callable) -> None:
    assert ("env_check" in trace(f'[ "${name}" = {word} ] || exit 1\nrm -rf /srv/a').guards(HARM)) is place


@pytest.mark.parametrize(("text", "lost"), [
    ("touch \"$1/.probe\"\nrm -f \"$1/.probe\"", False), ("rm -f /srv/.probe\ntouch /srv/.probe", True), ("dropdb shop_$$", False),
    ("dropdb shop", True), ("cp -r /c/. /srv/d\nrm -f /srv/d/*.x", True), ("cp -r /c /srv/d\nrm -rf /srv/d", False),
    ("rm -rf /var/lib/apt/lists/*", False), ("rm -rf /var/lib/apt/*", True), ("rm -rf /var/cache/apk/*", False), ("rm -rf /srv/build.$$", False),
    ("touch /srv/a\nrm -rf /srv", True),
])
def test_what_a_run_made_itself_is_no_loss(text: str, lost: bool, trace: Callable) -> None:
    assert any(act.destructive for act in trace(text).acts()) is lost


@pytest.mark.parametrize(("pattern", "guards"), [("^https?://", []), ("^https://prod", ["env_check"])])
def test_how_an_address_is_written_says_no_place(pattern: str, guards: list[str], trace: Callable) -> None:
    text = f"while getopts s: o; do case $o in s) SERVER=$OPTARG;; esac; done\n[[ \"$SERVER\" =~ {pattern} ]] || exit 1\nrm -rf /srv/a"
    assert trace(text).guards(HARM) == guards


@pytest.mark.parametrize(("given", "place"), [
    ("$(id -u)", True), ("$(id -un)", True), ('$(id -u "$USER")', True), ("$(id -u app)", False), ("$(id app)", False), ("$(whoami)", True),
])
def test_the_number_of_another_account_says_no_place(given: str, place: bool, trace: Callable) -> None:
    told = trace(f'OLD={given}\nif [ "$OLD" != shop ]; then exit 1; fi\nrm -rf /srv/a').guards(HARM)
    assert ("env_check" in told) is place
    assert ("env_check" in trace(f'if [ "{given}" != shop ]; then exit 1; fi\nrm -rf /srv/a').guards(HARM)) is place
    owner = f'OLD={given}\nNEW=$(stat -c %u /srv)\nif [ "$NEW" != "$OLD" ]; then rm -rf /srv/a; fi'
    assert ("env_check" in trace(owner).guards(HARM)) is place


@pytest.mark.parametrize(("default", "other", "bypass"), [("-i", "-f", "-f"), ("-f", "-i", "-f"), ("", "-i", "rm $OPT /srv/a without its option")])
def test_a_question_that_an_option_goes_round(default: str, other: str, bypass: str, trace: Callable) -> None:
    act = trace(f"OPT='{default}'\n[ \"$1\" = x ] && OPT='{other}'\nrm $OPT /srv/a").act(HARM)
    assert [(guard.kind.value, guard.bypass) for guard in act.guards] == [("confirm", bypass)]


def test_options_that_ask_nothing_are_no_question(trace: Callable) -> None:
    assert trace("OPT='-v'\n[ \"$1\" = x ] && OPT='-f'\nrm $OPT /srv/a").guards(HARM) == []
    assert trace("OPT='-i'\nrm $OPT /srv/a").act(HARM).guards[0].bypass is None


@pytest.mark.parametrize("test", [
    "[[ $EUID -eq 0 ]]", '[ "$(id -u)" -eq 0 ]', '[ "$(whoami)" = root ]', '[ "$USER" = root ]', "[[ ${ACCOUNT_PROVISIONER} == 'LDAP' ]]",
    "[[ $1 == 'ed25519' ]]", "[ $1 = sha256 ]", "[[ $DOCKER_HOST == unix://* ]]", "[[ $USER_ID =~ ^[0-9]+$ ]]", "[[ ${ACCOUNT} =~ ^[a-z_]*$ ]]",
    '[ "$TEST_VERBOSE" = true ]', '[ "$LATEST_MODE" = 1 ]', '[ "$TEST_MODE" = false ]'])
def test_what_it_may_do_and_how_it_is_set_up_say_no_place(test: str, trace: Callable) -> None:
    assert trace(f"if {test}; then exit 1; fi\nrm -rf /srv/a").guards(HARM) == []


@pytest.mark.parametrize("test", ['[ "$(whoami)" != deploy ]', '[ "$USER" = shop ]', "[[ $ACCOUNT == shop ]]", "[ $1 = web1 ]",
                                  '[[ "$CI" != "true" ]]', '[ -z "$CI" ]', '[[ "$TEST_MODE" != true ]]', '[ "$IS_PRODUCTION" = 1 ]',
                                  '[ "$PROD_SERVER" = yes ]', "[[ $DOMAIN == *.shop.example ]]",
                                  "[ -n \"$GITHUB_ACTIONS\" ]"])
def test_what_tells_places_apart(test: str, trace: Callable) -> None:
    assert trace(f"if {test}; then exit 1; fi\nrm -rf /srv/a").guards(HARM) == ["env_check"]
    assert trace(f"{test} && exit 1\nrm -rf /srv/a").guards(HARM) == ["env_check"]


def test_a_variable_that_the_script_sets_itself_says_no_place(trace: Callable) -> None:
    assert trace('CI=$1\nif [ "$CI" != "true" ]; then exit 1; fi\nrm -rf /srv/a').guards(HARM) == []


_ASKS = 'if [ "${FORCE_CLEAN:-}" == 1 ]; then echo now; else\n  read -p "Sure? " a\n  [ "$a" = y ] || exit\nfi\nrm -rf /srv/a\n'


@pytest.mark.parametrize(("call", "asks"), [
    ("FORCE_CLEAN=1 ./ops/reset.sh", False), ("export FORCE_CLEAN=yes\nbash ops/reset.sh", False), ("./ops/reset.sh", True),
    ("FORCE_CLEAN=0 ./ops/reset.sh", True),
    ("OTHER=1 ./ops/reset.sh", True), ('FORCE_CLEAN="$1" ./ops/reset.sh', True)])
def test_a_caller_may_go_round_the_question_of_what_it_starts(call: str, asks: bool, effects: Callable) -> None:
    (effect,) = effects(call, {"ops/reset.sh": _ASKS})
    assert ("confirm" in {guard.kind.value for guard in effect.guards}) is asks


@pytest.mark.parametrize(("name", "guarded"), [("PRINT_COMMANDS", True), ("show_sql", True), ("PRINT_NAMES", False)])
def test_a_switch_that_prints_the_commands_instead(name: str, guarded: bool, trace: Callable) -> None:
    traced = trace(f"if [ -n \"${name}\" ]; then echo rm; else rm -rf /srv/a; fi")
    assert ("dry_run" in traced.guards("filesystem delete")) is guarded


@pytest.mark.parametrize(("pattern", "place"), [
    ("^(dump-[0-9]+-(full|db)|sample-[0-9]{8})$", False), (r"^v\d+\.[0-9]+$", False), ("^prod-[0-9]+$", True), ("web1", True),
])
def test_how_the_name_of_a_thing_is_written_says_no_place(pattern: str, place: bool, trace: Callable) -> None:
    text = f'DUMP_NAME=$1\nif [[ ! "$DUMP_NAME" =~ {pattern} ]]; then exit 1; fi\nrm -rf /srv/a'
    assert ("env_check" in trace(text).guards(HARM)) is place


ARRAY = "more=()\nif [ -n \"$DRY_RUN\" ]; then more=(--dry-run); fi\n"
RETRY = 'retry() {\n  while true; do\n    if "$@"; then return; fi\n  done\n}\n'


@pytest.mark.parametrize(("text", "held"), [
    (f'{ARRAY}rsync -r --delete "${{more[@]}}" empty/ db1:/srv/', True),
    (f'{RETRY}{ARRAY}retry rsync -r --delete "${{more[@]}}" empty/ db1:/srv/', True),
    (f'{ARRAY}more+=(--verbose)\nrsync -r --delete "${{more[@]}}" empty/ db1:/srv/', True),
    ('more=(--verbose)\nif [ -n "$LOUD" ]; then more+=(--stats); fi\nrsync -r --delete "${more[@]}" empty/ db1:/srv/', False),
    (f'wipe() {{ rsync -r --delete empty/ db1:/srv/; }}\n{ARRAY}wipe "${{more[@]}}"', False),
    (f'{ARRAY}echo "${{more[@]}}"\nrsync -r --delete empty/ db1:/srv/', False),
])
def test_a_dry_run_among_the_options_of_an_array_stands_before_what_it_holds_back(text: str, held: bool, effects: Callable) -> None:
    (harm,) = (effect for effect in effects(text, {}) if effect.destructive)
    assert ("dry_run" in {guard.kind.value for guard in harm.guards}) is held


_ASKS_USER = "read -p 'Go on? [y/N] ' a\n  [ \"$a\" = y ] || exit 1\nfi\nrm -rf /srv/a"


@pytest.mark.parametrize(("before", "test", "asked"), [
    ("while getopts i o; do case $o in i) INTERACTIVE=1;; esac; done", '[ -n "$INTERACTIVE" ]', False),
    ("INTERACTIVE=0\nif [ \"$1\" = -i ]; then INTERACTIVE=1; fi", "[ $INTERACTIVE -eq 1 ]", False),
    ("ASK=\nif [ \"$1\" = -i ]; then ASK=yes; fi", '[ "$ASK" ]', False),
    ("INTERACTIVE=true\n[ \"$1\" = -y ] && INTERACTIVE=false", '[ "$INTERACTIVE" = true ]', True),
    ("", '[ "${CONFIRM:-yes}" != no ]', True), ("", '[ -z "$NONINTERACTIVE" ]', True), ("", '[ "$FORCE" != 1 ]', True),
])
def test_who_is_asked_by_default(before: str, test: str, asked: bool, trace: Callable) -> None:
    assert ("confirm" in trace(f"{before}\nif {test}; then\n  {_ASKS_USER}").guards(HARM)) is asked


@pytest.mark.parametrize(("text", "told"), [
    ("DRY_RUN=true\nif [ \"$DRY_RUN\" != true ]; then rm -rf /srv/a; fi", True),
    ("readonly DRY_RUN=1\nmain() {\n  if [ $DRY_RUN -eq 1 ]; then echo would; return; fi\n  rm -rf /srv/a\n}\nmain \"$@\"", True),
    ("export DO_COMMIT=no\n[ \"$DO_COMMIT\" = yes ] && rm -rf /srv/a", True),
    ("COLOUR=no\n[ \"$COLOUR\" = yes ] && rm -rf /srv/a", False),
    ("wipe() {\n  local DRY_RUN=1\n  if [ $DRY_RUN -eq 0 ]; then rm -rf /srv/a; fi\n}\nwipe", False),
])
def test_a_dry_run_that_is_edited_in_the_file(text: str, told: bool, trace: Callable) -> None:
    acts = trace(text).acts()
    assert [[(guard.kind.value, guard.default_on) for guard in act.guards] for act in acts] == ([[("dry_run", True)]] if told else [])


@pytest.mark.parametrize(("test", "around"), [
    ('[ "$1" != "--yes" ]', "--yes"), ('[[ "$1" != "-y" && $# -lt 2 ]]', "-y"), ('[ "${1:-}" != --force ]', "--force"),
    ('[ "$1" = "-i" ]', None), ('[ "$1" != "--verbose" ]', None),
])
def test_an_option_that_goes_round_a_question(test: str, around: str | None, trace: Callable) -> None:
    act = trace(f"if {test}; then\n  {_ASKS_USER}").act(HARM)
    assert [guard.bypass for guard in act.guards if guard.kind.value == "confirm"] == ([around] if around else [])


@pytest.mark.parametrize("text", [
    "read -p 'Name of the host: ' a\nif ! [[ $a =~ ^[a-z.]+$ ]]; then exit 1; fi\nrm -rf /srv/a",
    "read -p \"Host [$(hostname)]: \" a\nif ! [[ $a =~ ^${mask}$ ]]; then a=$a.example.org; fi\nrm -rf /srv/a",
    "if [ \"$USER\" != '*' ]; then rm -rf /srv/a; fi",
    "a=$(hostname -f)\nif ! [[ $a =~ ^${mask}$ ]]; then exit 1; fi\nrm -rf /srv/a",
])
def test_how_a_value_is_written_is_no_guard(text: str, trace: Callable) -> None:
    assert trace(text).guards(HARM) == []


@pytest.mark.parametrize("text", [
    "read -p 'Go on ' a\nif ! [[ $a =~ ^[Yy]$ ]]; then exit 1; fi\nrm -rf /srv/a",
    "read -p 'Go on ' a\nif ! [[ $a =~ ^(yes|ok)$ ]]; then exit 1; fi\nrm -rf /srv/a",
    "read -p 'Go on ' a\nif [[ $a =~ ^[nN] ]]; then exit 1; fi\nrm -rf /srv/a",
])
def test_a_pattern_of_consent_is_one(text: str, trace: Callable) -> None:
    assert trace(text).guards(HARM) == ["confirm"]
