"""Takes secrets out of commit subjects before anything is kept: a cache outlives the repository's own access rules.

It is done once for each commit, as it is read, so a history from the cache equals one read anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handover_generator.model.history import Commit
from handover_generator.textgate import redact

_TOGETHER = 200
# Words that make the search for secrets dear.
_DEAR = re.compile("pass|pwd|psswrd|pswd|secret|token|credential|key|connection")


def without_secrets(commits: Sequence[Commit]) -> list[Commit]:
    """The same commits, every subject redacted.

    Most subjects hold no secret, so many are looked at together first; only where that finds something, each by itself. Those with a word
    that makes the search dear are kept apart, so that the others pass quickly; every subject is looked at.
    """
    found = list(commits)
    dear = [place for place, commit in enumerate(found) if _DEAR.search(commit.subject.lower())]
    apart = set(dear)
    for places in ([place for place in range(len(found)) if place not in apart], dear):
        for start in range(0, len(places), _TOGETHER):
            some = places[start:start + _TOGETHER]
            joined = "\n".join([found[place].subject for place in some])
            if redact(joined) != joined:
                for place in some:
                    found[place] = found[place]._replace(subject=redact(found[place].subject))
    return found
