"""Which texts may say something else of what they start, once scripts came or went: those with a word of their names in them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Mapping

from handover_generator.analysis.image_files import places_files
from handover_generator.model.source import SourceFile

_MOST = 40
"""Paths that came or went. Of more, looking for each costs as much as reading all texts anew."""
_NAMED_BY_FOLDER = ("__init__", "__main__")
"""Files that others name by their folder, or without any word: ``from . import x``."""


def may_name(changed: Collection[str], files: Mapping[str, SourceFile], console_scripts: Mapping[str, str],
             by_folder: Callable[[str, str], bool]) -> Callable[[str, str], bool]:
    """Whether the text of a file may name one of the paths that came or went, or one that is only clear without them.

    Every way of naming a script has its file name up to the first dot in it, or is the name of a console script: a path, a module, a command. Images
    know files by other names, and some files are meant by their folder; where one of these came or went, any text may name it.

    Args:
        changed: paths that were among the scripts, or among what may be meant instead, and are not now, or the other way round.
        files: all listed files by path.
        console_scripts: command name -> path.
        by_folder: (path, text) -> whether a text starts scripts by their folder or by a pattern, without a word of their names.

    Returns:
        (path, text) -> whether it may.
    """
    words = {_word(path) for path in changed} | {name for name, path in console_scripts.items() if path in changed}
    renamed = any(word in text for path, file in files.items() if places_files(path) and (text := file.text) is not None for word in words)
    if len(changed) > _MOST or renamed or not words.isdisjoint((*_NAMED_BY_FOLDER, "")):
        return lambda path, text: True
    return lambda path, text: path in changed or any(word in text for word in words) or by_folder(path, text)


def _word(path: str) -> str:
    """The name of a file up to its first dot: ``deploy`` of ``deploy.sh.j2``, nothing of ``.profile``."""
    return posixpath.basename(path).split(".", 1)[0]
