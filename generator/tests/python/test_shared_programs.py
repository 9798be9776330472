"""A program that several scripts start is walked once, and each of them has all that it does, whatever was read before."""

from __future__ import annotations

import textwrap

import pytest

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.walk import Walked, walk
from handover_generator.catalogue.load import Catalogue
from handover_generator.model.source import SourceFile
from handover_generator.model.tracing import Language
from handover_generator.registry import members

FILES = {
    "wipe.sh": "#!/bin/sh\nsource ./lib.sh\nclean \"$1\"\n",
    "lib.sh": "clean() { rm -rf /srv/$1; }\n",
    "run.py": "import subprocess\nsubprocess.run(['./wipe.sh', 'a'])\n",
    "first.sh": "#!/bin/sh\npython run.py\n./wipe.sh b\n",
    "second.sh": "#!/bin/sh\n./wipe.sh b\npython run.py\n",
    "third.sh": "#!/bin/sh\n./second.sh\n./third.sh\n",
}


def walks(catalogue: Catalogue, order: list[str]) -> dict[str, tuple[Walked, frozenset[str]]]:
    sources = {path: SourceFile(path=path, blob="", size=len(text), text=textwrap.dedent(text)) for path, text in FILES.items()}
    languages = members("handover_generator.languages", "LANGUAGE", Language)
    modules = {path: language.read(file) for path, file in sources.items() for language in languages if language.claims(file)}
    toolbox = Toolbox(files=sources, modules=modules, languages=languages, catalogue=catalogue)
    found = {}
    for path in order:
        toolbox.begin()
        walked = walk(toolbox.entries(path), toolbox.routine, path)
        found[path] = walked, frozenset(toolbox.reads.files)
    return found


@pytest.mark.parametrize("order", [["first.sh", "second.sh", "run.py", "wipe.sh", "third.sh"], ["third.sh", "wipe.sh", "run.py", "second.sh", "first.sh"]])
def test_each_has_all_of_it(catalogue: Catalogue, order: list[str]) -> None:
    found = walks(catalogue, order)
    removed = {path: {e.target for e in walked.effects if e.action.value == "delete"} for path, (walked, _) in found.items()}
    assert removed == {"first.sh": {"/srv/a", "/srv/b"}, "second.sh": {"/srv/a", "/srv/b"}, "third.sh": {"/srv/a", "/srv/b"}, "run.py": {"/srv/a"},
                       "wipe.sh": {"/srv/${1}"}}
    assert all(not walked.unknowns for walked, _ in found.values())


def test_what_it_was_read_from_is_the_same_for_the_second(catalogue: Catalogue) -> None:
    alone = {path: walks(catalogue, [path])[path] for path in FILES}
    found = walks(catalogue, ["first.sh", "second.sh", "third.sh", "run.py", "wipe.sh"])
    for path, (walked, reads) in found.items():
        assert walked.effects == alone[path][0].effects
        assert {"wipe.sh", "lib.sh"} <= reads
        assert reads == alone[path][1], path
