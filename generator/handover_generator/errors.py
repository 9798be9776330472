"""Every failure a person can cause, as one sentence with a slug that is an anchor in the manual (docs/errors.md)."""

from __future__ import annotations


class HandoverError(Exception):
    """Base of all expected failures.

    Args:
        message: one sentence: what is wrong, where (``file:line:column``), and what to do.
        slug: anchor of the entry in ``docs/errors.md``.
    """

    exit_code = 2

    def __init__(self, message: str, *, slug: str) -> None:
        super().__init__(message)
        self.slug = slug


class UsageError(HandoverError):
    """The command line cannot be carried out as given (exit code 2)."""


class ConfigurationError(HandoverError):
    """Files written by people (``handover/*.yml``, catalogue rows) hold mistakes; all of them are told at once (exit code 2).

    Args:
        problems: one line a mistake, each ``file:line:column: reason``.
    """

    def __init__(self, problems: list[str], *, slug: str = "invalid-configuration") -> None:
        super().__init__("\n".join(problems), slug=slug)
        self.problems = tuple(problems)


class RepositoryError(HandoverError):
    """The repository cannot be read as asked: none there, unknown commit, not permitted (exit code 3)."""

    exit_code = 3


class OutputError(HandoverError):
    """The result cannot be written where it was asked for; what was there before is untouched (exit code 2)."""
