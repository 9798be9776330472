"""What is handed on: arguments with ``"$@"``, what functions print, files that an image or an installer put somewhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def test_arguments_given_on_are_not_empty(trace: Callable) -> None:
    """``main "$@"`` knows as much of ``$2`` as the script itself."""
    text = "main() { local token=\"$2\"\n if [ -z \"$token\" ]; then echo none; else git push -f origin main; fi; }\nmain \"$@\"\n"
    assert trace(text).told() == ["vcs send origin main !"]


@pytest.mark.parametrize(("call", "told"), [
    ("f /srv/a \"$@\"", "filesystem delete /srv/a !"),
    ("f \"$@\"", "filesystem delete ${1} !"),
    ("shift; f \"$@\"", "filesystem delete ${1} !"),
])
def test_positions_before_and_after_what_is_given_on(call: str, told: str, trace: Callable) -> None:
    assert trace(f"f() {{ rm -rf \"$1\"; }}\n{call}\n").told() == [told]


def test_known_arguments_are_still_known(trace: Callable) -> None:
    assert trace("f() { if [ -z \"$2\" ]; then rm -rf /srv/a; fi; }\nf one\n").told() == ["filesystem delete /srv/a !"]
    assert trace("f() { if [ -z \"$2\" ]; then rm -rf /srv/a; fi; }\nf one two\n").told() == []


FETCH = "fetch() { if command -v curl; then curl -fsSL \"$1\"; else echo 'no curl'; exit 1; fi; }\n"


def test_what_a_function_fetches_and_a_shell_runs(trace: Callable) -> None:
    traced = trace(FETCH + "fetch https://get.example.org | sh\n")
    assert "process execute curl https://get.example.org" in traced.told()
    assert traced.unknowns() == ["remote-script"]


def test_what_a_function_fetches_to_be_looked_at(trace: Callable) -> None:
    assert trace(FETCH + "fetch https://example.org/list | grep a\n").told() == []


LIBRARY = "wipe() { rm -rf /srv/a; }\n"


@pytest.mark.parametrize(("line", "files"), [
    ("# shellcheck source=lib/common\n. \"$LIBS/common\"", {"lib/common": LIBRARY}),
    ("# shellcheck source=../lib/common disable=SC1091\nsource /opt/shop/common", {"lib/common": LIBRARY}),
    ("source /opt/tools/wiping.sh", {"src/wiping.sh": LIBRARY}),
    ("source /common", {"image/Dockerfile": "FROM debian\nCOPY files/ /\n", "image/files/common": LIBRARY}),
    ("source /common", {"images/a/Dockerfile": "FROM debian\nCOPY ./shared/common ./shared/x ./\n", "images/shared/common": LIBRARY}),
    ("source /app/lib/common", {"Dockerfile": "FROM debian\nWORKDIR /app\nCOPY lib/common ./lib/\n", "lib/common": LIBRARY}),
])
def test_sourced_from_where_it_is_installed(line: str, files: dict[str, str], trace: Callable) -> None:
    assert trace(f"{line}\nwipe\n", files, "ops/x.sh").told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize(("line", "files"), [
    ("source /opt/tools/common.sh", {"src/common.sh": LIBRARY}),                     # a name that everybody has
    ("source /opt/tools/wiping.sh", {"a/wiping.sh": LIBRARY, "b/wiping.sh": LIBRARY}),
    ("source /other/common", {"image/Dockerfile": "FROM debian\nCOPY files/ /srv/\n", "image/files/common": LIBRARY}),
    ("source /common", {"image/Dockerfile": "FROM debian\nCOPY --from=build files/ /\n", "image/files/common": LIBRARY}),
])
def test_not_sourced_from_somewhere_else(line: str, files: dict[str, str], trace: Callable) -> None:
    assert trace(f"{line}\nwipe\n", files, "ops/x.sh").told() == []


def test_sourced_from_the_image_that_the_script_lies_in(trace: Callable) -> None:
    files = {f"{name}/Dockerfile": "FROM debian\nCOPY rootfs/ /\n" for name in ("api", "web")}
    files |= {"api/rootfs/etc/common": "wipe() { rm -rf /srv/b; }\n", "web/rootfs/etc/common": LIBRARY}
    assert trace("source /etc/common\nwipe\n", files, "web/rootfs/etc/steps/x.sh").told() == ["filesystem delete /srv/a !"]


def test_statements_of_a_heredoc_stand_at_their_own_lines(trace: Callable) -> None:
    traced = trace("psql main <<SQL\nselect 1;\n\ndelete from users;\nSQL\n")
    assert traced.act("database delete users").at.line == 4
    assert trace("psql main -c 'delete from users'\n").act("database delete users").at.line == 1
    assert trace("bash -c \"psql main <<SQL\ndelete from users;\nSQL\n\"").act("database delete users").at.line == 1


@pytest.mark.parametrize(("line", "told"), [
    ("keep-alive run --timeout=600 -- rm -rf /srv/a", ["filesystem delete /srv/a !"]),
    ("$WRAP rm -rf /srv/a", ["filesystem delete /srv/a !"]),
    ("keep-alive -- ./later.sh", []),                                  # not in the repository
    ("keep-alive -- some words", []),
    ("keep-alive rm -rf /srv/a", []),                                  # without the dashes it may be a word like any other
    ("keep-alive --", []),
])
def test_the_command_behind_two_dashes_of_a_program_that_nobody_knows(line: str, told: list[str], trace: Callable) -> None:
    traced = trace(f"WRAP=''\nif [ -n \"$DSN\" ]; then WRAP='keep-alive run --'; fi\n{line}\n")
    assert traced.told() == told
    assert "unmodelled-command" in traced.unknowns()


@pytest.mark.parametrize(("line", "told"), [
    ("${WITH:-} rm -rf /srv/a", ["filesystem delete /srv/a !"]),
    ("PRE=\"${PRE:-}\"; $PRE rm -rf /srv/a", ["filesystem delete /srv/a !"]),
    ("${TOOL:-lister} rm -rf /srv/a", []),
    ("$TOOL rm -rf /srv/a", []),
])
def test_a_prefix_that_is_empty_where_nothing_is_given(line: str, told: list[str], trace: Callable) -> None:
    traced = trace(line + "\n")
    assert traced.told() == told
    assert traced.unknowns() != []


@pytest.mark.parametrize(("text", "told"), [
    ("ssh -i /srv/key \"$@\"\n", "remote-host execute ${@}"),
    ("ssh \"app@$1\" \"$2\"\n", "remote-host execute ${1}"),
    ("ssh \"$1@web1\" rm -rf /srv/a\n", "remote-host delete /srv/a !"),
])
def test_the_host_that_is_given_to_a_script(text: str, told: str, trace: Callable) -> None:
    assert trace(text).told() == [told]
