"""Files read in by a pattern, options that hold a command back, and copies kept under short names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_FILES = {"ops/lib/a.sh": "wipe() { rm -rf /srv/a; }\n", "ops/lib/b.sh": "rm /srv/b\n",
          "ops/lib/deep/c.sh": "rm /srv/c\n", "ops/lib/d.txt": "rm /srv/d\n"}


@pytest.mark.parametrize("loop", ["for f in lib/*.sh; do source $f; done", "for f in \"$(dirname \"$0\")\"/lib/*.sh; do . \"$f\"; done",
                                  "for f in ops/lib/*.sh; do [ -r \"$f\" ] && . \"$f\"; done"])
def test_a_pattern_reads_in_each_file_that_it_matches(trace: Callable, loop: str) -> None:
    traced = trace(f"{loop}\nwipe\n", _FILES, "ops/run.sh")
    assert traced.told() == ["filesystem delete /srv/b !", "filesystem delete /srv/a !"]
    assert traced.unknowns() == []


@pytest.mark.parametrize("loop", ["for f in /etc/tool/*.sh; do source $f; done", "for f in other/*.sh; do source $f; done"])
def test_files_that_are_not_here_stay_unknown(trace: Callable, loop: str) -> None:
    traced = trace(f"{loop}\n", _FILES, "ops/run.sh")
    assert traced.told() == []
    assert len(traced.unknowns()) == 1


@pytest.mark.parametrize("option", ["--dryrun", "--no-such"])
def test_an_option_that_may_hold_a_command_back_is_a_guard(trace: Callable, option: str) -> None:
    text = f"opts='--quiet'\nif [ \"$1\" = x ]; then opts+=' {option}'; fi\naws s3 rm s3://bucket/key $opts\n"
    traced = trace(text)
    assert traced.guards("object-storage delete") == (["dry_run"] if option == "--dryrun" else [])


def test_an_option_that_is_always_there_leaves_nothing_to_guard(trace: Callable) -> None:
    assert trace("opts='--dryrun'\naws s3 rm s3://bucket/key $opts\n").told() == []


@pytest.mark.parametrize(("copy", "kept"), [("cp /srv/a /srv/a.bk", True), ("mv /srv/a /tmp/a.bkp", True), ("cp /srv/a /srv/a.bkt", False)])
def test_short_names_of_backups(trace: Callable, copy: str, kept: bool) -> None:
    assert ("backup" in trace(f"{copy}\nrm -rf /srv/a\n").guards("filesystem delete /srv/a")) is kept


def test_a_value_of_several_lines_moves_what_follows_it(trace: Callable) -> None:
    text = "two='a\nb'\nmysql <<EOF\nINSERT INTO t VALUES ('$two');\nDELETE FROM u;\nEOF\n"
    assert trace(text).act("database delete u").at.line == 3
    assert trace(text.replace("a\nb", "ab")).act("database delete u").at.line == 4


def test_an_option_that_only_says_what_it_would_do_does_not_hide_what_it_does(trace: Callable) -> None:
    text = "opts='-a'\nif [ $K ]; then opts=\"$opts --delete\"; fi\nif [ $N ]; then opts=\"$opts --dry-run\"; fi\nrsync $opts /srv/a/ host:/srv/b/\n"
    assert any(told.startswith("remote-host delete") for told in trace(text).told())


@pytest.mark.parametrize("way", ["ssh db1 'bash -s' < lib/b.sh", "cat lib/b.sh | ssh db1 bash", "scp lib/b.sh db1:/tmp/\nssh db1 bash /tmp/b.sh"])
def test_a_file_that_is_fed_to_a_shell_elsewhere_acts_there(walked: Callable, way: str) -> None:
    assert "remote-host delete /srv/b on db1" in walked(f"{way}\n", _FILES, "ops/run.sh")


def test_a_file_that_is_fed_to_a_shell_in_a_container_names_it(walked: Callable) -> None:
    assert "filesystem delete /srv/b on container:web" in walked("docker exec -i web bash < lib/b.sh\n", _FILES, "ops/run.sh")


@pytest.mark.parametrize(("where", "resource"), [("docker exec web bash -c", "container"), ("ssh db1", "remote-host")])
def test_a_copy_that_is_made_elsewhere_stands_before_a_loss_there(trace: Callable, where: str, resource: str) -> None:
    assert "backup" in trace(f"{where} 'cp /srv/a /srv/a.bak; rm -rf /srv/a'\n").guards(f"{resource} delete")


@pytest.mark.parametrize(("text", "told"), [
    ("bash shop/scripts/wipe.sh", True),
    ("pushd shop/scripts\n./wipe.sh\npopd", True),
    ("python3 setup.py; cd shop && . scripts/wipe.sh", True),
    ("bash docs/scripts/wipe.sh", False),                                     # that folder is one of the repository
    ("bash ../shop/scripts/wipe.sh", False),
    ("bash shop/top.sh", False),                                              # a name alone says little
])
def test_a_checkout_of_the_repository_that_lies_beside(text: str, told: bool, trace: Callable) -> None:
    files = {"scripts/wipe.sh": "rm -rf /srv/a\n", "top.sh": "rm -rf /srv/a\n", "docs/a.md": ""}
    assert ("filesystem delete /srv/a !" in trace(text, files, path="ci/run.sh").told()) is told
