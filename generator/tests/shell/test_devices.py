"""What is written to a disk is written over what lies there, by its place or by what its variable is called."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "target"), [
    ("cat a.img > /dev/sdb", "/dev/sdb"), ("cat a.img > /dev/nvme0n1p2", "/dev/nvme0n1p2"), ("zcat a.gz >$TARGET_DISK", "${TARGET_DISK}"),
    ("dd if=/dev/zero of=$device_to_be_wiped conv=notrunc", "${device_to_be_wiped}"), ("dd if=a.img of=\"$1\"\nx=$1", None),
    ("dd if=/dev/zero of=$DEV bs=1M", "${DEV}"), ("dd if=/dev/zero of=$disk_image", None), ("dd if=/dev/zero of=${DEVICE}.img", None),
    ("echo x > /dev/ttyS0", None), ("echo x > \"$DEVICE_LOG\"", None), ("echo x >> /dev/kmsg", None), ("date > /dev/shm/a", None),
])
def test_a_disk_is_overwritten(text: str, target: str | None, trace: Callable) -> None:
    lost = [each for each in trace(text).told() if each.endswith(" !")]
    assert lost == ([f"filesystem delete {target} !"] if target is not None else [])


@pytest.mark.parametrize("text", [
    "D=$(mktemp -d)\nmount /dev/mapper/${loop}p2 $D\necho a > $D/etc/hostname", "D=$(mktemp -d)\nmount /dev/sdb1 $D\ndate > $D/a",
    "D=$(mktemp -d)\nmount /dev/disk/by-label/a $D\ndate > $D/a", "D=$(mktemp -d)\nmount /dev/sdb1 $D\ndd if=a of=$D/a"])
def test_a_file_on_a_disk_is_no_disk(text: str, trace: Callable) -> None:
    assert trace(text).told()[-1].startswith("filesystem write")


@pytest.mark.parametrize("disk", ["/dev/mapper/vg-a", "/dev/disk/by-id/usb-a", "/dev/$vg/$lv", "/dev/vg/lv"])
def test_a_disk_in_a_folder_is_one(disk: str, trace: Callable) -> None:
    assert trace(f"dd if=a of={disk}").told()[-1].startswith("filesystem delete")


@pytest.mark.parametrize("text", ["rm -rf \"$TMP_DIR/a\"", "rm -rf \"$TEMPDIR\"/a", "> $TMP_DIR/list", "rm -f $lockdir/.lockfile"])
def test_what_is_there_to_be_thrown_away(text: str, trace: Callable) -> None:
    assert [each for each in trace(text).told() if each.endswith(" !")] == []


def test_a_letter_that_nothing_sets_is_an_option(trace: Callable) -> None:
    assert trace("rm -rf $v \"$OLD\"").told() == ["filesystem delete ${OLD} !"]
    assert trace("v=/srv/a\nrm -rf $v \"$OLD\"").told() == ["filesystem delete /srv/a !", "filesystem delete ${OLD} !"]
