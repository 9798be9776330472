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


@pytest.mark.parametrize(("text", "told"), [
    ("wget -q -O - http://h/a", ["http read http://h/a"]),
    ("curl -o - http://h/a", ["http read http://h/a"]),
    ("X=`wget -O - http://h/a`", ["http read http://h/a"]),
    ("wget -O a http://h/a", ["http read http://h/a", "filesystem write /srv/a"]),
    ("tar -xf - -C sub < a.tar", ["filesystem read /srv/a.tar", "filesystem write /srv/sub"]),
    ("aws s3 cp --sse AES256 a.txt s3://b/a.txt", ["filesystem read /srv/a.txt", "object-storage write s3://b/a.txt"]),
    ("aws s3 cp --sse-kms-key-id k --sse aws:kms a.txt s3://b/a.txt", ["filesystem read /srv/a.txt", "object-storage write s3://b/a.txt"]),
])
def test_what_is_printed_and_what_lies_at_an_address_is_in_no_folder(text: str, told: list[str], trace: Callable) -> None:
    assert sorted(trace(f"cd /srv\n{text}").told(reads=True)) == sorted(told)
