"""What is named as the target of an effect: the thing as people call it, never a stand-in of ours."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("bucket", "target"), [
    ("Bucket('reports').objects.filter(Prefix='old/')", "reports"),
    ("Bucket(os.environ['REPORTS']).objects.all()", "${REPORTS}"),
    ("Bucket(settings.get('REPORTS_BUCKET')).objects.all()", "${REPORTS_BUCKET}"),
    ("Bucket(settings.get('reports')).objects.all()", "reports"),
    ("Bucket(name()).objects.all()", "${name}"),
])
def test_members_that_a_loop_deletes_are_told_by_what_holds_them(trace, bucket: str, target: str) -> None:
    found = trace(f"import boto3, os\nfrom vault import settings, name\nfor one in boto3.resource('s3').{bucket}:\n    one.delete()\n")
    assert [effect.target for effect in found.effects if effect.destructive] == [target]


def test_what_lies_below_a_member_of_a_loop_keeps_its_path(trace) -> None:
    found = trace("import pymongo\nfor database in pymongo.MongoClient():\n    database.orders.drop()\n")
    assert [effect.target for effect in found.effects if effect.destructive] == ["*.orders"]
