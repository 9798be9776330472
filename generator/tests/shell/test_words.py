"""What words become: quotes, defaults, arrays, substitutions, paths."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ("rm -rf /srv/a", ["filesystem delete /srv/a !"]),
    ("D=/srv; rm -rf \"$D/a\" '/srv/b c'", ["filesystem delete /srv/a !", "filesystem delete /srv/b c !"]),
    ("rm ${DIR:-/srv/x}/y", ["filesystem delete ${DIR}/y !"]),
    ("f=(a b); f+=(c); rm \"${f[@]}\"", ["filesystem delete a !", "filesystem delete b !", "filesystem delete c !"]),
    ("FLAGS='-r -f'; rm $FLAGS /srv/a", ["filesystem delete /srv/a !"]),
    ("c=rm; $c /srv/a", ["filesystem delete /srv/a !"]),
    ("p=/srv/a.tar.gz; rm ${p%.gz}", ["filesystem delete /srv/a.tar !"]),
    ("p=/srv/a.tar.gz; rm ${p##*/}", ["filesystem delete a.tar.gz !"]),
    ("p=$DIR/in/a.tar.gz; rm /srv/${p##*/}", ["filesystem delete /srv/a.tar.gz !"]),
    ("p=$DIR/a.b/c.tar.gz; rm ${p%.*}", ["filesystem delete ${DIR}/a.b/c.tar !"]),
    ("p=/srv/$1; rm ${p%/*}/x", ["filesystem delete ${p}/x !"]),
    ("p=in:/srv/$1; rm ${p#*:}", ["filesystem delete /srv/${1} !"]),
    ("f() { rm -rf /srv/${1##*/}; }; f $URL/a/b", ["filesystem delete /srv/b !"]),
    ("d=/srv$( ((devel == 1)) && echo /dev || echo \"\")/$A/$B; rm -rf $d",
     ["filesystem delete /srv/dev/${A}/${B} !", "filesystem delete /srv/${A}/${B} !"]),
    ("f=$DIR/$DB.sql; rm $f", ["filesystem delete ${DIR}/${DB}.sql !"]),
    ("f=\"$DIR\"/$DB/x; rm $f", ["filesystem delete ${DIR}/${DB}/x !"]),
    ("f=$1-$2.sql; rm /srv/$f", ["filesystem delete /srv/${1}-${2}.sql !"]),
    ("rm /srv/$1_old", ["filesystem delete /srv/${1}_old !"]),
    ("A=/srv; rm $A_old", ["filesystem delete ${A_old} !"]),
    ("f=/srv/now/a; rm ${f/now/$DAY}", ["filesystem delete /srv/${DAY}/a !"]),
    ("f=/srv/now/a; rm ${f/$X/b}", ["filesystem delete ${f} !"]),
    ("rm /srv/$(basename /x/y.txt .txt)", ["filesystem delete /srv/y !"]),
    ("cd /srv && rm a", ["filesystem delete /srv/a !"]),
    ("rm -rf /srv/a.$$", ["filesystem delete /srv/a.${pid}"]),
    ("rm '/srv/a.$$'", ["filesystem delete /srv/a.$$ !"]),
    ("rm $'a b'", ["filesystem delete a b !"]),
    ("rm a\\ b", ["filesystem delete a b !"]),
    ("for d in a b; do rm /srv/$d; done", ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]),
    ("rm \\\n  -r \\\n  /srv/a", ["filesystem delete /srv/a !"]),
    ("A=1 B=2\nrm /srv/$A$B", ["filesystem delete /srv/12 !"]),
    ("x=$(cd /srv && pwd); rm $x/a", ["filesystem delete /srv/a !"]),
])
def test_words_are_expanded(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


def test_alternatives_are_both_told(trace: Callable) -> None:
    told = trace("if [ -n \"$X\" ]; then d=/srv/a; else d=/srv/b; fi\nrm -r $d").told()
    assert told == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]


def test_what_grows_in_branches_is_all_run(trace: Callable) -> None:
    text = "c='';\nif [ $A ]; then c+='docker volume rm a;'; fi\nif [ $B ]; then c+='docker volume rm b;'; fi\nssh h \"$c\""
    assert {"container delete a !", "container delete b !"} <= set(trace(text).told())


@pytest.mark.parametrize("idiom", ["$(dirname \"$0\")", "`dirname $0`", "$(dirname ${BASH_SOURCE[0]})", "$(cd \"$(dirname \"$0\")\" && pwd)",
                                   "$(dirname \"$(readlink -f \"$0\")\")"])
def test_the_own_folder_is_known(idiom: str, trace: Callable) -> None:
    traced = trace(f"HERE={idiom}\nsource \"$HERE/lib/drop.sh\"\n", {"ops/lib/drop.sh": "rm -rf /srv/a", "lib/drop.sh": "rm -rf /wrong"}, "ops/x.sh")
    assert traced.told() == ["filesystem delete /srv/a !"]


def test_environment_variables_are_needs_and_own_variables_are_not(trace: Callable) -> None:
    traced = trace("A=1\necho $A $B ${C:-c} $HOME $1 $?\nD=${D:-d}\nlocal_only=x\necho $local_only")
    assert traced.needs("env") == {"B": None, "C": "c", "D": "d"}


def test_a_variable_that_another_function_sets_is_not_the_environment(trace: Callable) -> None:
    traced = trace("use() { rm $HOSTS; }\nset_it() { HOSTS=a; }\nuse\nset_it\n")
    assert "HOSTS" not in traced.needs("env")


def test_positional_arguments_reach_functions(trace: Callable) -> None:
    traced = trace("wipe() { local what=$1; shift; rm -rf /srv/$what/$1; }\nwipe pilot data\n")
    assert traced.told() == ["filesystem delete /srv/pilot/data !"]


def test_script_arguments_are_holes_unless_given(trace: Callable) -> None:
    assert trace("rm /srv/$1").told() == ["filesystem delete /srv/${1} !"]


def test_brace_holes_of_templates(trace: Callable) -> None:
    text = "#!/bin/bash\nfunction f\n{{\n  if [ {x} ]; then rm -rf /srv/{bucket}; fi\n}}\nf\n"
    assert trace(text).told() == ["filesystem delete /srv/${bucket} !"]


@pytest.mark.parametrize(("text", "told"), [
    ("find . -name '*.pyc' -delete", ["filesystem delete ./*.pyc"]),
    ("find . \\( -name '*.pyc' -o -name __pycache__ \\) -delete", ["filesystem delete ."]),
    ("find . -name '*.pyc' -o -name '*.sql' -delete", ["filesystem delete . !"]),
    ("find . ! -name '*.pyc' -delete", ["filesystem delete . !"]),
    ("find /srv -name core -exec rm {} +", ["filesystem delete /srv/${found}/core !"]),
    ("find /srv -type f -name '*.log' -exec rm {} \\;", ["filesystem delete /srv/*.log !"]),
    ("find /srv -name a -o -name b -delete", ["filesystem delete /srv !"]),
    ("rm -rf $(find . -name parts)", ["filesystem delete ${found}/parts !"]),
    ("fd -e log . /srv -x rm", ["filesystem delete ${found} !"]),
    ("rsync -aH app@web1:/srv/a /srv/b -r $@", ["filesystem write /srv/b"]),
    ("rsync -aH /srv/a $@", ["filesystem write ${@}"]),
    ("cp /dev/null /srv/a.log", ["filesystem delete /srv/a.log !"]),
    ("ssh web1 -- rm -rf /srv/a", ["remote-host delete /srv/a !"]),
    ("x=abc$1; rm /srv/${x:2}", ["filesystem delete /srv/c${1} !"]),
    ("rm $RM_FLAGS /srv/a", ["filesystem delete /srv/a !"]),
    ("rm -rf $RM_ARGS", ["filesystem delete ${RM_ARGS} !"]),
    ("rm -rf /srv/a \"$RM_ARGS\"", ["filesystem delete /srv/a !", "filesystem delete ${RM_ARGS} !"]),
    ("while read -r params; do rm -rf /srv/a $params; done < list", ["filesystem delete /srv/a !", "filesystem delete ${params} !"]),
    ("for opts in $(list_them); do rm -rf /srv/a $opts; done", ["filesystem delete /srv/a !", "filesystem delete ${opts} !"]),
    ("ssh \"$SSH_OPTS\" web1 rm -rf /srv/a", ["remote-host delete /srv/a !"]),
    ("docker run $DOCKER_RUN_ARGUMENTS app rm -rf /b", ["container write app", "container delete /b !"]),
])
def test_what_a_command_line_names(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


@pytest.mark.parametrize("text", ["kubectl $ARGS", "docker compose \"$ARGS\"", "rsync -a --delete \"$@\"", "rsync -a --delete $RSYNC_ARGS"])
def test_words_that_only_a_run_knows_are_never_left_out(text: str, trace: Callable) -> None:
    assert "dynamic-command" in trace(text).unknowns()


def test_a_variable_before_options_is_where_find_starts(trace: Callable) -> None:
    assert trace("find \"$PWD\" -type f -name '*.sql' -delete").told() == ["filesystem delete ${PWD}/*.sql !"]
    assert trace("ssh $HOST -p 22 rm -rf /srv/a").acts()[0].host == "${HOST}"


def test_the_default_of_an_argument(trace: Callable) -> None:
    traced = trace("main() { rm -rf \"${2:-/srv/a}\"; }\n${1:-main} x\n")
    assert traced.told() == ["filesystem delete /srv/a !"]
    assert traced.unknowns() == ["dynamic-command"]
    assert trace("rm -rf ${1:-/srv/a}").told() == ["filesystem delete ${1} !"]


@pytest.mark.parametrize("piece", ["${a:$i}", "${a:$i:1}", "${a:$i:$n}", "${a:0:$n}", "${list[*]:$i}", "${a: -1}"])
def test_a_place_given_by_a_variable_is_understood(trace: Callable, piece: str) -> None:
    traced = trace(f"a=abc\nx={piece}\nif [ \"{piece}\" = b ]; then\n  rm /srv/a\nfi\nrm /srv/b\n")
    assert traced.told() == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]
    assert traced.unknowns() == []


def test_a_message_for_an_empty_variable_stays_one(trace: Callable) -> None:
    assert trace("rm \"${a:?$message}\"/x\n").needs("env").keys() == {"a"}


@pytest.mark.parametrize(("text", "what"), [
    ('API=${API:-https://api.example.com/}\ncurl -X DELETE "$API/users"', "DELETE ${API}/users (by default https://api.example.com/users)"),
    ('KEY=${KEY:-/etc/keystone}\nrm -rf "${KEY}/x"', "removes ${KEY}/x (by default /etc/keystone/x)"),
    ("DEST=${DEST:-/opt}\nDATA=${DATA:=$DEST/data}\nrm -rf $DATA", "removes ${DATA} (by default /opt/data)"),
    ('KEY=${KEY:-shop}\nssh web "rm -rf /opt/${KEY}_new"', "removes /opt/${KEY}_new (by default /opt/shop_new)"),
    ("KEY=$KEY\nrm -rf $KEY/x", "removes ${KEY}/x (with KEY empty: /x)"), ("rm -rf ${KEY:-/srv}/$A/x", "removes ${KEY}/${A}/x")])
def test_a_variable_with_a_default_is_told_with_it_and_never_empty(text: str, what: str, trace: Callable) -> None:
    assert [act.what for act in trace(text).acts()] == [what]


def test_two_parts_of_one_value_are_not_the_same(trace: Callable) -> None:
    text = 'A=$1\nLOCAL="${A%@*}"\nDOMAIN="${A#*@}"\nrm -R "/var/mail/${DOMAIN}/${LOCAL}"'
    assert trace(text).told() == ["filesystem delete /var/mail/${A#@}/${A%@} !"]
    assert trace(text.replace("$1", "me@shop")).told() == ["filesystem delete /var/mail/shop/me !"]


@pytest.mark.parametrize("text", [
    'rm -rf "${KEY:?}/"*', 'rm -rf "${KEY:?not set}"/*', ': "${KEY:?}"\nrm -rf "$KEY"/*', '[ -n "$KEY" ] || exit 1\nrm -rf "$KEY"/*',
    'if [ -z "${KEY}" ]; then exit 1; fi\nrm -rf "$KEY"/*', 'if [[ -z ${KEY-} ]]; then exit 1; fi\nrm -rf "$KEY"/*',
    '[ "$KEY" = "" ] && exit\nrm -rf $KEY/*',
    'test "$KEY" != \'\' || exit\nrm -rf $KEY/*', '[[ $KEY ]] || exit 1\nrm -rf $KEY/*', '[[ ! $KEY ]] && exit 1\nrm -rf $KEY/*',
])
def test_of_a_variable_that_is_asked_for_nobody_says_that_it_is_empty(trace: Callable, text: str) -> None:
    assert [act.what for act in trace(text).acts() if act.destructive] == ["removes ${KEY}/*"]


@pytest.mark.parametrize("text", [
    'rm -rf "${KEY}/"*', 'rm -rf "${KEY?}/"*', '[ -n "$KEY2" ] || exit 1\nrm -rf "$KEY"/*', 'rm -rf "$KEY"/*\n[ -n "$KEY" ] || exit 1',
    '[ -d "$KEY" ] || exit 1\nrm -rf "$KEY"/*', '[ "$KEY" = "a" ] || echo\nrm -rf "$KEY"/*',
])
def test_of_another_what_happens_if_it_is_empty_is_told(trace: Callable, text: str) -> None:
    assert "removes ${KEY}/* (with KEY empty: /*)" in [act.what for act in trace(text).acts() if act.destructive]
