"""Storages of Django: what is behind those of S3 is told as objects, and their connection as the client that it is."""

from __future__ import annotations

import pytest

FOUND = {
    "from django.core.files.storage import storages\nclient = storages['default'].connection.meta.client\nclient.delete_object(Bucket='shop', Key='a')\n":
        ("object-storage", "delete", "shop"),
    "from storages.backends.s3boto3 import S3Boto3Storage\nS3Boto3Storage(bucket='shop').delete('a')\n": ("object-storage", "delete", "a"),
    "from storages.backends.s3 import S3Storage\nclass Reports(S3Storage):\n    location = 'r'\nReports().save('a', f)\n": ("object-storage", "write", "a"),
    "from django.core.files.storage import default_storage\ndefault_storage.delete('a')\n": ("filesystem", "delete", "a"),
}


@pytest.mark.parametrize("code", FOUND)
def test_found(trace, code: str) -> None:
    assert [(effect.resource, effect.action, effect.target) for effect in trace(code).effects] == [FOUND[code]]


def test_an_address_touches_nothing(trace) -> None:
    assert not trace("from storages.backends.s3boto3 import S3Boto3Storage\nS3Boto3Storage().url('a')\n").effects
