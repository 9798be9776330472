"""What a run made itself, and what it makes anew, is no loss."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("text", [
    "as_user() { su app -c \"${*} 2>/dev/null\"; }\nX=$(as_user --quiet mktemp)\nrm -f \"$X\"", "X=$(sudo -u app mktemp)\nrm -f $X",
    "X=`ssh $H tempfile -s .pdf`\nscp a $H:$X\nssh $H rm $X", "X=$(ssh -o BatchMode=yes root@h \"mktemp -d\")\nssh root@h \"rm -rf $X\"",
    "X=$(tempfile)\nrm $X", "new() { tempfile; }\nX=$(new)\nrm \"$X\"",
    "as_user() { su app -c \"$*\"; }\nf() { trap 'rm -f \"${X}\"' EXIT; X=$(as_user mktemp); }\nf",
    "a > /data/A-dump-$(date +%F).sql\nb > /data/B-dump-$(date +%F).sql\nrm -f /data/*-dump-$(date +%F).sql"])
def test_temporary_files_by_another_account_and_files_of_this_run(text: str, trace: Callable) -> None:
    assert [act.destructive for act in trace(text).acts() if act.action.value == "delete"] == [False]


@pytest.mark.parametrize("text", [
    "X=$(ssh $H latest)\nssh $H rm $X", "X=$(ssh $H find mktemp)\nssh $H rm -rf /srv/$X",
    "say() { echo \"$1\"; }\nX=$(say mktemp)\nrm -f \"/srv/$X\"", "a > /data/a.log\nrm -f /data/*.log", "rm -f /data/*-dump-$(date +%F).sql",
    "f() { trap 'rm -f \"${X}\"' EXIT; X=/srv/a; }\nf"])
def test_what_others_may_have_made_is_a_loss(text: str, trace: Callable) -> None:
    assert [act.destructive for act in trace(text).acts() if act.action.value == "delete"] == [True]


@pytest.mark.parametrize(("text", "told"), [
    (": >/etc/map\nwhile read -r a; do\n  echo $a >>/etc/map\ndone </srv/a", ["filesystem write /etc/map"] * 2),
    (": > $MAP\n# each\necho a >> $MAP", ["filesystem write ${MAP}"] * 2),
    (": >/etc/map\necho a >>/etc/other", ["filesystem delete /etc/map !", "filesystem write /etc/other"]),
    (": >/etc/map\na\nb\nc\necho a >>/etc/map", ["filesystem delete /etc/map !", "filesystem write /etc/map"])])
def test_a_file_that_is_emptied_to_be_filled_anew(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


@pytest.mark.parametrize("start", ["chronic-x ./ops/wipe.sh", "output-on-error bash ops/wipe.sh", "output-on-error \"$HERE/ops/wipe.sh\" -a"])
def test_a_script_behind_an_unknown_program_is_started_as_far_as_one_can_tell(start: str, trace: Callable) -> None:
    traced = trace(start, {"ops/wipe.sh": "rm -rf /srv/x\n"})
    assert traced.told() == ["filesystem delete /srv/x !"]
    assert traced.unknowns() == ["unmodelled-command"]


@pytest.mark.parametrize("start", ["mylint ./ops/wipe.sh", "scan ops/wipe.sh", "tool -f ops/wipe.sh", "tool rm -rf /srv/x", "tool other.sh"])
def test_a_program_that_only_reads_scripts_or_gets_other_words_starts_none(start: str, trace: Callable) -> None:
    traced = trace(start, {"ops/wipe.sh": "rm -rf /srv/x\n"})
    assert traced.told() == []
    assert traced.unknowns() == ["unmodelled-command"]


def test_one_of_two_values_is_set_whatever_a_test_says(trace: Callable) -> None:
    text = 'local_name=""\n[ "$1" != a ] &&\n  local_name=b ||\n  local_name=c\nrm -rf "/srv/$local_name"\n'
    assert trace(text).told() == ["filesystem delete /srv/b !", "filesystem delete /srv/c !"]


def test_what_may_fail_sets_either_or_both(trace: Callable) -> None:
    told = trace('N=a\n[ "$1" != a ] && touch /srv/x || N=c\nrm -rf "/srv/$N"\n').told()
    assert sorted(told) == ["filesystem delete /srv/a !", "filesystem delete /srv/c !", "filesystem write /srv/x"]


@pytest.mark.parametrize("text", [
    "rm -f /srv/a.csv\nquery > /srv/a.csv", "if [ -e \"$F\" ]; then\n  rm -f \"$F\"\nfi\necho a > $F", "rm /srv/a && ln -s /srv/b /srv/a",
    "sudo rm /srv/a\n# new\nsudo cp b /srv/a", "rm -f /etc/cron.d/tidy\ncp docker/cron/tidy /etc/cron.d/\necho done",
    "rm -f \"$D/tidy\"\ninstall -m 644 tidy other \"$D\"", "rm -f /srv/a.jar\nwget -q -O /srv/a.jar https://x.org/a.jar",
    "rm -f /srv/a.jar\ncurl -sL https://x.org/a.jar -o /srv/a.jar",
    "rm -f \"$D.zip\"\nzip -9 -r \"$D.zip\" \"$D\"", "rm -f /srv/a.tgz\ntar czf /srv/a.tgz a", "rm -f /srv/a.7z\n7z a /srv/a.7z a",
    "rm -f /srv/a.sql\npg_dump --file=/srv/a.sql shop", "rm -f /srv/a.tar\ncd a\ntar -cf /srv/a.tar .",
    "rm -f key.pem\nopenssl genrsa -out key.pem 2048",
    "rm -f /srv/a\nsleep 1\nmv /tmp/a /srv/a", "cp -a /srv/in.pem /etc/shop/out.pem\nchmod 600 /etc/shop/out.pem\nrm -f /srv/in.pem",
    "f() { cp $1 /etc/shop/out.pem; rm -f $1; }\nf /srv/in.pem", 'for f in /srv/in/*.csv; do\n  cp "$f" /srv/done/ && rm "$f"\ndone'])
def test_a_file_that_is_removed_to_be_written_anew_or_was_copied_is_no_loss(text: str, trace: Callable) -> None:
    assert [act.destructive for act in trace(text).acts() if act.action.value == "delete"] == [False]


@pytest.mark.parametrize("text", [
    "rm -rf /srv/a\ncp -r b /srv/a", "rm -f /etc/cron.d/tidy\ncp docker/cron/other /etc/cron.d/", "rm -f /etc/cron.d/tidy\ncp cron/tidy /etc/",
    "rm -f /srv/a.zip\nzip b.zip /srv/a.zip", "rm -f /srv/a.tgz\ntar xzf /srv/a.tgz", "rm -f /srv/a.7z\n7z x /srv/a.7z",
    "rm -f /srv/a.sql\npg_dump --file=/srv/b.sql shop",
    "rm -f /srv/a.jar\nwget -O /srv/b.jar https://x.org/a.jar", "rm -rf /etc/cron.d/tidy\ncp -r cron/tidy /etc/cron.d/",
    "rm -f /srv/a\nquery >> /srv/a", "rm -f /srv/a\ntouch /srv/a", "rm -f /srv/a\nif [ $1 ]; then echo > /srv/a; fi",
    "if [ $1 ]; then\n  rm -f /srv/a\nelse\n  true\nfi", "rm -f /srv/a /srv/b\necho > /srv/b", "cp /srv/a.csv /tmp/a.csv\nrm /srv/a.csv",
    "cp -r /srv/a /srv/b\nrm -r /srv/a",
    "[ $1 ] && cp /srv/a.csv /srv/b.csv\nrm /srv/a.csv", "rm /srv/a.csv\ncp /srv/a.csv /srv/b.csv",
    'for f in /srv/in/*; do\n  cp "$f" /srv/done/\n  rm -rf "$f"\ndone',
    'for f in /srv/in/*.csv; do\n  [ -s "$f" ] && cp "$f" /srv/done/\n  rm -rf "$f"\ndone', "cp /srv/*.csv /srv/old.d\nrm /srv/*.csv"])
def test_a_file_that_nothing_takes_the_place_of_is_a_loss(text: str, trace: Callable) -> None:
    assert any(act.destructive for act in trace(text).acts() if act.action.value == "delete")


@pytest.mark.parametrize("text", [
    "rm -fr build && mkdir build\ncd build\ncmake ..", "rm -rf build\nmkdir -p build && pushd build\ncmake -DA=b ..\nmake",
    "rm -fr build\nmeson setup build",
    "rm -rf \"$SRC/build\"\nmkdir \"$SRC/build\"\n(cd \"$SRC/build\" && ../configure && make)",
    "rm -rf dist build *.egg-info\npython3 setup.py sdist bdist_wheel",
    "rm -rf dist/\npython -m build && twine check dist/*", "if [ -d build ]; then\n  rm -rf build\nfi\nmkdir build\ncd build\n# first\ncmake ..",
    "rm -rf ./dist/*\nnpm run build", "f() {\n  rm -rf build-arm\n  cmake -B build-arm\n}\nf"])
def test_a_folder_that_is_built_anew(text: str, trace: Callable) -> None:
    assert [act.destructive for act in trace(text).acts() if act.action.value == "delete"] == [False] * len(
        [act for act in trace(text).acts() if act.action.value == "delete"])


@pytest.mark.parametrize("text", [
    "rm -rf build", "rm -rf build\nmkdir build\ncd build\nls", "rm -rf /build\ncmake ..", "rm -rf data\ncmake ..", "rm -rf build data\ncmake ..",
    "cmake ..\nrm -rf build", "rm -rf dist\nif a; then\n  b\nfi\ntwine upload x", "rm -rf build\ncmakes ..", "rm -rf $WWW/release\nmake",
    "rm -rf $BUILD\ncmake .."])
def test_a_folder_that_is_not(text: str, trace: Callable) -> None:
    assert any(act.destructive for act in trace(text).acts())


@pytest.mark.parametrize("line", [
    'work="$(pwd)/$(mktemp -d lint.XXXX)"\nrm -r "$work"', 'work=$(mktemp -d lint.XXXX -p .)\nrm -r "$ROOT/$work/out"'])
def test_a_folder_with_a_name_of_chance_is_its_own_wherever_it_lies(trace: Callable, line: str) -> None:
    assert not [act for act in trace(line).acts() if act.destructive]


@pytest.mark.parametrize("line", ['work=$(mktemp -d lint.XXXX)\nrm -r "$ROOT/$work/../data"', 'rm -r "$(pwd)/$work"'])
def test_what_lies_beside_such_a_folder_is_not(trace: Callable, line: str) -> None:
    assert [act for act in trace(line).acts() if act.destructive]
