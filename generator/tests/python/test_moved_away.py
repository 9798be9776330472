"""What is removed after it was copied is moved: nothing is lost. Where the copy may not have been made, it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_CLIENT = "import boto3\ns3 = boto3.client('s3')\n"
_STORE = "import boto3\ns3 = boto3.resource('s3')\n"


def _lost(found: Walked) -> list[bool]:
    return [effect.destructive for effect in found.effects if effect.action == "delete"]


@pytest.mark.parametrize("script", [
    _CLIENT + "def move(old, new):\n    s3.copy_object(Bucket='b', CopySource={'Bucket': 'b', 'Key': old}, Key=new)\n"
              "    s3.delete_object(Bucket='b', Key=old)\nmove(a, b)\n",
    _CLIENT + "for row in rows:\n    old = row.key\n    new = old.replace('a', 'b')\n    try:\n"
              "        s3.copy_object(Bucket='b', CopySource=f'b/{old}', Key=new)\n        s3.delete_object(Bucket='b', Key=row.key)\n"
              "        row.key = new\n    except Exception:\n        print(old)\n",
    _CLIENT + "for row in rows:\n    try:\n        s3.copy_object(Bucket='b', CopySource=f'b/{row.key}', Key='x')\n    except Exception:\n        continue\n"
              "    try:\n        s3.delete_object(Bucket='b', Key=row.key)\n    except Exception:\n        print(row)\n",
    _STORE + "def move(old, new):\n    s3.meta.client.copy({'Bucket': 'b', 'Key': old}, 'b', new)\n    s3.Object('b', old).delete()\nmove(a, b)\n",
    _STORE + "def move(old, new):\n    s3.Object('b', new).copy_from(CopySource='b' + '/' + old)\n    s3.Object('b', old).delete()\nmove(a, b)\n",
    _STORE + "def move(old, new):\n    there = s3.Object('b', old)\n    s3.Object('b', new).copy_from(CopySource='b/' + old)\n    there.delete()\nmove(a, b)\n",
    "from google.cloud import storage\nbucket = storage.Client().bucket('b')\nblob = bucket.blob('a')\nbucket.copy_blob(blob, bucket, 'c')\nblob.delete()\n",
    "import os, shutil, sys\nsrc = sys.argv[1]\nshutil.copy2(src, '/srv/old')\nos.remove(src)\n",
    "import shutil\nfrom pathlib import Path\nfor path in Path('/srv').glob('*'):\n    shutil.copy(path, '/mnt')\n    path.unlink()\n",
    "import os, boto3\nboto3.client('s3').upload_file('/srv/a.db', 'b', 'a.db')\nos.remove('/srv/a.db')\n",
])
def test_a_move_loses_nothing(script: str, trace: Callable[..., Walked]) -> None:
    assert _lost(trace(script)) == [False]


@pytest.mark.parametrize("script", [
    _CLIENT + "def move(old, new):\n    s3.copy_object(Bucket='b', CopySource={'Bucket': 'b', 'Key': new}, Key='c')\n"
              "    s3.delete_object(Bucket='b', Key=old)\nmove(a, b)\n",
    _CLIENT + "def move(old, new):\n    if new:\n        s3.copy_object(Bucket='b', CopySource='b/' + old, Key=new)\n"
              "    s3.delete_object(Bucket='b', Key=old)\nmove(a, b)\n",
    _CLIENT + "def move(old, new):\n    try:\n        s3.copy_object(Bucket='b', CopySource='b/' + old, Key=new)\n    except Exception:\n        pass\n"
              "    s3.delete_object(Bucket='b', Key=old)\nmove(a, b)\n",
    _CLIENT + "def move(old, new):\n    s3.delete_object(Bucket='b', Key=old)\n    s3.copy_object(Bucket='b', CopySource='b/' + old, Key=new)\nmove(a, b)\n",
    _CLIENT + "for row in rows:\n    s3.copy_object(Bucket='b', CopySource=f'b/{row.key}', Key='n')\n    row.key = 'n'\n"
              "    s3.delete_object(Bucket='b', Key=row.key)\n",
    "import os, shutil, sys\nshutil.copy2(sys.argv[1], '/srv/old')\nos.remove('/srv/old/x')\n",
    "import os, shutil, sys\ndef keep(path):\n    shutil.copy2(path, '/srv/old')\ndef drop(path):\n    os.remove(path)\ndrop(sys.argv[1])\n",
])
def test_what_may_not_have_been_copied_is_lost(script: str, trace: Callable[..., Walked]) -> None:
    assert _lost(trace(script)) == [True]
