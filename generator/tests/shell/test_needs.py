"""What a script needs: variables given on, functions that a file out of sight brings, files kept by ``sed``."""

from __future__ import annotations

from collections.abc import Callable


def test_a_variable_given_on_comes_from_outside(trace: Callable) -> None:
    assert "DB_CA" in trace("export DB_CA=${DB_CA}\n").needs("env")
    assert "DB_CA" not in trace("export DB_CA=/etc/ca.pem\necho $DB_CA\n").needs("env")


def test_functions_of_a_file_out_of_sight_are_no_programs(trace: Callable) -> None:
    assert "db_get" not in trace(". /usr/share/debconf/confmodule\ndb_get shop/name\n").needs("binary")
    assert "db_get" in trace(". /etc/os-release\ndb_get shop/name\n").needs("binary")


def test_the_copy_that_sed_keeps_is_its_own(trace: Callable) -> None:
    assert "filesystem delete plugin.toml.bak" in trace("sed -i.bak s/a/b/ plugin.toml && rm plugin.toml.bak\n").told()
    assert "filesystem delete plugin.toml.bak !" in trace("sed -i s/a/b/ plugin.toml && rm plugin.toml.bak\n").told()


def test_a_variable_that_is_only_asked_for(trace) -> None:
    assert trace("[[ -v SKIP ]] && exit 0\nif [ ! -v OTHER ]; then rm -rf /srv/a; fi\n").needs("env") == {"SKIP": None, "OTHER": None}
    assert trace("SKIP=1\n[[ -v SKIP ]] && exit 0\nif command -v docker || [ -f SKIP ]; then rm -rf /srv/a; fi\n").needs("env") == {}
