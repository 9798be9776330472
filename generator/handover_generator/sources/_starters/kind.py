"""What each module of ``kinds`` exposes to the registry as ``STARTER``: a kind of file that starts scripts, or a way in which any text does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from handover_generator.model.inventory import Starter
from handover_generator.records import record
from handover_generator.sources._starters.context import Context, Lines, Reader
from handover_generator.sources._starters.names import Mention, Names

Row = tuple[str, Starter]
"""A candidate, and what starts it."""
Times = tuple[tuple[str, ...], str | None]
"""Schedules, and the time zone that they are stated in."""


class Searched:
    """A text that is looked through for what it starts.

    ``language``: as ``analysis.folders`` tells it, None for what is no program. ``prose``: it is written for people. ``test``: it belongs to the
    tests of the repository. ``workers``: the candidate that holds each task with a name of its own.
    """

    def __init__(self, path: str, text: str, names: Names, *, language: str | None, prose: bool, test: bool, workers: Mapping[str, str]) -> None:
        self.path = path
        self.text = text
        self.names = names
        self.language = language
        self.prose = prose
        self.test = test
        self.workers = workers
        self._lines: Lines | None = None

    @property
    def lines(self) -> Lines:
        """The text in lines; most texts name nothing, and are never taken apart."""
        if self._lines is None:
            self._lines = Lines(self.text)
        return self._lines


@record(frozen=True, slots=True, kw_only=True)
class TimesElsewhere:
    """Where files of a kind have their times in other files, as a service of systemd has them in its timer.

    ``stand_in``: whether the file of a path is such another one. ``of``: (path, {path of another one: its text}) -> the times of that path.
    """

    stand_in: Callable[[str], bool]
    of: Callable[[str, Mapping[str, str]], Times]


def _no_file(path: str, text: str) -> bool:
    return False


def _nothing(path: str, lines: Lines) -> Callable[[int], Context | None]:
    return lambda number: None


def _no_mention(path: str, text: str, names: Names) -> Iterator[Mention]:
    return iter(())


@record(frozen=True, slots=True, kw_only=True)
class StarterKind:
    """A kind of file that starts scripts (``fits``, ``read``), or a way in which texts of any kind do (``find``).

    ``fits``: (path, text) -> whether a file is of this kind. ``read``: (path, lines) -> (line from 1 -> what it means that a script is named there,
    None: nothing). Where several kinds fit a file the one with the smallest ``order`` has it: 10 where the place of the file settles it, 20 where its
    name does, 30 to 60 where its text has a say, 90 for whatever is left. ``mentions``: how such files name scripts beside paths, names of files and
    names of commands. ``times``: where their times stand in other files. ``may_be_test``: whether one in a folder of tests is a test.

    ``find``: gives rows by itself, from any text of the repository that is no file of a dependency; it says itself which texts it looks at.

    ``by_folder``: (path, text) -> whether a text may start scripts without a word of their names in it, as by their folder. Such a text is read again
    where any script comes or goes, all others where one does whose name they have.
    """

    fits: Callable[[str, str], bool] = _no_file
    read: Reader = _nothing
    order: int = 20
    mentions: Callable[[str, str, Names], Iterator[Mention]] = _no_mention
    times: TimesElsewhere | None = None
    may_be_test: bool = True
    find: Callable[[Searched], Iterator[Row]] | None = None
    by_folder: Callable[[str, str], bool] = _no_file
