"""Templates, text the grammar does not know, and commands kept in variables: found and not found."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.languages import shell
from handover_generator.languages._shell.parse import parse
from handover_generator.languages._shell.templates import filled
from handover_generator.model.source import Module, SourceFile


@pytest.mark.parametrize(("text", "expected"), [
    ("{% if clean %}\nrm -rf {{ data_dir }}/old\n{% endif %}\n", "filesystem delete ${data_dir}/old !"),
    ("rm -rf <%= @directory %>/tmp\n", "filesystem delete ${directory}/tmp !"),
    ("<% if node[:a] -%>\nrm -rf \"<%= node[:web][:base] %>/x\"\n<% end -%>\n", "filesystem delete ${node_web_base}/x !"),
    ("ROOT={{ root_dir | default('/srv') }}\nrm -rf $ROOT/a\n", "filesystem delete ${root_dir}/a !"),
    ("rm -rf {{ '/srv' + name }}/a\nx={{ a_b }}\n", "filesystem delete ${srv_name}/a !"),
    ("rm -rf {% if big %}/srv/big{% else %}/srv/small{% endif %}/cache\n", "filesystem delete ${if_big}/cache !"),
    ("rm -rf /srv/{% if big %}{{ a.b_c }}{% elif other %}x{% else %}y{% endif %}\n", "filesystem delete /srv/${if_big} !"),
    ("rm -rf /srv/a{% if big %}/b{% endif %}\n", "filesystem delete /srv/a/b !"),
])
def test_tags_of_templates_are_names(trace: Callable, text: str, expected: str) -> None:
    traced = trace("#!/bin/sh\n" + text)
    assert traced.told() == [expected]
    assert traced.kinds() == set()
    assert traced.needs("env") == {}


def test_lines_stay_where_they_are(trace: Callable) -> None:
    traced = trace("{% set a =\n  'b' %}\n{# a\nnote #}\nrm -rf {{ some_dir }}\n")
    assert traced.act("filesystem delete ${some_dir} !").at.line == 5


@pytest.mark.parametrize("text", [
    "docker ps --format '{{.Names}}'\n", "docker inspect -f '{{json .State}}' a\n", "docker ps --format '{{ .Names }}'\n", "echo ${x%%.*} ${#list}\n",
    "echo \"${a[@]#}\" {a,b}\n", "awk '{{print $1}}' f\n", "docker inspect --format '{{range .Mounts}}{{.Name}}{{end}}' a\n",
])
def test_what_is_no_template_is_left_alone(text: str) -> None:
    assert filled(text) == (text, frozenset())


@pytest.mark.parametrize("text", [
    "e() { if [[ $W -ne 1 ]]; then echo \"$@\" 1>&2; fi }\nrm -rf /srv/a\n",
    "if [ -n \"$1\" ]; then :\nelif [ \"${1:0:1}\" = - ]; then :\nfi\nrm -rf /srv/a\n",
    "n=$((0x${short} % 60))\no=${all:$i:1}\nc=\"${parts[*]:$n}\"\nrm -rf /srv/a\n",
    "r=$((for d in $(ls); do\n  echo $d\ndone) | sort)\nrm -rf /srv/a\n",
    "f() {\n  if ((10#${a[i]:-0} < 10#${b[i]:-0})); then\n    return 1\n  fi\n}\nrm -rf /srv/a\n",
    "f() {\n  if [ \"$a\" '<' \"$b\" ]; then\n    return 1\n  fi\n}\nrm -rf /srv/a\n",
    "v=$(wget -q x) &> /dev/null\nif true\nthen\n  rm -rf /srv/a\nfi\n",
    "for d\nin a\ndo\n  rm -rf /srv/$d\ndone\n",
    "if [[ \"$(<pg.log)\" =~ .*\"already in use\".* ]]; then\n  kill $p\nelse\n  rm -rf /srv/a\n  exit 1\nfi\n",
    "d=${DATA:-`rm -rf /srv/a | awk '{print $1}'`}\n", "d=${DATA:-data.`rm -rf /srv/a`}\n",
])
def test_what_the_grammar_lacks_hides_nothing(trace: Callable, text: str) -> None:
    traced = trace(text)
    assert "filesystem delete /srv/a !" in traced.told()
    assert "unmodelled-command" not in traced.kinds()
    assert "parse-tier" not in traced.kinds()


def test_one_line_that_cannot_be_read_does_not_hide_the_rest(trace: Callable) -> None:
    traced = trace("a() {\n  echo x\n  rm -f *.json(N)\n  echo y\n}\nb() {\n  rm -rf /srv/b\n}\nb\n")
    assert "filesystem delete /srv/b !" in traced.told()


def test_words_of_the_language_are_no_commands(trace: Callable) -> None:
    traced = trace("echo a\nfi\ndone\n")
    assert "unmodelled-command" not in traced.kinds()
    assert not {"fi", "done"} & set(traced.needs("binary"))


def test_a_test_joined_by_or_decides_nothing(trace: Callable) -> None:
    traced = trace("usage() { exit 1; }\ncmd=$1\nif [ -z \"$cmd\" -o -z \"$2\" -a \"$cmd\" != \"all\" ]; then\n  usage\nfi\nrm -rf /srv/a\n")
    assert traced.told() == ["filesystem delete /srv/a !"]


def test_words_under_if_and_else_are_both_there(trace: Callable) -> None:
    told = trace("rm -rf {% if big %}/srv/big{% else %}/srv/small{% endif %}\n").told()
    assert told == ["filesystem delete /srv/big !", "filesystem delete /srv/small !"]
    text = "x=1; rm -rf /srv/${x%y} /srv/a{%b\n"
    assert filled(text) == (text, frozenset())


def test_where_a_command_is_found_is_that_command(trace: Callable) -> None:
    assert trace("d=`which docker.io 2>/dev/null || which docker`\n$d volume rm data\n").told() == ["container delete data !"]
    assert trace("d=$(command -v docker)\nif [ -z \"$d\" ]; then exit 1; fi\n$d volume rm data\n").told() == ["container delete data !"]


def test_options_in_a_variable_are_no_image(trace: Callable) -> None:
    told = trace("docker run $EXTRA --rm -i app:1 rm -rf /data\n").told()
    assert set(told) == {"container delete /data !", "container write app:1"}


def test_a_prefix_that_only_tells_goes_as_a_whole(trace: Callable) -> None:
    traced = trace("while getopts n o; do case $o in n) noop=\"echo Would have run: \";; esac; done\n$noop rm -rf /srv/a\n")
    assert traced.told() == ["filesystem delete /srv/a !"]
    assert "unmodelled-command" not in traced.kinds()


def test_a_password_is_no_statement(trace: Callable) -> None:
    traced = trace("P='secret'\nmysql -u a -p$P shop <<EOF\nDELETE FROM history WHERE id < 5\nEOF\n")
    assert any(act.startswith("database delete history") for act in traced.told())
    assert "dynamic-sql" not in traced.kinds()


def test_what_find_hands_on_has_its_folder(trace: Callable) -> None:
    assert trace("find /var/lib/spool -name '*.done' -print0 | xargs -0r rm\n").told() == ["filesystem delete /var/lib/spool/${found} !"]
    both = ["filesystem delete /a/${found} !", "filesystem delete /b/${found} !"]
    assert trace("find /a /b -type f | xargs rm\n").told() == both
    assert trace("find /a /b -type f -exec rm {} \\;\n").told() == both
    assert trace("find /a /b -type f | grep -v kept | while read f; do rm \"$f\"; done\n").told() == both
    assert trace("find /a . -type f | xargs rm\n").told() == ["filesystem delete ${output of find} !"]


@given(st.text(alphabet="<%=#{}- \n$ab\"'()|[]", max_size=200))
def test_any_text_is_read(text: str) -> None:
    parse(text)
    assert filled(text)[0].count("\n") == text.count("\n")


@pytest.mark.parametrize("text", ["%>" + "<%" * 100_000, "{% if %}" + "{{" * 100_000, "{{ a }}" + "{%" * 100_000, "if (( 10#$a\n" * 20_000])
def test_hostile_texts_end(text: str) -> None:
    started = time.process_time()
    parse(text)
    assert time.process_time() - started < 20


def test_stamps_of_tools_are_no_purpose() -> None:
    def purpose(text: str) -> object:
        file = SourceFile(path="a.sh", blob="0" * 40, size=len(text), text=text)
        module = shell.read(file)
        return shell.header(file, module).purpose if isinstance(module, Module) else None

    assert purpose("#!/bin/sh\n# DO NOT EDIT - This file is being maintained by Chef\nls\n") is None
    assert purpose("#!/bin/sh\n# {{ ansible_managed }}\nls\n") is None
    assert "users" in str(purpose("#!/bin/sh\n# Do not edit users here: this resets them.\nls\n"))


FOLDS = "#!/bin/sh\n# helpers {{{\nwipe_all() {\n  rm -rf /srv/x\n}\n# }}}\n\n# more {{{\nother() {\n  touch /srv/y\n}\n# }}}\nwipe_all\nother\n"


@pytest.mark.parametrize("text", [FOLDS, FOLDS.replace("{{{", "{{{1").replace("}}}", "}}}1"), FOLDS + "echo '{{ name }}'\n",
                                  FOLDS.replace("# helpers", "X={{ name | default }} # helpers")])
def test_the_marks_of_folds_are_no_template(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert sorted(traced.told()) == ["filesystem delete /srv/x !", "filesystem write /srv/y"]
    assert traced.unknowns() == []


def test_a_command_goes_on_over_a_line_with_a_tag_only(trace: Callable) -> None:
    text = "#!/bin/sh\ncp -r \\\n{% for opt in options | default() %}\n  --{{ opt }} \\\n{% endfor %}\n  /srv/a /srv/b\n"
    traced = trace(text)
    assert (traced.told(), traced.unknowns()) == (["filesystem write /srv/b"], [])
    assert filled(text)[0].count("\n") == text.count("\n")


@pytest.mark.parametrize("text", ["echo a \\\n\nrm -r /srv/a\n", "{% if a %}\nrm -r /srv/a\n{% endif %}\n"])
def test_an_empty_line_ends_a_command(text: str, trace: Callable) -> None:
    assert trace("#!/bin/sh\n" + text).told() == ["filesystem delete /srv/a !"]


def test_what_a_tag_quotes_stands_there(trace: Callable) -> None:
    text = "#!/bin/bash\n{% if a %}\n{% endif %}\nA=(/srv/a /srv/b)\nN=${{ '{' }}#A[@]{{ '}' }}\nrm -r \"{{ '/srv/c' }}\"\n"
    assert trace(text).told() == ["filesystem delete /srv/c !"]
    assert filled(text)[0].splitlines()[4] == "N=${#A[@]}"
