"""What a script mounts on a temporary folder is not temporary: what lies below the folder is told as what lies on the device."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis.paths import is_temporary, joined, shown
from handover_generator.languages._shell.values import Mount
from handover_generator.model.text import Hole, Text

_WITH_VALUES = frozenset(("-t", "--types", "-o", "--options", "-O", "-L", "--label", "-U", "--uuid", "-N", "--namespace", "-T", "--fstab", "-p"))
_NAMES_SOURCE = ("-L", "--label", "-U", "--uuid", "--source")
_IN_MEMORY = frozenset(("tmpfs", "ramfs", "proc", "sysfs", "devtmpfs", "devpts", "cgroup", "cgroup2", "securityfs", "debugfs", "tracefs", "efivarfs",
                        "binfmt_misc", "mqueue", "hugetlbfs", "overlay", "none", "udev"))
"""Kinds of file systems, and names given as their devices, that hold nothing that stays."""
FILLS = frozenset(("cp", "mv", "rsync", "tar", "gtar", "bsdtar", "install", "unzip", "cpio", "debootstrap", "mmdebstrap", "unsquashfs"))
"""Commands for which the folder itself stands for what is in it; ``umount``, ``chroot`` and ``rm -rf`` behind it mean the folder."""


def mount_of(words: Sequence[Text], cwd: Text | None) -> Mount | None:
    """What ``mount /dev/sdb1 /tmp/disk`` puts on a folder; None for what lives in memory or is temporary itself."""
    operands: list[Text] = []
    kind, source = "", None
    rest = list(words[1:])
    while rest:
        word = rest.pop(0)
        literal = word.literal or ""
        if literal in _WITH_VALUES or literal in _NAMES_SOURCE:
            value = rest.pop(0) if rest else Text()
            kind = (value.literal or "") if literal in ("-t", "--types") else kind
            source = value if literal in _NAMES_SOURCE else source
        elif literal.startswith("-t") and len(literal) > 2:
            kind = literal[2:]
        elif not word.render().startswith("-"):
            operands.append(word)
    operands = [source, *operands] if source is not None else operands
    if len(operands) < 2 or kind in _IN_MEMORY:
        return None
    device, folder = operands[0], shown(joined(operands[-1], cwd).render()).rstrip("/")
    if not folder or device.literal in _IN_MEMORY or is_temporary(shown(joined(device, cwd).render())):
        return None
    return Mount(folder, joined(device, cwd) if (device.literal or "").startswith(".") else device)


def unmounted(words: Sequence[Text], cwd: Text | None, mounts: tuple[Mount, ...]) -> tuple[Mount, ...]:
    """What is still mounted behind ``umount``."""
    given = {shown(joined(word, cwd).render()).rstrip("/") for word in words[1:]}
    return tuple(mount for mount in mounts if mount.folder not in given and mount.device.render() not in given)


def on_device(word: Text, cwd: Text | None, mounts: tuple[Mount, ...], *, within: bool = False) -> Text:
    """A path below such a folder as the path on the device; another word stays as it is. ``within``: the folder itself means what is in it."""
    if not mounts or (word.literal or "").startswith("-"):
        return word
    located = joined(word, cwd)
    path = shown(located.render())
    for mount in sorted(mounts, key=lambda each: -len(each.folder)):
        itself = path.rstrip("/") == mount.folder
        if (itself and within) or (not itself and path.startswith(mount.folder + "/")):
            return Text.of(mount.device, _behind(located, len(located.render()) - len(path) + len(mount.folder)) or "/")
    return word


def _behind(text: Text, size: int) -> Text:
    """The text without the first ``size`` characters as they are shown."""
    kept: list[str | Hole] = []
    for part in text.parts:
        length = len(str(part))
        if size >= length:
            size -= length
        else:
            kept.append(part[size:] if isinstance(part, str) and size else part)
            size = 0
    return Text.of(*kept)
