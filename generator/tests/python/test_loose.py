"""Scripts that only define things: what they offer is followed as a guess, and that it is one is told."""

from __future__ import annotations

import pytest

from handover_generator.model.behaviour import Confidence

FUNCTIONS = "only defines functions; what calls them is not in this file"
CLASSES = "only defines classes; what makes objects of them is not in this file"
WRAPS = ("from functools import wraps\n\n\ndef quietly(function):\n    @wraps(function)\n    def wrapped(*given):\n        return function(*given)\n"
         "    return wrapped\n\n\n")

OFFERED = {
    "a function that calls itself": (
        "import os\n\n\ndef tidy(folder):\n    for entry in os.scandir(folder):\n        os.remove(entry)\n        tidy(entry)\n", FUNCTIONS),
    "beside a function that decorates another": (
        "import os\n" + WRAPS + "@quietly\ndef main(name):\n    os.remove(name)\n\n\ndef call(jobs):\n    for job in jobs:\n        main(job)\n", FUNCTIONS),
    "beside one that decorates a method": (
        "import os\n" + WRAPS + "class Job:\n    @quietly\n    def end(self):\n        os.remove('/srv/x')\n\n\ndef call(jobs):\n    Job().end()\n", FUNCTIONS),
    "a class": ("#!/usr/bin/env python3\nimport os\n\n\nclass Job:\n    def end(self, name):\n        os.remove(name)\n", CLASSES),
    "a class that fills one in": (
        "#!/usr/bin/env python3\nimport os\n\n\nclass Job:\n    def end(self):\n        raise NotImplementedError\n\n\nclass Removal(Job):\n    def end(self):\n"
        "        os.remove('/srv/x')\n", CLASSES),
}


@pytest.mark.parametrize(("text", "told"), OFFERED.values(), ids=OFFERED)
def test_what_a_script_offers_is_followed(text: str, told: str, trace) -> None:
    walked = trace(text)
    assert "delete" in [effect.action.value for effect in walked.effects]
    assert {effect.confidence for effect in walked.effects} == {Confidence.INFERRED}
    assert told in [unknown.detail for unknown in walked.unknowns]


NOTHING = {
    "a class of fields": "#!/usr/bin/env python3\nclass Job:\n    name = 'x'\n    size: int = 3\n",
    "a class of a file that does not say that it is a script": "class Job:\n    def end(self):\n        import os\n        os.remove('/srv/x')\n",
    "a class with a method of its own alone": "#!/usr/bin/env python3\nclass Job:\n    def _end(self):\n        import os\n        os.remove('/srv/x')\n",
    "only a decorated function": "import outside\n\n\n@outside.route('/')\ndef page():\n    import os\n    os.remove('/srv/x')\n",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_offers_nothing_is_no_guess(text: str, trace) -> None:
    assert FUNCTIONS not in (details := [unknown.detail for unknown in trace(text).unknowns])
    assert CLASSES not in details


def test_a_file_that_makes_objects_itself_is_followed_from_there(trace) -> None:
    walked = trace("import os\n\n\nclass Job:\n    def end(self):\n        os.remove('/srv/x')\n\n    def begin(self):\n        os.mkdir('/srv/y')\n\n\n"
                   "Job().end()\n")
    assert [(effect.target, effect.confidence) for effect in walked.effects] == [("/srv/x", Confidence.RESOLVED)]
