"""What a script needs: variables given on, functions that a file out of sight brings, files kept by ``sed``."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.analysis.walk import walk
from handover_generator.model.behaviour import Call, Need, Routine
from handover_generator.model.location import Location


def test_a_variable_given_on_comes_from_outside(trace: Callable) -> None:
    assert "DB_CA" in trace("export DB_CA=${DB_CA}\n").needs("env")
    assert "DB_CA" not in trace("export DB_CA=/etc/ca.pem\necho $DB_CA\n").needs("env")


def test_a_variable_that_is_added_to_comes_from_outside(trace: Callable) -> None:
    assert "LIST" in trace("LIST=\"main $LIST\"\nfor db in $LIST; do echo $db; done\n").needs("env")
    assert "LIST" not in trace("for x in a b; do LIST=\"$LIST $x\"; done\necho $LIST\n").needs("env")
    assert "LIST" not in trace("add() { LIST=\"$LIST $1\"; }\nadd a\n").needs("env")
    assert "LIST" not in trace("LIST=a\nLIST=\"$LIST b\"\n").needs("env")
    assert "PATH" not in trace("PATH=$PATH:/opt/bin\n").needs("env")


def test_functions_of_a_file_out_of_sight_are_no_programs(trace: Callable) -> None:
    assert "db_tell" not in trace(". /usr/share/debconf/confmodule\ndb_tell shop/name\n").needs("binary")
    assert "db_tell" in trace(". /etc/os-release\ndb_tell shop/name\n").needs("binary")


def test_what_describes_the_system_sets_nothing_else(trace: Callable) -> None:
    text = "echo $VERSION_CODENAME $ID $DB_HOST\n"
    assert trace(". /etc/os-release\n" + text).needs("env").keys() == {"DB_HOST"}
    assert trace(". /etc/shop/settings\n" + text).needs("env").keys() == set()
    assert trace(text).needs("env").keys() == {"VERSION_CODENAME", "ID", "DB_HOST"}


def test_the_copy_that_sed_keeps_is_its_own(trace: Callable) -> None:
    assert "filesystem delete plugin.toml.bak" in trace("sed -i.bak s/a/b/ plugin.toml && rm plugin.toml.bak\n").told()
    assert "filesystem delete plugin.toml.bak !" in trace("sed -i s/a/b/ plugin.toml && rm plugin.toml.bak\n").told()


def test_what_a_caller_sets_is_no_need(trace: Callable) -> None:
    files = {"y.sh": "#!/bin/sh\necho $A $B $C $D $E\n"}
    text = "#!/bin/bash\nexport A=1\nB=2\nexport B\nexport D=${D:-x}\nE=$E C=3 ./y.sh\n./z.sh\n"
    calls = {event.name: event.gives for event in trace(text, {**files, "z.sh": "echo $C\n"}).events if isinstance(event, Call)}
    assert calls == {"y.sh": ("A", "B", "C"), "z.sh": ("A", "B")}


def test_what_was_set_for_a_program_is_nothing_it_needs() -> None:
    at = Location("y.sh", 2)
    called = Routine(id="shell:y", path="y.sh", name="", line=1, events=(Need(kind="env", name="A", at=at), Need(kind="env", name="B", at=at)))
    for gives, needed in ((("A",), ["B"]), ((), ["A", "B"])):
        call = Call(to="shell:y", at=Location("x.sh", 3), name="y.sh", gives=gives)
        routines = {"shell:x": Routine(id="shell:x", path="x.sh", name="", line=1, events=(call,)), "shell:y": called}
        assert [need.name for need in walk(["shell:x"], routines.__getitem__, "x.sh").needs] == needed


def test_the_forge_that_a_repository_comes_from(trace: Callable) -> None:
    assert "github" in trace("git clone https://github.com/shop/shop\n").needs("service")
    assert "gitlab" in trace("git remote add there git@gitlab.com:shop/shop.git\n").needs("service")
    assert "github" in trace("git clone \"${URL:-git@github.com:shop/shop}\"\n").needs("service")
    assert set(trace("git clone https://git.example.org/shop\ngit commit -m github.com:x\n").needs("service")) == {"git"}


def test_a_variable_that_is_only_asked_for(trace) -> None:
    assert trace("[[ -v SKIP ]] && exit 0\nif [ ! -v OTHER ]; then rm -rf /srv/a; fi\n").needs("env") == {"SKIP": None, "OTHER": None}
    assert trace("SKIP=1\n[[ -v SKIP ]] && exit 0\nif command -v docker || [ -f SKIP ]; then rm -rf /srv/a; fi\n").needs("env") == {}


def test_a_variable_whose_name_is_computed_is_not_called_by_a_mark(trace: Callable) -> None:
    traced = trace("for v in $(env | cut -d= -f1); do\n  x=$(eval echo \"\\$$v\")\n  y=$(eval echo \"\\${${v}_FILE}\")\n  rm -rf \"/srv/$x\"\ndone\n")
    assert not [name for name in traced.needs("env") if "hole" in name]
    assert not [told for told in traced.told() if "handoverhole" in told]
    assert any(told.startswith("filesystem delete /srv/") for told in traced.told())
