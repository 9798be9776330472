"""Variables where a sub-command or an option should stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ("yum $verbose --disablerepo=* $repos -y install httpd", ["package write httpd"]),
    ("git $GIT_EXTRA push origin main", ["vcs send origin main"]),
    ("kubectl $CTX delete namespace shop", ["cluster delete shop !"]),
    ("apt-get $Q purge nginx", ["package delete nginx !"]),
    ("borg \"$LOG_LEVEL_FLAG\" prune /srv/a", ["object-storage delete /srv/a !"]),
    ("kubectl \"$KUBE_OPTS\" delete namespace shop", ["cluster delete shop !"]),
    ("aws $PROFILE s3 rm s3://b/k", ["object-storage delete s3://b/k !"]),
    ("aws \"$PROFILE_ARG\" ec2 terminate-instances --instance-ids i-1", ["cloud delete i-1 !"]),
    ("gsutil $OPT rm gs://b/k", ["object-storage delete gs://b/k !"]),
    ("rm $v -rf /srv/a", ["filesystem delete /srv/a !"]),
    ("mkdir $v -p /srv/a", ["filesystem write /srv/a"]),
    ("rm $verbose /srv/a", ["filesystem delete /srv/a !"]),
    ("rm -rf $v", ["filesystem delete ${v} !"]),
    ("for v in /srv/a /srv/b; do rm -rf $v; done", ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]),
    ("rm -rf \"$v\" /srv/a", ["filesystem delete ${v} !", "filesystem delete /srv/a !"]),
])
def test_the_verb_behind_options_from_outside(text: str, told: list[str], trace: Callable) -> None:
    traced = trace(text)
    assert traced.told() == told
    assert traced.unknowns() == []


@pytest.mark.parametrize(("text", "told"), [
    ("etcdctl --no-sync --proxy http://p -C web1:4001 rm --recursive /shop", ["secret delete /shop !"]),
    ("E='etcdctl -C web1:4001'\n$E rm /shop/a", ["secret delete /shop/a !"]),
    ("consul -partition west -stale kv delete /shop", ["secret delete /shop !"]),
    ("kubectl --tls-server-name api delete namespace shop", ["cluster delete shop !"]),
])
def test_an_option_that_no_row_lists_may_take_the_word_behind_it(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


@pytest.mark.parametrize("text", ["consul kv get rm", "consul -stale kv get delete", "kubectl get delete", "consul -partition=west kv get a"])
def test_a_word_behind_a_sub_command_is_none(text: str, trace: Callable) -> None:
    assert trace(text).told() == []


@pytest.mark.parametrize("text", [
    "yum $ACTION httpd", "dnf \"$1\" httpd", "zypper ${ACTION} x", "apk $ACTION x", "git $ACTION x", "systemctl \"$1\" nginx",
    "docker \"$ACTION\" rm", "borg \"$1\" prune", "gsutil $ACTION gs://b/k"])
def test_a_verb_that_only_a_run_knows_is_told_as_such(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert traced.told() == []
    assert traced.unknowns() == ["dynamic-command"]


def test_options_from_outside_may_answer_the_question(trace: Callable) -> None:
    assert trace("apt-get $OPTS remove nginx").kinds() == set()
    assert trace("apt-get remove nginx").kinds() == {"confirm"}


def test_each_command_of_a_family_does_the_same(trace: Callable) -> None:
    traced = trace("mkfs.$FS -L data /dev/sdb1")
    assert traced.told() == ["filesystem delete /dev/sdb1 !"]
    assert traced.unknowns() == []
    assert traced.needs("binary") == {}
    assert trace("tool.$X -L data /dev/sdb1").unknowns() == ["dynamic-command"]
