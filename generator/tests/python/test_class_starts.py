"""Files that only define classes: what makes them is elsewhere, and calls them by a name that is agreed on."""

from __future__ import annotations

import pytest

ACTION = "import shutil\nfrom robots.actions import Action\nclass Wipe(Action):\n    def __init__(self, config=None):\n        super().__init__(config=config)\n" \
         "        self.base = '/srv'\n    def run(self, shop):\n        self._drop(shop)\n    def _drop(self, shop):\n        shutil.rmtree(self.base)\n"


def removed(walked) -> list[str | None]:
    return [effect.target for effect in walked.effects if effect.action.value == "delete"]


def details(walked) -> list[str]:
    return [one.detail for one in walked.unknowns]


def test_a_class_of_an_unknown_package_is_started_as_a_guess(trace) -> None:
    walked = trace(ACTION)
    assert removed(walked) == ["/srv"]
    assert [effect.confidence.value for effect in walked.effects if effect.action.value == "delete"] == ["inferred"]
    assert "only defines classes; what makes objects of them is not in this file" in details(walked)


@pytest.mark.parametrize("name", ["execute", "handle", "process", "__call__", "perform"])
def test_other_names_are_agreed_on_too(trace, name: str) -> None:
    assert removed(trace(ACTION.replace("def run(", f"def {name}("))) == ["/srv"]


def test_a_base_class_of_ones_own_calls_what_the_class_fills_in(trace) -> None:
    base = "class Job:\n    def run(self):\n        self.work()\n"
    job = "import shutil\nfrom shop.base import Job\nclass Wipe(Job):\n    def work(self):\n        shutil.rmtree('/srv')\n"
    assert removed(trace(job, {"shop/__init__.py": "", "shop/base.py": base})) == ["/srv"]


def test_a_class_without_such_a_name_is_left_alone(trace) -> None:
    walked = trace(ACTION.replace("def run(", "def delete("))
    assert removed(walked) == []


def test_a_class_that_the_file_uses_itself_is_no_guess(trace) -> None:
    assert "only defines classes" not in " ".join(details(trace(ACTION + "def main():\n    Wipe().run('a')\nmain()\n")))
    assert "only defines classes" not in " ".join(details(trace(ACTION + "REGISTRY = [Wipe]\n")))


def test_a_class_of_a_known_package_is_left_to_what_is_known_of_it(trace) -> None:
    assert removed(trace(ACTION.replace("robots.actions import Action", "airflow.models import BaseOperator as Action").replace("run(", "execute("))) == []
