"""A variable that something else than an assignment may change decides nothing; all others still decide."""

from __future__ import annotations

import pytest

from handover_generator.languages._shell.parse import parse

LOSS = "rm -rf /srv/data"
CHANGES = {
    "a step": "n=0\nwhile read -r line; do\n  ((n++))\ndone < /etc/list",
    "a step in words": "n=0\nfor x in 1 2; do echo $((++n)); done",
    "let": "n=0\nwhile read -r line; do\n  let n+=1\ndone < /etc/list",
    "let in quotes": "n=0\nlet \"n = $# + 1\"",
    "arithmetic": "n=0\nfor x in 1 2 3; do\n  (( m = 2, n += 1 ))\ndone",
    "printf -v": "n=0\nprintf -v n '%s' \"$(date)\"",
    "a name that is handed on": "n=0\nset_it() { printf -v \"$1\" 1; }\nset_it n",
    "a reference": "n=0\nset_it() { local -n given=$1; given=1; }\nset_it n",
    "a reference by name": "n=0\ndeclare -n other=n\nother=1",
    "a trap": "n=0\nstop() { n=1; }\ntrap stop INT\nsleep 5",
    "a trap in quotes": "n=0\ntrap 'n=1' INT\nsleep 5",
    "a value for what is empty": "n=0\nunset n\n: \"${n:=4}\"",
    "a file that nobody sees": "n=0\n. /etc/app.conf",
    "a text that nobody sees": "n=0\neval \"$(settings)\"",
}


ENDS = ['if [ "$n" = 0 ]; then exit 0; fi', "[ $n -eq 0 ] && exit", "if (( n == 0 )); then exit; fi", "case $n in 0) exit;; esac"]
OTHERS = ["m=0; ((m++))", "printf '%s' n", "show() { printf -v text '%s' \"$1\"; }; show n", "trap 'm=1' INT", ". venv/bin/activate", "[ n = 1 ]",
          "declare -r m=n"]


@pytest.mark.parametrize("test", ENDS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_follows_is_read(trace, change, test):
    assert "filesystem delete /srv/data !" in trace(f"{change}\n{test}\n{LOSS}\n").told()


@pytest.mark.parametrize("other", OTHERS)
def test_a_variable_that_nothing_else_changes_still_decides(trace, other):
    assert "filesystem delete /srv/data !" not in trace(f"n=0\n{other}\nif [ \"$n\" = 0 ]; then exit 0; fi\n{LOSS}\n").told()


def test_what_it_held_is_still_told(trace):
    assert trace("dir=/srv/data\n. /etc/app.conf\nrm -rf \"$dir\"\n").told() == ["filesystem delete /srv/data !"]


def test_names_of_a_file():
    assert parse("((a++)); let b=1 c--; echo $((d += 1)); printf -v e x; : ${f:=1}; x[i]=2; (( g[1]++ )); [[ h = 1 ]]\n").changed == set("abcdefg")
