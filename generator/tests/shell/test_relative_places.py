"""Files that are named from a folder which a script has gone into: told once with that folder, whichever way they are found."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ("find ./ -name '*.yaml' -exec sed -i 's/a/b/' \\{} \\;", "filesystem write charts/web/*.yaml"),
    ("find sub -name '*.bak' -exec rm {} +", "filesystem delete charts/web/sub/*.bak !"),
    ("find . -name '*.bak' -delete", "filesystem delete charts/web/*.bak !"),
    ("find sub -exec rm {} +", "filesystem delete charts/web/sub/${found} !"),
    ("for f in $(find sub -name '*.x'); do rm \"$f\"; done", "filesystem delete charts/web/sub/${found} !"),
    ("find /srv -name '*.bak' -exec rm {} +", "filesystem delete /srv/*.bak !"),
    ("chmod -R 777 ./", "permission write charts/web/"),
    ("chown app: a.sh", "permission write charts/web/a.sh"),
    ("chmod 600 /etc/key", "permission write /etc/key"),
    ("chmod 600 \"$KEY\"", "permission write ${KEY}"),
    ("useradd bob", "permission write bob"),
])
def test_the_place_is_told_once(text: str, told: str, trace: Callable) -> None:
    assert trace(f"cd charts\ncd web\n{text}").told() == [told]


def test_a_folder_that_is_known_in_full_holds_elsewhere(trace: Callable) -> None:
    assert trace("files=$(cd /srv && find sub -name '*.x')\ncd /opt\nrm $files").told() == ["filesystem delete /srv/sub/${found} !"]
