"""A command that stands in a variable from outside: what the variable's name tells, and what it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "expected"), [
    ("$KUBECTL delete pod x", "cluster delete x !"),
    ("\"${terraform_bin}\" destroy -auto-approve", "cloud delete infrastructure !"),
    ("$PG_DUMP shop -f a.sql", "filesystem write a.sql"),
    ("FLY=\"$FLY_CMD -t ci\"\n$FLY destroy-pipeline -n -p shop", "cloud delete shop !"),
])
def test_a_variable_named_after_a_command(text: str, expected: str, trace: Callable) -> None:
    traced = trace(text)
    assert traced.act(expected).confidence.value == "name-only"
    assert traced.unknowns() == ["dynamic-command"]                   # what it holds stays unknown


@pytest.mark.parametrize("text", ["$SERVICE stop", "$WHAT rm /srv/a", "$HOST example.org", "\"$rm\"", "$ECHO a > /dev/null", "\"$1\" delete pod x"])
def test_a_variable_named_otherwise(text: str, trace: Callable) -> None:
    assert trace(text).told() == []


def test_a_variable_that_holds_another_command(trace: Callable) -> None:
    assert trace("KUBECTL=echo\n$KUBECTL delete pod x").told() == []


@pytest.mark.parametrize(("text", "expected"), [
    ("rsync$TLS -a --delete /srv/a/ /srv/b/", "filesystem delete /srv/b/ !"), ("/usr/bin/psql${V} -c 'drop table a'", "database delete a !"),
    ("$SHOP_BORG_CMD prune /srv/a", "object-storage delete /srv/a !"), ("{{ item['borg_cmd'] }} prune {{ item['host'] }}",
    "object-storage delete ${item_host} !"),
    ("rsync_all() {\n  local -a cmd=(rsync$TLS -a --delete)\n  \"${cmd[@]}\" \"$@\"\n}\nrsync_all /srv/a/ /srv/b/", "filesystem delete /srv/b/ !")])
def test_another_make_of_a_command_and_longer_names(text: str, expected: str, trace: Callable) -> None:
    traced = trace(text)
    assert expected in traced.told()
    assert traced.unknowns() == ["dynamic-command"]


@pytest.mark.parametrize("text", ["git-$X push /srv/a", "f$X /srv/a", "$TEST_CMD /srv/a", "rm$X"])
def test_words_that_say_nothing_of_a_command(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert (traced.told(), traced.unknowns()) == ([], ["dynamic-command"])


@pytest.mark.parametrize("text", [
    "\"${psql[@]}\" <<- 'EOSQL'\n\tDROP DATABASE shop;\nEOSQL", "$PSQL <<EOF\nDROP DATABASE shop;\nEOF", "echo 'DROP DATABASE shop' | \"$MYSQL_CMD\"",
    "cat <<EOF | $PSQL\nDROP DATABASE shop;\nEOF", "$PSQL <<< 'DROP DATABASE shop;'"])
def test_a_variable_alone_that_is_fed_something(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert traced.told() == ["database delete shop !"]
    assert traced.unknowns() == ["dynamic-command"]


@pytest.mark.parametrize("text", ["$RUN <<EOF\nDROP DATABASE shop;\nEOF", "echo y | $SERVICE", "$PSQL", "$PSQL > /dev/null"])
def test_what_is_fed_tells_nothing_where_the_name_does_not(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert (traced.told(), traced.unknowns()) == ([], ["dynamic-command"])


@pytest.mark.parametrize("name", ["AWS_CLI_LOCATION", "AWS_CLI", "aws_executable", "AWS_BIN_PATH"])
def test_a_variable_that_says_where_a_command_lies(name: str, trace: Callable) -> None:
    traced = trace(f"${name} s3 rm --recursive s3://shop/a")
    assert traced.told() == ["object-storage delete s3://shop/a !"]
    assert traced.unknowns() == ["dynamic-command"]


def test_a_variable_of_a_place_is_named_after_no_command(trace: Callable) -> None:
    assert trace("$BACKUP_LOCATION/x rm /srv/a\n$WHAT_PATH rm /srv/b\n$TEST_CLIENT delete pod x").told() == []
