"""What lies on a device that a script has mounted is not temporary, wherever it is mounted."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ("mount \"$part\" /tmp/1\nrm -rf /tmp/1/boot", "filesystem delete ${part}/boot !"),
    ("sudo mount -t ext4 /dev/sdb1 /tmp/1\nsudo rm -rf /tmp/1/boot/*", "filesystem delete /dev/sdb1/boot/* !"),
    ("D=$(mktemp -d)\nmount -o loop disk.img $D || { umount $D; exit 1; }\nrm -rf \"$D/boot\"", "filesystem delete disk.img/boot !"),
    ("on() { mount \"$part\" /tmp/1; }\non\ncd /tmp/1\nrm -rf boot", "filesystem delete ${part}/boot !"),
    ("mount -L data /tmp/1\nrm -rf /tmp/1/a", "filesystem delete data/a !"),
    ("mount \"$part\" /tmp/1\nsed -i s/a/b/ /tmp/1/etc/fstab", "filesystem write ${part}/etc/fstab"),
    ("mount \"$part\" /tmp/1\ncp a /tmp/1", "filesystem write ${part}/"),
    ("mount \"$part\" /tmp/1\necho a > /tmp/1/hosts", "filesystem write ${part}/hosts"),
    ("mkdir /mnt/disk\nmount /dev/sdb1 /mnt/disk\nrm -rf /mnt/disk/boot", "filesystem delete /mnt/disk/boot !")])
def test_what_lies_below_is_told_of_the_device(text: str, told: str, trace: Callable) -> None:
    assert told in trace(text).told()


@pytest.mark.parametrize(("text", "told"), [
    ("mount -t tmpfs none /tmp/1\nrm -rf /tmp/1/a", "filesystem delete /tmp/1/a"),
    ("mount -ttmpfs swap /tmp/1\nrm -rf /tmp/1/a", "filesystem delete /tmp/1/a"),
    ("mount -o loop /tmp/disk.img /tmp/1\nrm -rf /tmp/1/a", "filesystem delete /tmp/1/a"),
    ("mount \"$part\" /tmp/1\numount /tmp/1\nrm -rf /tmp/1", "filesystem delete /tmp/1"),
    ("mount \"$part\" /tmp/1\nrm -rf /tmp/12/a", "filesystem delete /tmp/12/a"),
    ("mount \"$part\" /tmp/1\numount \"$part\"\nrm -rf /tmp/1/a", "filesystem delete /tmp/1/a"),
    ("mount\nrm -rf /tmp/1/a", "filesystem delete /tmp/1/a")])
def test_what_lives_in_memory_or_is_mounted_no_more_is_temporary(text: str, told: str, trace: Callable) -> None:
    assert told in trace(text).told()
