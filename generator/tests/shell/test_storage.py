"""Copies to and from the cloud whose ends only a run can tell: one of them is in the cloud."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("line", "expected"), [
    ('aws s3 cp "$SRC" "$DST"', ["filesystem read ${SRC}", "object-storage write ${DST}"]),
    ('aws s3 cp "$BUCKET_URL" "$OUT"', ["object-storage read ${BUCKET_URL}", "filesystem write ${OUT}"]),
    ('aws s3 cp "$SRC" /srv/a', ["object-storage read ${SRC}", "filesystem write /srv/a"]),
    ('aws s3 cp "$1" "./$2"', ["object-storage read ${1}", "filesystem write ${2}"]),
    ('aws s3 rm --recursive "$WHERE"', ["object-storage delete ${WHERE} !"]),
    ('aws s3 cp "$SRC" s3://b/k', ["filesystem read ${SRC}", "object-storage write s3://b/k"]),
    ("aws s3 cp a b", ["filesystem read a", "filesystem write b"]),
    ('aws iam "put-${KIND}-policy" --user-name ada', ["permission write ada"]),
    ('aws iam "${VERB}-policy" --policy-name p', []),
    ("aws cloudfront create-invalidation --distribution-id D --paths /a", ["cloud write D"]),
])
def test_one_side_is_in_the_cloud(line: str, expected: list[str], trace: Callable) -> None:
    assert trace(line).told(reads=True) == expected


def test_a_pattern_of_a_row_is_held_against_the_word_as_it_is_written(trace) -> None:
    assert "object-storage write dev/shop" in trace("cd /srv\nmc cp ./a dev/shop\n").told()
    assert "object-storage delete dev/shop !" in trace("cd /srv\nmc mirror --remove ./a dev/shop\n").told()
    assert "filesystem delete /srv/a !" in trace("cd /srv\nmc mirror --remove dev/shop ./a\n").told()


@pytest.mark.parametrize(("line", "told"), [
    ("aws configure get aws_secret_access_key", ["secret read aws_secret_access_key"]), ("aws configure get region", []),
    ("X=${X:-$(aws configure get aws_secret_access_key)}", ["secret read aws_secret_access_key"]),
    ("aws configure set aws_secret_access_key \"$K\"", ["secret write aws_secret_access_key"]),
    ("aws configure set region eu-west-1", ["filesystem write ~/.aws/config"]), ("aws configure list", [])])
def test_keys_in_the_settings_of_a_cloud(trace, line: str, told: list[str]) -> None:
    assert trace(line + "\n").told(reads=True) == told


@pytest.mark.parametrize(("line", "expected"), [
    ('scp a.txt "$UPLOAD_URI"', ["remote-host write ${UPLOAD_URI}", "filesystem read a.txt"]),
    ('rsync -a a "$RSYNC_URL/x"', ["remote-host write ${RSYNC_URL}/x", "filesystem read a"]),
    ('scp "$BASE_URL" .', ["filesystem write .", "remote-host read ${BASE_URL}"]),
    ('scp a.txt "scp://app@$HOST:22//srv"', ["remote-host write ${HOST}:/srv", "filesystem read a.txt"]),
    ('scp a.txt "$FOLDER"', ["filesystem write ${FOLDER}", "filesystem read a.txt"]),
    ('scp a.txt "$URL_FOLDER"', ["filesystem write ${URL_FOLDER}", "filesystem read a.txt"]),
])
def test_an_address_is_another_machine(line: str, expected: list[str], trace: Callable) -> None:
    assert trace(line).told(reads=True) == expected


@pytest.mark.parametrize(("line", "told"), [
    ("rsync -a --delete /srv/a.pem web1:/etc/shop.pem", []),
    ("rsync -a --delete /srv/v1.2/ web1:/etc/v1.2/", ["remote-host delete web1:/etc/v1.2/ !"]),
    ("rsync -a --delete /srv/a.d web1:/etc/b", ["remote-host delete web1:/etc/b !"])])
def test_beside_one_file_there_is_nothing_to_remove(line: str, told: list[str], trace: Callable) -> None:
    assert [text for text in trace(line).told() if " delete " in text] == told
