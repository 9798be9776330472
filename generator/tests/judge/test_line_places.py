"""Where a command line goes that people paste: the host of production in it is not passed over."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handover_generator.checks._run import judge
from handover_generator.errors import UsageError
from handover_generator.model.findings import Findings
from handover_generator.model.ownership import Environment, Ownership
from handover_generator.pipeline import explanation
from handover_generator.pipeline.asked import asked

Make = SimpleNamespace


def _findings(make: Make, *, described: bool = True, **more: Any) -> Findings:
    at = make.at("handover/places.yml")
    places = Ownership(environments=(
        Environment(id="pilot", at=at, hosts=("pilot1", "*.pilot.example.org"), marks_env=(("SHOP", "p"),)),
        Environment(id="production", at=at, hosts=("db1", "app*.example.org"), data="irreplaceable"),
    )) if described else Ownership()
    loss = make.effect("database delete orders", what="deletes rows in")
    return judge(make.inventory(
        make.script("manage.py", says=None),
        make.script("shop/management/commands/tidy.py", effects=(loss,), because=("is a management command",), **more),
        make.script("scripts/reset_pilot.sh", effects=(loss,)),
        make.script("Makefile", says=None, effects=(loss,), commands=(make.command("wipe", loss),)),
        ownership=places))


def _places(findings: Findings, line: str, root: Path) -> list[str]:
    return [place for place, _ in asked(findings, line, root=root).places]


@pytest.mark.parametrize(("line", "places"), [
    ("ssh deploy@db1 ./manage.py tidy", ["production"]),
    ("ssh db1 'cd /srv/shop && ./manage.py tidy'", ["production"]),
    ("ssh app3.example.org ./manage.py tidy", ["production"]),
    ("ssh pilot1 ./manage.py tidy", ["pilot"]),
    ("ssh shop-prod-2 ./manage.py tidy", ["production"]),                    # by a word of its name
    ("heroku run -a shop-production ./manage.py tidy", ["production"]),
    ("kubectl --context prod-eu exec deploy/web -- ./manage.py tidy", ["production"]),
    ("docker compose -f docker-compose.prod.yml run --rm web ./manage.py tidy", ["production"]),
    ("docker exec -e SHOP=p web ./manage.py tidy", ["pilot"]),
    ("DATABASE_URL=postgres://shop@db1/shop ./manage.py tidy", ["production"]),
    ("SHOP=p ./manage.py tidy", ["pilot"]),
    ("APP_ENV=production ./manage.py tidy", ["production"]),
    ("DJANGO_SETTINGS_MODULE=shop.settings.production ./manage.py tidy", ["production"]),
    ("./manage.py tidy --settings=shop.settings.prod", ["production"]),
    ("./manage.py tidy --host db1", ["production"]),
    ("scripts/reset_pilot.sh production", ["production"]),
    ("make wipe ENV=prod", ["production"]),
    ("ssh pilot1 DATABASE_URL=postgres://shop@db1/shop ./manage.py tidy", ["production", "pilot"]),   # what can lose most comes first
])
def test_a_line_goes_where_it_says(make: Make, tmp_path: Path, line: str, places: list[str]) -> None:
    assert _places(_findings(make), line, tmp_path) == places


@pytest.mark.parametrize("line", [
    "./manage.py tidy",
    "sudo -u app ./manage.py tidy",
    "scripts/reset_pilot.sh",                                   # the name of the script says nothing of where it is started
    "bash scripts/reset_pilot.sh now",
    "scripts/reset_pilot.sh dump.prod.sql",                     # a file that is handed over
    "scripts/reset_pilot.sh prod-readiness",
    "ssh web1 ./manage.py tidy",
    "ssh near-prod ./manage.py tidy",
    "docker compose exec web ./manage.py tidy",
    "APP_ENV=test ./manage.py tidy",                            # no place that is described
    "PGPASSWORD=production-like-x ./manage.py tidy",
    "cd /srv/production-dumps && ./manage.py tidy",
    "pg_dump -h db1 shop > /tmp/x; ./manage.py tidy",           # another command of the line goes there, and is not asked about
])
def test_a_line_that_says_nothing_of_a_place(make: Make, tmp_path: Path, line: str) -> None:
    assert _places(_findings(make), line, tmp_path) == []


def _told(findings: Findings, line: str, root: Path, place: str | None = None) -> Any:
    meant = asked(findings, line, root=root)
    return explanation(findings, meant.path, place=place, command=meant.command, goes_to=meant.places)


def test_what_goes_to_production_is_answered_for_production(make: Make, tmp_path: Path) -> None:
    told = _told(_findings(make), "ssh db1 ./manage.py tidy", tmp_path)
    assert (told.place, told.allowed) == ("production", False)
    assert told.reasons[0] == "this command line goes there: db1 is a host of production"


def test_it_may_run_where_somebody_said_so(make: Make, tmp_path: Path) -> None:
    stated = _findings(make, places=make.Places(safe=("pilot",), source="handover.yml"))
    assert _told(stated, "ssh pilot1 ./manage.py tidy", tmp_path).allowed is True
    assert _told(stated, "ssh db1 ./manage.py tidy", tmp_path).allowed is False


def test_what_goes_elsewhere_than_asked_is_not_allowed(make: Make, tmp_path: Path) -> None:
    stated = _findings(make, places=make.Places(safe=("pilot",), source="handover.yml"))
    told = _told(stated, "ssh db1 ./manage.py tidy", tmp_path, place="pilot")
    assert (told.place, told.allowed) == ("pilot", False)
    assert told.reasons[0] == "this command line goes to production: db1 is a host of production"
    assert _told(stated, "ssh pilot1 ./manage.py tidy", tmp_path, place="pilot").allowed is True


def test_nobody_said_what_place_a_host_is(make: Make, tmp_path: Path) -> None:
    note = asked(_findings(make), "ssh app@web7 ./manage.py tidy", root=tmp_path).note
    assert note is not None
    assert note.startswith("it runs on web7, and nothing says what place that is")
    assert asked(_findings(make), "ssh localhost ./manage.py tidy", root=tmp_path).note is None
    assert asked(_findings(make), "ssh db1 ./manage.py tidy", root=tmp_path).note is None


@pytest.mark.parametrize("place", ["production", "prod", "Live"])
def test_production_can_be_asked_about_where_nobody_described_it(make: Make, place: str) -> None:
    told = explanation(_findings(make, described=False), "shop/management/commands/tidy.py", place=place)
    assert told.allowed is False
    assert any(reason.startswith("nobody described production") for reason in told.reasons)


def test_a_header_that_forbids_an_undescribed_place_counts(make: Make) -> None:
    forbidden = _findings(make, described=False, places=make.Places(never=("production",), source="header"))
    told = explanation(forbidden, "shop/management/commands/tidy.py", place="prod")
    assert (told.allowed, told.reasons[0]) == (False, "its header says: never in production")


@pytest.mark.parametrize(("place", "hint"), [("produciton", "; did you mean production?"), ("pilt", "; did you mean pilot?"), ("moon", ")")])
def test_a_place_that_nobody_knows(make: Make, place: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        explanation(_findings(make), "shop/management/commands/tidy.py", place=place)
    assert str(error.value).endswith(hint)
