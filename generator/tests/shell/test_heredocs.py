"""Lines that open a here document and go on after it, and other spellings that the grammar lacks: nothing after them is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

BODY = "\ntext of $HOME; rm -rf /not/this\nEOF\n"


@pytest.mark.parametrize(("first", "told"), [
    ("cat > /srv/f <<EOF;", ["filesystem write /srv/f"]),
    ("cat > /srv/f << 'EOF' ;", ["filesystem write /srv/f"]),
    ("cat <<EOF >> /srv/f;", ["filesystem write /srv/f"]),
    ("cat > /srv/f <<EOF; rm -rf /srv/b", ["filesystem write /srv/f", "filesystem delete /srv/b !"]),
    ("psql <<EOF > /srv/f && mv /srv/f /srv/g;", ["filesystem write /srv/f", "filesystem write /srv/g"]),
    ("cat > /srv/f <<EOF &", ["filesystem write /srv/f"]),
    ("cat > /srv/f <<EOF; # why; not", ["filesystem write /srv/f"]),
])
def test_what_follows_is_read(first: str, told: list[str], trace: Callable) -> None:
    found = trace(first + BODY + "rm -rf /srv/z\n").told()
    assert found[-1] == "filesystem delete /srv/z !"
    assert set(told) <= set(found)
    assert not any("/not/this" in each for each in found)


@pytest.mark.parametrize("client", ["cf connect-to-service api db", "gcloud sql connect main --user=root", "heroku pg:psql -a shop"])
def test_a_client_of_a_platform_is_fed_sql(client: str, trace: Callable) -> None:
    assert trace(f"{client} <<EOF\ndrop table visits;\nEOF\n").told() == ["database delete visits !"]
    assert trace(f"echo 'drop table visits;' | {client}\n").told() == ["database delete visits !"]


@pytest.mark.parametrize("text", ["if cat > /srv/f <<EOF; then" + BODY + "rm -rf /srv/a\nfi\nrm -rf /srv/z\n",
                                  "if true; then cat > /srv/f <<EOF; fi" + BODY + "rm -rf /srv/a\nrm -rf /srv/z\n"])
def test_words_of_a_branch_may_follow(text: str, trace: Callable) -> None:
    assert trace(text).told() == ["filesystem write /srv/f", "filesystem delete /srv/a !", "filesystem delete /srv/z !"]


@pytest.mark.parametrize("text", ["x=$((1 << 2)); rm -rf /srv/a\n", "cat <<< \"a;b\"; rm -rf /srv/a\n", "# cat <<EOF;\nrm -rf /srv/a\nEOF=1\n",
                                  "cat <<EOF\na; b\nEOF\nrm -rf /srv/a\n", "cat <<EOF | sed 's/;/,/'\na\nEOF\nrm -rf /srv/a\n"])
def test_what_is_no_such_line_stays(text: str, trace: Callable) -> None:
    assert trace(text).told() == ["filesystem delete /srv/a !"]


def test_lines_stay_where_they_are(trace: Callable) -> None:
    assert trace("cat > /srv/f <<EOF;\na\nEOF\nrm -rf /srv/z\n").act("filesystem delete").at.line == 4


@pytest.mark.parametrize(("line", "target"), [("cd /srv/x && rm -rf !(keep|me)", "/srv/x/*"), ("rm -rf /srv/y/!(keep)", "/srv/y/*"),
                                              ("rm -rf /srv/*.@(log|tmp)", "/srv/*.*"), ("rm -rf /srv/+([0-9])-a", "/srv/*-a")])
def test_patterns_of_file_names(line: str, target: str, trace: Callable) -> None:
    assert trace(f"shopt -s extglob\n{line}\nrm -rf /srv/z\n").told() == [f"filesystem delete {target} !", "filesystem delete /srv/z !"]


def test_what_looks_like_one_in_quotes_stays(trace: Callable) -> None:
    assert trace("rm -rf !(a)\nawk 'BEGIN { print a*(b) > \"/srv/f\" }'\nrm -rf '/srv/a!(b)'\n").told()[-1] == "filesystem delete /srv/a!(b) !"


def test_a_file_read_into_a_word_is_read(trace: Callable) -> None:
    assert trace("curl -u \"$(< /srv/key):\" https://a.org/\n").told(reads=True) == ["filesystem read /srv/key", "http read https://a.org/"]
    assert "filesystem read /srv/key" not in trace("x=$(echo /srv/key)\n").told(reads=True)


def test_settings_of_the_machine_may_assign_what_the_script_does_not(trace: Callable) -> None:
    assert trace("source /etc/app.conf\nrm -rf \"$ROOT/a\"\n").needs("env") == {}
    assert trace("rm -rf \"$ROOT/a\"\nsource /etc/app.conf\n").needs("env") == {"ROOT": None}
    assert trace(". .env\nrm -rf \"$ROOT/a\"\n").needs("env") == {"ROOT": None}
    assert trace(". /etc/profile\nrm -rf \"$ROOT/a\"\n").needs("env") == {"ROOT": None}


def test_a_place_counted_from_the_end(trace: Callable) -> None:
    text = ("while read -r s; do\n  if [[ $s != \"${s: -${#p}}\" ]]; then continue; fi\n  zfs destroy \"$s\"\ndone < list\n"
            "x=${s: -$n:2}\nrm -rf /srv/z\n")
    assert trace(text).told() == ["filesystem delete ${s} !", "filesystem delete /srv/z !"]


@pytest.mark.parametrize("text", ["if ! { test -f \"${!1}\" || rm -rf /srv/a; }\nthen rm -rf /srv/z; fi\n",
                                  "! { rm -rf /srv/a; } && rm -rf /srv/z\n"])
def test_a_negated_group(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert traced.told() == ["filesystem delete /srv/a !", "filesystem delete /srv/z !"]
    assert traced.unknowns() == []


@pytest.mark.parametrize(("text", "told"), [
    ("psql <<EOF\n\\c shop\nDROP TABLE a;\nEOF\nrm -rf /srv/a", ["database delete a !", "filesystem delete /srv/a !"]),
    ("load() {\n  psql >> log 2>&1 <<'EOF'\n\\i wipe.sql;\nEOF\n  rm -rf /srv/a\n}\nload", ["database delete wiped !", "filesystem delete /srv/a !"]),
    ("su - db <<EOF\npsql <<EOF2\nDROP TABLE a;\nEOF2\nEOF\nrm -rf /srv/a", ["database delete a !", "filesystem delete /srv/a !"]),
    ("if true; then\n  cat > /srv/x <<-END\n\tENDING of it\n\tEND_\n\tEND\n  rm -rf /srv/a\nfi",
     ["filesystem write /srv/x", "filesystem delete /srv/a !"]),
])
def test_documents_that_the_grammar_does_not_know(text: str, told: list[str], trace: Callable) -> None:
    traced = trace(text, {"wipe.sql": "TRUNCATE wiped;\n"})
    assert sorted(each for each in traced.told() if each != "filesystem write log") == sorted(told)
    assert "parse-tier" not in traced.unknowns()


def test_a_word_that_starts_others_still_ends_its_own_document(trace: Callable) -> None:
    assert trace("cat <<EOF\nEOF\nrm -rf /srv/a\nEOF2").told() == ["filesystem delete /srv/a !"]
    assert trace("cat <<EOF\n  EOF\nrm -rf /srv/a\nEOF\n").told() == []


@pytest.mark.parametrize("opening", [
    "cat > /srv/f <<EOF || exit 1", "cat <<EOF > /srv/f && exit 1", "cat > /srv/f <<EOF || { echo failed; exit 1; }",
    "cat > /srv/f <<EOF || ( echo failed; exit 1 )", "cat > /srv/f <<'EOF' || exit 1  # don't go on", "if ! cat > /srv/f <<EOF || false; then :; fi"])
def test_what_is_done_where_it_fails_may_stand_on_the_first_line(opening: str, trace: Callable) -> None:
    """All that follows had been lost: the script was taken to end there."""
    traced = trace(f"{opening}{BODY}rm -rf /srv/z\n")
    assert traced.told() == ["filesystem write /srv/f", "filesystem delete /srv/z !"]
    assert traced.unknowns() == []
    assert traced.act("filesystem delete").at.line == len(f"{opening}{BODY}".splitlines()) + 1


def test_what_follows_one_is_done_under_its_condition(trace: Callable) -> None:
    traced = trace(f"mysqladmin ping <<EOF && rm -rf /srv/a || rm -rf /srv/b{BODY}")
    assert [(act.target, act.condition) for act in traced.acts() if act.destructive] == [
        ("/srv/a", None), ("/srv/b", "`rm -rf /srv/a` fails")]
    assert trace(f"[ -n \"$READY\" ] <<EOF && rm -rf /srv/a{BODY}").act("filesystem delete").condition == "$READY is set"


@pytest.mark.parametrize(("opening", "behind"), [
    ("cat > /srv/f <<EOF || {", "echo failed\nexit 1\n}\n"), ("cat > /srv/f <<EOF ||", "exit 1\n"), ("cat > /srv/f <<EOF || (", "exit 1\n)\n"),
    ("cat > /srv/f <<EOF || { # or not", "exit 1\n}\n"), ("if cat > /srv/f <<EOF && {", "true\n}\nthen\n:\nfi\n"),
    ("mkdir -p /srv; cat > /srv/f <<EOF &&", "true\n"), ("cat <<EOF |", "tee /srv/f\n"),
    ("while read a; do cat > /srv/f <<EOF || {", "exit 1\n}\ndone\n")])
def test_it_may_go_on_below_the_document(opening: str, behind: str, trace: Callable) -> None:
    traced = trace(f"{opening}{BODY}{behind}rm -rf /srv/z\n")
    told = [one for one in traced.told() if one != "filesystem write /srv"]
    assert told == ["filesystem write /srv/f", "filesystem delete /srv/z !"]
    assert traced.unknowns() == []
    assert traced.act("filesystem delete").at.line == len(f"{opening}{BODY}{behind}".splitlines()) + 1


@pytest.mark.parametrize("body", ["`ls \\\n/srv`", "$(for i in 1 2; do\necho \"$i)\"\ndone)", "`cat <<X\na\nX\n`", "it's `ls # don't\nls` isn't",
                                  "${x:-`ls\nls`}", "$(case $x in\na) echo b;;\nesac)"])
def test_commands_of_several_lines_inside_hide_nothing(body: str, trace: Callable) -> None:
    for opening in ("cat > /srv/f <<EOF", "mysql shop <<EOF", "cat > /srv/f <<EOF || exit 1"):
        assert "filesystem delete /srv/z !" in trace(f"{opening}\na {body} b\nEOF\nrm -rf /srv/z\n").told()
