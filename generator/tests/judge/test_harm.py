"""How bad effects can be, against each other: every figure decides which of two losses is told first, and whether a newcomer's hand is stopped."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import TypeAlias

import pytest

from handover_generator.analysis.harm import GIVEN_HARM, HARM_BY_RESOURCE, MINOR_HARM, OTHER_HARM, READ_HARM, SERIOUS, harm_of, losses
from handover_generator.checks._tell import best_to_ask, whom_to_ask
from handover_generator.model.behaviour import IN_SIGNAL_HANDLER, IN_WORKER, RESOURCES

Make: TypeAlias = SimpleNamespace

# Which losses weigh alike, worst first. A figure that is moved moves its resource to another row.
_ALIKE = (
    {"database", "object-storage", "cloud", "cluster"},
    {"remote-host", "secret"},
    {"search", "queue", "filesystem", "permission", "network", "http"},
    {"vcs", "container", "scheduler"},
    {"cache", "service"},
    {"process", "package"},
)
_SERIOUS = set().union(*_ALIKE[:5])


def test_losses_weigh_as_much_as_others_of_their_row_and_less_than_those_above(make: Make) -> None:
    weights = [{harm_of(make.effect(f"{resource} delete it")) for resource in row} for row in _ALIKE]
    assert [len(row) for row in weights] == [1] * len(_ALIKE)
    assert all(min(above) > max(below) for above, below in pairwise(weights))
    assert set(HARM_BY_RESOURCE) == set().union(*_ALIKE)


def test_from_where_on_a_loss_stops_a_hand(make: Make) -> None:
    assert {resource for resource in HARM_BY_RESOURCE if harm_of(make.effect(f"{resource} delete it")) >= SERIOUS} == _SERIOUS


@pytest.mark.parametrize("resource", [*sorted(set(RESOURCES) - set(HARM_BY_RESOURCE)), "of-their-own"])
def test_what_has_no_figure_weighs_what_a_file_system_nearly_does(make: Make, resource: str) -> None:
    assert harm_of(make.effect(f"{resource} delete it")) == OTHER_HARM
    assert SERIOUS <= OTHER_HARM < HARM_BY_RESOURCE["filesystem"]


def test_a_push_that_overwrites_comes_behind_files_and_before_a_cache(make: Make) -> None:
    lost = tuple(make.effect(f"{resource} delete it") for resource in ("cache", "vcs", "filesystem"))
    assert [effect.resource for effect in losses(make.script(effects=lost))] == ["filesystem", "vcs", "cache"]


def test_all_of_it_is_worse_than_some_of_it_and_what_no_target_says_is_all(make: Make) -> None:
    some, everything, unknown = (make.effect("vcs delete it"), make.effect("vcs delete it", everything=True), make.effect("vcs delete"))
    assert harm_of(some) < harm_of(everything) == harm_of(unknown) <= 1
    assert harm_of(make.effect("database delete it", everything=True)) == 1.0


def test_what_comes_about_far_behind_is_less(make: Make) -> None:
    near = make.effect("vcs delete it")
    behind = [make.replace(near, condition=condition) for condition in (IN_WORKER, IN_SIGNAL_HANDLER, f"{IN_SIGNAL_HANDLER} and {IN_WORKER}")]
    assert [harm_of(effect) / harm_of(near) for effect in behind] == [1, 1, 0.5]


def test_what_loses_nothing_is_less_than_any_loss_of_its_kind(make: Make) -> None:
    for resource in HARM_BY_RESOURCE:
        loss, change = (harm_of(make.effect(f"{resource} {action} it")) for action in ("delete", "write"))
        assert READ_HARM < change < loss, resource
        assert harm_of(make.effect(f"{resource} read it")) == READ_HARM


@pytest.mark.parametrize(("target", "harm"), [
    ("${--file}", GIVEN_HARM), ("${1}", GIVEN_HARM), ("${args.path}", GIVEN_HARM),
    ("${--file}/all", None), ("${HOME}", None), ("/srv/${1}", None), ("/tmp/a", MINOR_HARM), ("/tmp", None), ("/tmp/../srv", None),
    ("../build", None), ("build", MINOR_HARM), ("a/dist", MINOR_HARM), ("/build", None), ("node_modules", MINOR_HARM), ("${mkdtemp}/a", MINOR_HARM),
])  # fmt: skip
def test_what_is_named_by_hand_or_meant_to_vanish_weighs_less(make: Make, target: str, harm: float | None) -> None:
    assert harm_of(make.effect(f"filesystem delete {target}")) == (harm if harm is not None else HARM_BY_RESOURCE["filesystem"])
    elsewhere = make.effect(f"filesystem delete {target}", host="app1")
    assert harm_of(elsewhere) == HARM_BY_RESOURCE["filesystem"]


# Who can be asked ---------------------------------------------------------------------------------------------------------------


def test_nobody_asks_a_machine(make: Make) -> None:
    history = make.script().history
    script = make.script(history=make.replace(history, knowers=(make.knower("renovate", 2.0), make.knower("ada"), make.knower("ben", 0.5))),
                         ownership=make.OwnerFacts(owner="renovate", source="header", people=("renovate",), second="renovate"))
    people = (make.person("ada"), make.person("ben"), make.person("renovate", bot=True))
    assert whom_to_ask(make.inventory(script, people=people), script) == ("ada", "ben")
    assert best_to_ask(make.inventory(script, people=people), script) == "ada"
    people = (make.person("ada"), make.person("ben"), make.person("renovate"))
    assert whom_to_ask(make.inventory(script, people=people), script) == ("renovate", "ada", "ben")


def test_where_only_machines_are_left_there_is_nobody(make: Make) -> None:
    script = make.script(history=make.replace(make.script().history, knowers=(make.knower("renovate"),)), ownership=make.OwnerFacts())
    assert best_to_ask(make.inventory(script, people=(make.person("renovate", bot=True),)), script) is None
