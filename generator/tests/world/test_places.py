"""Mixed places, where scripts reach, defaults that fall to production, verdicts for one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from handover_generator.analysis.places import allowed, environment_named, mixed_places, places_of, substitute
from handover_generator.model.behaviour import Action, Need
from handover_generator.model.inventory import Dependencies, Effect, MixedPlace, Places, Script, Setting
from handover_generator.model.location import Location
from handover_generator.model.ownership import Environment, Ownership, ScriptEntry, Store
from handover_generator.model.source import Claim, Claims, SourceFile
from handover_generator.records import replace
from handover_generator.sources.places import mine_settings

AT = Location("s.py", 3)
PRODUCTION = Environment(id="production", at=Location("handover/p.yml", 2), hosts=("app1.example.org", "db1.example.org"),
                         data="irreplaceable", marks_env=(("APP_ENV", "production"),))
PILOT = Environment(id="pilot", at=Location("handover/p.yml", 3), hosts=("pilot*.example.org",), data="disposable")
OWNERSHIP = Ownership(environments=(PRODUCTION, PILOT))
NOTHING = Dependencies()


def setting(environment: str | None, key: str, value: str, path: str = "", line: int = 1) -> Setting:
    return Setting(environment=environment, key=key, value=value, at=Location(path or f"config/{environment}.env", line))


def effect(target: str | None, resource: str = "database", **more: object) -> Effect:
    return replace(Effect(resource=resource, action=Action.DELETE, destructive=True, what="deletes", at=AT, target=target),
                   **more)  # type: ignore[arg-type]


def needs(**defaults: str | None) -> Dependencies:
    return Dependencies(env=tuple(Need(kind="env", name=name, at=AT, default=default) for name, default in defaults.items()))


def reach(target: str, settings: tuple[Setting, ...] = (), ownership: Ownership = OWNERSHIP, dependencies: Dependencies = NOTHING,
          **more: object) -> tuple[str, ...]:
    return places_of("s.py", [effect(target, **more)], dependencies, Claims(), ownership, settings, ()).reaches  # type: ignore[arg-type]


# mixed --------------------------------------------------------------------------------------------------------------------


def test_a_database_used_under_two_environments_from_files_alone() -> None:
    found = mixed_places((setting("production", "DATABASE_URL", "postgresql://db1.example.org/main"),
                          setting("staging", "DATABASE_URL", "postgresql://db1.example.org/main"),
                          setting("staging", "CACHE_URL", "redis://cache2.example.org")), Ownership())
    assert [(place.kind, place.name, place.environments) for place in found] == [("database", "db1.example.org/main",
                                                                                  ("production", "staging"))]
    assert [str(at) for at in found[0].evidence] == ["config/production.env:1", "config/staging.env:1"]


def test_one_name_on_two_hosts_is_two_databases() -> None:
    rows = [setting(name, key, value) for name, host in (("production", "db1"), ("staging", "db2")) for key,
            value in (("DB_HOST", host), ("DB_NAME", "shop"))]
    assert mixed_places(rows, Ownership()) == ()
    same = [setting(name, "DB_NAME", "shopdata") for name in ("production", "staging")]
    assert [place.id for place in mixed_places(same, Ownership())] == ["database-shopdata"]


def test_declared_hosts_globs_and_stores() -> None:
    testing = Environment(id="testing", at=Location("handover/p.yml", 4), hosts=("app1.example.org", "pilot7.example.org"))
    store = Store(id="pilotdb", at=Location("handover/p.yml", 9), kind="database", environments=("pilot", "production"))
    found = mixed_places((setting("prod", "APP_HOST", "pilot3.example.org"),),
                         Ownership(environments=(PRODUCTION, PILOT, testing), stores=(store,)))
    assert {place.id: place.environments for place in found} == {
        "host-app1-example-org": ("production", "testing"), "host-pilot7-example-org": ("pilot", "testing"),
                                                                 "host-pilot3-example-org": ("pilot", "production"),
        "store-pilotdb": ("pilot", "production")}


@pytest.mark.parametrize(("key", "value"), [
    ("DB_HOST", "localhost"), ("DB_HOST", "127.0.0.1:5432"), ("DB_HOST", "db"), ("REDIS_URL", "redis://redis:6379/0"),
                                            ("API_URL", "https://api.github.com"), ("DB_NAME", "postgres"),
                                            ("DOCS_LINK", "https://x.example.org"),
    ("TITLE", "shop.example.org"), ("DB_PASSWORD", "(secret)"), ("S3_ENDPOINT", "https://s3.eu-west-1.amazonaws.com"),
                                            ("DB_HOST", "cachebox")])
def test_what_mixes_nothing(key: str, value: str) -> None:
    services = (setting(None, "compose.service", "cachebox"),)
    assert mixed_places((setting("production", key, value), setting("staging", key, value), *services), Ownership()) == ()


def test_harmless_environments_among_themselves_are_not_worth_a_word() -> None:
    rows = (setting("development", "DB_HOST", "db9.example.org"), setting("test", "DB_HOST", "db9.example.org"))
    assert mixed_places(rows, Ownership()) == ()
    assert len(mixed_places((*rows, setting("staging", "DB_HOST", "db9.example.org")), Ownership())) == 1


def test_order_does_not_matter() -> None:
    rows = (setting("production", "A_HOST", "x1.example.org"), setting("staging", "A_HOST", "x1.example.org"),
            setting("staging", "BUCKET", "b1"), setting("pilot", "BUCKET", "b1"))
    assert mixed_places(rows, OWNERSHIP) == mixed_places(rows[::-1], OWNERSHIP)


# stated -------------------------------------------------------------------------------------------------------------------


def claims(**sections: str) -> Claims:
    return Claims(sections=tuple((name.replace("_", "-"), Claim(text=text, at=AT, source="header")) for name, text in sections.items()))


@pytest.mark.parametrize(("text", "safe", "never"), [
    ("pilot, staging (never production)", ("pilot", "staging"), ("production",)), ("pilot only", ("pilot",), ()),
                                                     ("any test host; not prod", ("test",), ("production",)), ("somewhere", (), ()),
    ("staging, but never in live", ("staging",), ("production",))])
def test_headers(text: str, safe: tuple[str, ...], never: tuple[str, ...]) -> None:
    found = places_of("s.py", [], Dependencies(), claims(safe_environments=text), OWNERSHIP, (), ())
    assert (found.safe, found.never, found.source) == (safe, never, "header" if safe or never else "none")


def test_yaml_goes_before_the_header_but_what_a_header_forbids_stays_forbidden() -> None:
    ownership = replace(OWNERSHIP, scripts=(ScriptEntry(path="s.py", at=AT, safe_in=("pilot",)),))
    found = places_of("s.py", [], Dependencies(), claims(safe_environments="staging", never_run_in="prod"), ownership, (), ())
    assert (found.safe, found.never, found.source) == (("pilot",), ("production",), "handover.yml")


# reaching -----------------------------------------------------------------------------------------------------------------


def test_reaches_by_declared_host_glob_and_store() -> None:
    assert reach("postgresql://app1.example.org/x") == ("production",)
    assert reach("ssh://pilot4.example.org") == ("pilot",)
    assert reach("x", resource="remote-host", host="app1.example.org") == ("production",)
    assert reach("/srv/data", resource="filesystem") == ()
    store = Store(id="pilotdb", at=AT, kind="database", match=("mongodb://db9/*",), environments=("pilot", "production"))
    assert reach("mongodb://db9/x", ownership=Ownership(stores=(store,))) == ("pilot", "production")


def test_reaches_by_mined_settings_and_by_name() -> None:
    rows = (setting("staging", "SOLR_URL", "http://solr7.example.net/x"),)
    assert reach("http://solr7.example.net/y", rows, resource="http") == ("staging",)
    assert reach("postgresql://prod-db.example.net/x") == ("production",)
    assert reach("postgresql://products.example.net/x") == ()


def test_variables_lead_where_they_are_set() -> None:
    rows = (setting("production", "PROD_DB_URL", "postgresql://z9/x"), setting("production", "DB_URL", "postgresql://z9/x"),
            setting("staging", "DB_URL", "postgresql://z8/x"),
            setting("production", "BOTH", "postgresql://z7/x"), setting("pilot", "BOTH", "postgresql://z7/x"))
    assert reach("${PROD_DB_URL}", rows) == ("production",)
    assert reach("${DB_URL}", rows) == ()                    # it reaches where it is run
    assert reach("${BOTH}", rows) == ("pilot", "production")


def test_a_closed_trail_reaches_nothing() -> None:
    assert reach("postgresql://app1.example.org/x", closed="false trail") == ()


# defaults -----------------------------------------------------------------------------------------------------------------


def fallen(dependencies: Dependencies, settings: tuple[Setting, ...] = (), ownership: Ownership = OWNERSHIP,
           flags: tuple[Need, ...] = ()) -> list[tuple[str, str]]:
    found = places_of("s.py", [], dependencies, Claims(), ownership, settings, (), flags)
    return [(row.name, row.place) for row in found.defaults]


def test_defaults_that_fall_to_production() -> None:
    assert fallen(needs(DB_URL="postgresql://db1.example.org/main")) == [("DB_URL", "production")]
    assert fallen(needs(TARGET="app1.example.org")) == [("TARGET", "production")]
    assert fallen(needs(APP_ENV="production")) == [("APP_ENV", "production")]
    assert fallen(needs(DEPLOY_ENV="prod"), ownership=Ownership()) == [("DEPLOY_ENV", "production")]
    assert fallen(needs(DB_HOST="prod-db.example.net"), ownership=Ownership()) == [("DB_HOST", "production")]
    assert fallen(Dependencies(), flags=(Need(kind="flag", name="--host", at=AT, default="db1.example.org"),)) == [("--host", "production")]


@pytest.mark.parametrize("value", ["localhost", "pilot3.example.org", "", "products", "postgresql://localhost/main", "reproduce"])
def test_defaults_that_do_not(value: str) -> None:
    assert fallen(needs(DB_HOST=value)) == []


@pytest.mark.parametrize(("name", "value", "told"), [
    ("SERVICE_NAME", "test-like-prod-data", []), ("ORGANISATION_NAME", "prod-org", []), ("MAIL_SUBJECT", "prod", []), ("PAGE_TITLE", "prod-a", []),
    ("SERVICE_NAME", "shop-prod", [("SERVICE_NAME", "production")]), ("CLUSTER", "prod-2", [("CLUSTER", "production")]),
    ("DB_HOST", "test.prod-db.example.net", [("DB_HOST", "production")]),                    # a host by its key
])
def test_a_word_that_is_no_host_by_its_key(name: str, value: str, told: list[tuple[str, str]]) -> None:
    assert fallen(needs(**{name: value}), ownership=Ownership()) == told


def test_a_default_in_a_settings_module_counts_for_the_scripts_that_use_the_variable() -> None:
    rows = (setting(None, "DATABASE_URL", "postgresql://db1.example.org/main", "server/settings.py", 5),)
    found = places_of("s.py", [effect("${DATABASE_URL}")], needs(DATABASE_URL=None), Claims(), OWNERSHIP, rows, ())
    assert [(row.name, row.place, str(row.at)) for row in found.defaults] == [("DATABASE_URL", "production", "server/settings.py:5")]
    assert found.reaches == ("production",)


def test_settings_for_what_a_script_never_touches_do_not_count() -> None:
    value = needs(DATABASE_URL="postgresql://db1.example.org/main")
    mixed = mixed_places((setting("production", "DATABASE_URL", "postgresql://db1.example.org/main"),
                          setting("staging", "DATABASE_URL", "postgresql://db1.example.org/main")), OWNERSHIP)
    files_only = places_of("s.py", [effect("/srv/reports", "filesystem")], value, Claims(), OWNERSHIP, (), mixed)
    assert (files_only.defaults, files_only.reaches, files_only.mixed) == ((), (), ())
    rows = places_of("s.py", [effect("sessions")], value, Claims(), OWNERSHIP, (), mixed)
    assert ([row.place for row in rows.defaults], rows.reaches) == (["production"], ("production",))
    assert rows.mixed == ("database-db1-example-org-main",)               # its host is mixed too, which says nothing more


def test_irreplaceable_data_matters_whatever_the_name() -> None:
    archive = Environment(id="archive", at=AT, hosts=("old1.example.org",), data="irreplaceable")
    assert fallen(needs(DB_HOST="old1.example.org"), ownership=Ownership(environments=(archive,))) == [("DB_HOST", "archive")]


def test_mixed_targets_are_named() -> None:
    mixed = (MixedPlace(id="database-db1-main", kind="database", name="db1/main", environments=("pilot", "production"), evidence=()),)
    assert places_of("s.py", [effect("postgresql://db1/main")], Dependencies(), Claims(), Ownership(), (),
                     mixed).mixed == ("database-db1-main",)
    assert places_of("s.py", [effect("postgresql://db1/other")], Dependencies(), Claims(), Ownership(), (), mixed).mixed == ()


# verdicts -----------------------------------------------------------------------------------------------------------------


def script(**places: object) -> Script:
    return Script(path="s.py", language="python", effects=(effect("x"),), places=Places(**places))  # type: ignore[arg-type]


def test_allowed() -> None:
    assert allowed(script(safe=("pilot",), source="header"), "pilot") == (True, ("its header states it safe in pilot",))
    assert allowed(script(never=("production",), source="handover.yml"), "prod") == (False, ("handover.yml says: never in prod",))
    assert allowed(script(safe=("pilot",), source="handover.yml"), "staging") == (False, ("handover.yml states it safe in pilot only",))
    assert allowed(script(), "pilot")[0] is None


def test_a_safe_place_is_not_safe_when_the_target_serves_another() -> None:
    mixed = (MixedPlace(id="host-app1", kind="host", name="app1", environments=("pilot", "production"), evidence=()),)
    assert allowed(script(safe=("pilot",), mixed=("host-app1",)), "pilot", mixed)[0] is False
    verdict, reasons = allowed(script(safe=("pilot",), reaches=("pilot", "production"),
                                      reach_evidence=(("production", "app1 is a host of production", AT),)), "pilot")
    assert verdict is False
    assert reasons == ("it reaches production (app1 is a host of production, s.py:3), where it is not stated safe",)


def test_substitute() -> None:
    rows = (setting("production", "DB", "db1"), setting("pilot", "DB", "db2"), setting(None, "NAME", "main"),
            setting("pilot", "KEY", "(secret)"))
    assert substitute("pg://${DB}/${NAME}/${KEY}/${OTHER}", "pilot", rows) == "pg://db2/main/${KEY}/${OTHER}"
    assert substitute("${DB}", "staging", rows) == "${DB}"


def test_names_of_places() -> None:
    assert environment_named(OWNERSHIP, (setting("staging", "A", "b"),), "prod") == "production"
    assert environment_named(OWNERSHIP, (setting("staging", "A", "b"),), "stg") == "staging"
    assert environment_named(OWNERSHIP, (), "moon") is None


def test_the_story(files: Callable[[Mapping[str, str]], dict[str, SourceFile]]) -> None:
    settings = mine_settings(files({"config/production.env": "DATABASE_URL=postgresql://db1.example.org/main\n",
                                    "config/testing.env": "DATABASE_URL=postgresql://db1.example.org/main\n",
                                    "server/settings.py": "import os\nURL = os.environ.get('DATABASE_URL', "
                                                          "'postgresql://db1.example.org/main')\n"}))
    mixed = mixed_places(settings, OWNERSHIP)
    found = places_of("s.py", [effect("${DATABASE_URL}")], needs(DATABASE_URL="postgresql://db1.example.org/main"), Claims(), OWNERSHIP,
                      settings, mixed)
    assert "database-db1-example-org-main" in found.mixed
    assert "production" in found.reaches
    assert [row.place for row in found.defaults] == ["production"]


_SETTINGS = """
import os
DATABASES = {"default": {"HOST": HOSTED, "NAME": "shopdata"}}
"""


@pytest.mark.parametrize(("host", "shared"), [
    ("os.environ.get('DB_HOST')", False), ("os.environ['DB_HOST']", False), ("env('DB_HOST')", False), ("'db1.example.org'", True)])
def test_a_database_whose_host_only_the_machine_knows_is_not_one_of_two_places(host: str, shared: bool,
                                                                              files: Callable[[Mapping[str, str]], dict[str, SourceFile]]) -> None:
    settings = mine_settings(files({f"settings/{name}.py": _SETTINGS.replace("HOSTED", host) for name in ("production", "staging")}))
    assert bool(mixed_places(settings, Ownership())) is shared
    assert reach("shopdata", settings, Ownership()) == (("production", "staging") if shared else ())


def test_a_table_made_by_keywords_is_one_too(files: Callable[[Mapping[str, str]], dict[str, SourceFile]]) -> None:
    text = "import os\nDATABASES = {'default': dict(HOST=os.environ['DB_HOST'], NAME='shopdata')}\n"
    assert mixed_places(mine_settings(files({f"settings/{name}.py": text for name in ("production", "staging")})), Ownership()) == ()


def test_a_name_that_only_one_place_has_tells_it(files: Callable[[Mapping[str, str]], dict[str, SourceFile]]) -> None:
    settings = mine_settings(files({"settings/production.py": _SETTINGS.replace("HOSTED", "os.environ['DB_HOST']")}))
    assert reach("shopdata", settings, Ownership()) == ("production",)


def test_what_a_workflow_sets_for_its_own_run_says_nothing_of_others() -> None:
    target, dependencies = "db.${DEPLOY_ENV}.example.net", needs(DEPLOY_ENV=None)
    alone = (setting("pilot", "DEPLOY_ENV", "pilot"),)
    assert reach(target, alone, dependencies=dependencies, resource="http") == ("pilot",)
    workflow = (setting("pilot", "DEPLOY_ENV", "pilot", path=".github/workflows/test.yml"),)
    assert reach(target, workflow, dependencies=dependencies, resource="http") == ()


@pytest.mark.parametrize(("unseen", "told"), [(True, ["TARGET_ENV"]), (False, [])])
def test_a_program_that_nobody_could_look_into_may_use_a_default(unseen: bool, told: list[str]) -> None:
    found = places_of("s.py", [effect("/srv/log", resource="filesystem")], needs(TARGET_ENV="production"), Claims(), OWNERSHIP, (), (), unseen=unseen)
    assert [default.name for default in found.defaults] == told
