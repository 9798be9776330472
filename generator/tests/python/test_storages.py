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


_SETTINGS = """
STORAGES = {
    "default": {"BACKEND": "shop.stores.Reports", "OPTIONS": {"a": 1}},
    "local": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
STORAGES["default"]["OPTIONS"]["a"] = 2
PLACE = "default"
"""
PROJECT = {"manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n', "shop/__init__.py": "", "shop/settings.py": _SETTINGS,
           "shop/stores.py": "from storages.backends.s3boto3 import S3Boto3Storage\nclass Reports(S3Boto3Storage):\n    location = 'r'\n"}


@pytest.mark.parametrize(("place", "resource"), [("storages['default']", "object-storage"), ("storages['local']", "filesystem"),
                                                 ("default_storage", "object-storage"), ("storages[settings.PLACE]", "object-storage"),
                                                 ("storages['other']", "filesystem")])
def test_the_settings_say_what_a_storage_is(trace, place: str, resource: str) -> None:
    code = f"from django.conf import settings\nfrom django.core.files.storage import default_storage, storages\n{place}.delete('a')\n"
    assert [(effect.resource, effect.action) for effect in trace(code, PROJECT).effects] == [(resource, "delete")]


def test_before_there_were_several_storages_one_was_named(trace) -> None:
    project = PROJECT | {"shop/settings.py": "DEFAULT_FILE_STORAGE = 'storages.backends.s3boto3.S3Boto3Storage'\n"}
    code = "from django.core.files.storage import default_storage\ndefault_storage.save('a', f)\n"
    assert [(effect.resource, effect.action) for effect in trace(code, project).effects] == [("object-storage", "write")]


@pytest.mark.parametrize(("line", "told"), [
    ("storages.create_storage({'BACKEND': 'storages.backends.s3boto.S3BotoStorage'}).delete('a')", [("object-storage", "delete")]),
    ("storages.create_storage({'BACKEND': 'shop.stores.Reports', 'OPTIONS': {}}).delete('a')", [("object-storage", "delete")]),
    ("get_storage_class('storages.backends.s3boto3.S3Boto3Storage')().delete('a')", [("object-storage", "delete")]),
    ("get_storage_class('shop.stores.Reports')().delete('a')", [("object-storage", "delete")]),
    ("get_storage_class('django.core.files.storage.FileSystemStorage')().delete('a')", [("filesystem", "delete")]),
    ("get_storage_class()().delete('a')", [("filesystem", "delete")]),
    ("for f in get_storage_class('storages.backends.s3boto.S3BotoStorage')().bucket.list():\n    f.set_acl('private')",
     [("object-storage", "read"), ("permission", "write")]),
    ("for f in get_storage_class('storages.backends.s3boto3.S3Boto3Storage')().bucket.objects.all():\n    f.Acl().put(ACL='private')",
     [("object-storage", "read"), ("permission", "write")]),
    ("storages.create_storage({'BACKEND': 'storages.backends.s3boto.S3BotoStorage'}).url('a')", []),
])
def test_a_storage_is_of_the_class_that_it_was_made_with(trace, line: str, told: list[tuple[str, str]]) -> None:
    found = trace(f"from django.core.files.storage import get_storage_class, storages\n{line}\n", PROJECT)
    assert sorted((effect.resource, effect.action.value) for effect in found.effects) == told


@pytest.mark.parametrize(("line", "told"), [
    ("DefaultStorage().save('a', f)", "write a"), ("DefaultStorage().delete('a')", "delete a"), ("keep = DefaultStorage()\nkeep.save('b', f)", "write b")])
def test_the_class_of_the_default_storage_stands_for_it(trace, line: str, told: str) -> None:
    walked = trace(f"from django.core.files.storage import DefaultStorage\n{line}\n")
    assert [f"{e.action.value} {e.target}" for e in walked.effects if e.resource == "filesystem"] == [told]
    assert not walked.unknowns


_ROWS = "from django.db import models\nclass Upload(models.Model):\n    file = models.FileField()\n"


def test_what_is_put_into_a_field_for_files_is_had_as_the_file_of_the_row(trace) -> None:
    walked = trace("""
        from django.core.files.base import ContentFile
        from shop.models import Upload
        one = Upload()
        one.file = ContentFile("a")
        one.file.save("name", ContentFile("b"))
    """, {"shop/__init__.py": "", "shop/models.py": _ROWS})
    assert sorted(f"{e.resource} {e.action.value} {e.target}" for e in walked.effects) == ["database write Upload", "filesystem write name"]
    assert not walked.unknowns


_PLACES = """
from django.core.files.storage import default_storage, FileSystemStorage
from django.db import models
from storages.backends.s3boto3 import S3Boto3Storage
class Mine(S3Boto3Storage):
    bucket_name = "shop"
def pick():
    return FileSystemStorage()
class Upload(models.Model):
    said = models.FileField(storage=S3Boto3Storage())
    own = models.FileField(storage=Mine)
    made = models.ImageField(upload_to="a", storage=Mine())
    here = models.FileField(storage=FileSystemStorage())
    picked = models.FileField(storage=pick)
    plain = models.FileField()
    default = models.FileField(storage=default_storage)
class Heir(Upload):
    pass
"""
_REMOTE = {"manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_settings')\n",
           "site_settings.py": "STORAGES = {'default': {'BACKEND': 'storages.backends.s3.S3Storage'}}\n"}


@pytest.mark.parametrize(("name", "files", "place"), [
    ("said", {}, "object-storage"), ("own", {}, "object-storage"), ("made", {}, "object-storage"), ("here", {}, "filesystem"),
    ("picked", {}, "filesystem"), ("plain", {}, "filesystem"), ("plain", _REMOTE, "object-storage"), ("default", _REMOTE, "object-storage"),
    ("here", _REMOTE, "filesystem")])
@pytest.mark.parametrize("model", ["Upload", "Heir"])
def test_the_file_of_a_row_lies_where_its_field_says(trace, name: str, files: dict[str, str], place: str, model: str) -> None:
    walked = trace(f"from shop.models import {model}\n{model}.objects.get(pk=1).{name}.delete()\n",
                   {"shop/__init__.py": "", "shop/models.py": _PLACES, **files})
    assert {effect.resource for effect in walked.effects if effect.action == "delete"} == {place}
