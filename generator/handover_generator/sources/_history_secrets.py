"""Takes secrets out of commit subjects before anything is kept: a cache outlives the repository's own access rules.

It is done once for each commit, as it is read, so a history from the cache equals one read anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.history import Commit
from handover_generator.textgate import redact, which_may_hold_secret

_TOGETHER = 200


def without_secrets(commits: Sequence[Commit]) -> list[Commit]:
    """The same commits, every subject redacted.

    Most subjects lack what every secret has. The others are searched many at a time, and where that finds something, each by itself.
    """
    found = list(commits)
    places = which_may_hold_secret([commit.subject for commit in found])
    for start in range(0, len(places), _TOGETHER):
        some = places[start:start + _TOGETHER]
        joined = "\n".join([found[place].subject for place in some])
        if redact(joined) != joined:
            for place in some:
                found[place] = found[place]._replace(subject=redact(found[place].subject))
    return found
