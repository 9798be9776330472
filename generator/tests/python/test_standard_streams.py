"""What is read from a program's input may name what it then removes; the streams themselves are no files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

HEAD = "import gzip, io, json, os, shutil, sys\n"


@pytest.mark.parametrize("script", [
    "for line in sys.stdin:\n    os.remove(line.strip())\n",
    "for line in sys.stdin:\n    os.remove(line)\n",
    "for line in sys.stdin.readlines():\n    shutil.rmtree(line)\n",
    "for name in sys.stdin.read().split():\n    os.remove(name)\n",
    "os.remove(sys.stdin.readline().strip())\n",
    "for line in sys.stdin.buffer:\n    os.remove(line.decode())\n",
    "names = []\nfor line in sys.stdin:\n    names.append(line)\nfor name in names:\n    os.remove(name)\n",
])
def test_files_whose_names_are_read_from_the_input_are_told(script: str, trace: Callable[..., Walked]) -> None:
    found = trace(HEAD + script)
    assert [(effect.resource, effect.action, effect.destructive) for effect in found.effects] == [("filesystem", "delete", True)]


@pytest.mark.parametrize("script", [
    "json.dump({}, sys.stdout)\n",
    "shutil.copyfileobj(sys.stdin, sys.stdout.buffer)\n",
    "shutil.copyfileobj(sys.__stdin__.buffer, sys.__stdout__.buffer)\n",
    "open(sys.stdout.fileno(), 'wb').write(b'')\n",
    "json.dump({}, io.TextIOWrapper(sys.stdout.detach()))\n",
    "gzip.GzipFile(fileobj=sys.stdin.buffer).read()\n",
    "with sys.stdin as lines:\n    json.load(lines)\n",
])
def test_the_streams_are_no_files(script: str, trace: Callable[..., Walked]) -> None:
    assert trace(HEAD + script).effects == ()
