"""Settings mined from configuration files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.analysis.environments import canonical, is_production, told_by_words, words_of
from handover_generator.model.source import SourceFile
from handover_generator.sources._places._value import kept, names_secret
from handover_generator.sources.places import environment_of_key, environment_of_path, mine_settings


@pytest.fixture
def mined(files: Callable[[Mapping[str, str]], dict[str, SourceFile]]) -> Callable[[Mapping[str, str]], list[str]]:
    """``environment key=value path:line`` of every setting, names of compose services left out."""
    return lambda texts: [f"{row.environment} {row.key}={row.value} {row.at}" for row in mine_settings(files(texts))
                          if row.key != "compose.service"]


Mined = Callable[[Mapping[str, str]], list[str]]


@pytest.mark.parametrize(("path", "environment"), [
    ("config/production.py", "production"), ("settings_staging.py", "staging"), ("config/prod.yml", "production"),
                                                   ("compose.production.yaml", "production"), (".env.dev", "development"),
    ("env/live/app.ini", "production"), ("values-stg.yaml", "staging"), ("compose.near-prod.yaml", None), ("non-prod.env", None),
    ("simulate-prod.env", None),
                                                   ("pre-prod.env", "preproduction"), (".env.example", None),
    ("production.sample.env", None), ("src/products/settings.py", None), ("dev/prod-data.yml", "production"), ("config/common.py", None)])
def test_environments_of_paths(path: str, environment: str | None) -> None:
    assert environment_of_path(path) == environment


@pytest.mark.parametrize(("key", "environment"), [
    ("PROD_DB_HOST", "production"), ("DB_HOST_STAGING", "staging"), ("LIVE_DB_URL", "production"), ("LIVE_RELOAD", None),
                                                  ("TEST_RUNNER", None), ("LOCAL_APPS", None), ("DEV_MODE", None),
    ("PRODUCT_URL", None), ("NON_PROD_URL", None), ("DATABASE", None)])
def test_environments_of_keys(key: str, environment: str | None) -> None:
    assert environment_of_key(key) == environment


def test_dotenv_and_secrets(mined: Mined) -> None:
    text = ("# DB=old\nexport DATABASE_URL='postgresql://user:pw@db1.example.org/main' # x\n"
            "API_KEY=abc\nPASSWORD_RESET_TIMEOUT=3\nSECRET_BUCKET=b1\n")
    assert mined({"config/production.env": text}) == [
        "production DATABASE_URL=postgresql://db1.example.org/main config/production.env:2",
                                                      "production API_KEY=(secret) config/production.env:3",
        "production PASSWORD_RESET_TIMEOUT=3 config/production.env:4", "production SECRET_BUCKET=b1 config/production.env:5"]


def test_python_settings(mined: Mined) -> None:
    text = """
import os
DB_HOST = os.environ.get("SHOP_DB_HOST", "db1.example.org")
DEBUG = True
TITLE = "x"
DATABASES = {"default": {"HOST": "db2.example.org", "NAME": "shop", "PASSWORD": "x"}}
class ProductionConfig(Base):
    SOLR_URL = "http://solr1:8983/x"
class Testing(Base):
    SOLR_URL = "http://solr2:8983/x"
"""
    assert mined({"shop/settings.py": text}) == [
        "None DB_HOST=db1.example.org shop/settings.py:3", "None SHOP_DB_HOST=db1.example.org shop/settings.py:3",
        "None DATABASES.default.HOST=db2.example.org shop/settings.py:6", "None DATABASES.default.NAME=shop shop/settings.py:6",
        "None DATABASES.default.PASSWORD=(secret) shop/settings.py:6", "production SOLR_URL=http://solr1:8983/x shop/settings.py:8",
        "test SOLR_URL=http://solr2:8983/x shop/settings.py:10"]


def test_compose_environment_in_both_notations_and_services(files: Callable[[Mapping[str, str]], dict[str, SourceFile]]) -> None:
    text = ("services:\n  web:\n    image: x.example.org/y\n    environment:\n      - DB_HOST=db1\n      - FLAG\n"
            "  job:\n    environment: {DB_NAME: shop}\nvolumes: {v: {driver: local}}\n")
    rows = [(row.environment, row.key, row.value, row.at.line) for row in mine_settings(files({"compose.staging.yaml": text}))]
    assert rows == [(None, "compose.service", "web", 3), ("staging", "DB_HOST", "db1", 5), ("staging", "DB_NAME", "shop", 8),
                    (None, "compose.service", "job", 8)]


def test_sections_inventories_tfvars_ci_dockerfile_cron_procfile(mined: Mined) -> None:
    texts = {
        "conf/app.ini": "[production]\ndb_host = db1\n[staging]\ndb_host = db2\n; db_host = db3\n",
        "inventories/prod/hosts": "[web]\napp1.example.org ansible_user=x\n[db]\nalias ansible_host=10.0.0.5\n[all:children]\nweb\n",
        "infra/prod.tfvars": 'bucket = "shop-data"\n',
             ".github/workflows/d.yml": "name: http://x.example.org\njobs:\n  d:\n    env:\n      API_HOST: api.example.org\n",
        "Dockerfile": "ENV A=1 DB_HOST=db9\nENV OLD value\n", "deploy/crontab": "DB_HOST=db7\n0 1 * * * B_HOST=db8 /x\n",
             "Procfile": "web: QUEUE=q1 python x.py\n",
        "chart/values-prod.yaml": "image: x\ningress:\n  host: shop.example.org\n  annotation: '{{ .x }}'\n"}
    assert sorted(mined(texts)) == sorted([
        "production db_host=db1 conf/app.ini:2", "staging db_host=db2 conf/app.ini:4",
                                           "production web.host=app1.example.org inventories/prod/hosts:2",
                                           "production db.host=10.0.0.5 inventories/prod/hosts:4",
        "production bucket=shop-data infra/prod.tfvars:1", "None API_HOST=api.example.org .github/workflows/d.yml:5",
                                           "None A=1 Dockerfile:1", "None DB_HOST=db9 Dockerfile:1", "None OLD=value Dockerfile:2",
        "None DB_HOST=db7 deploy/crontab:1", "None B_HOST=db8 deploy/crontab:2", "None QUEUE=q1 Procfile:1",
                                           "production ingress.host=shop.example.org chart/values-prod.yaml:3"])


def test_declared_names_are_used(mined: Mined) -> None:
    assert mined({"testing.env": "A_HOST=x\n",
                  "handover/places.yml": "environments:\n  testing: {hosts: [a]}\n"}) == ["testing A_HOST=x testing.env:1"]


@pytest.mark.parametrize("path",
                         ["package.json", "tests/settings.py", "docs/config.yml", "node_modules/x/config.json", "app/models.py",
                          "locale/en/config.yml", "settings.example.yml"])
def test_what_is_no_configuration(mined: Mined, path: str) -> None:
    assert mined({path: '{"db_host": "db1.example.org"}'}) == []


def test_rows_of_data_are_no_settings(mined: Mined) -> None:
    assert mined({"config/sites.yml": "sites:\n" + "".join(f"  - {{url: 'https://s{n}.example.org'}}\n" for n in range(20))}) == []


@pytest.mark.parametrize(("key", "yes"),
                         [("DB_PASSWORD", True), ("aws_secret_access_key", True), ("TOKEN", True), ("API_TOKEN_URL", False),
                          ("SECRET_NAME", False), ("DB_HOST", False), ("keyspace", False),
                                          ("auth.private_key", True), ("COMPASS_HOST", False)])
def test_secret_keys(key: str, yes: bool) -> None:
    assert names_secret(key) is yes


@given(st.text(max_size=40), st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[A-Za-z0-9!$%]{1,20}", fullmatch=True))
def test_no_password_of_an_address_is_kept(tail: str, user: str, password: str) -> None:
    shown = kept("DATABASE_URL", f"postgresql://{user}:{password}@db1.example.org/{tail}")
    assert f":{password}@" not in shown


def test_words() -> None:
    assert words_of("settingsProd-eu_2") == ["settings", "prod", "eu", "2"]
    assert told_by_words(["staging", "prod"]) is None
    assert canonical("PRD") == "production"
    assert is_production("prod-eu")
    assert not is_production("nonprod")
    assert not is_production("pilot")


@given(st.dictionaries(st.sampled_from(["config/prod.yml", ".env", "settings.py", "app.ini", "hosts", "compose.yaml", "config/a.json",
                                        "config/b.toml", "x.tf", "Dockerfile", "crontab", "handover/x.yml"]),
                       st.text(alphabet=st.sampled_from(list("ab:{}[]=\"'\n -&*!<|>#.%@/\\t0")), max_size=100)))
def test_any_text_is_read_without_a_traceback(texts: dict[str, str]) -> None:
    listed = {path: SourceFile(path=path, blob="", size=1, text=text) for path, text in texts.items()}
    assert mine_settings(listed) == mine_settings(dict(reversed(listed.items())))


def test_hostile_yaml(mined: Mined) -> None:
    bomb = "a: &a [x.example.org, x.example.org]\n" + "".join(f"k{n}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
    assert len(mined({"config/app.yml": bomb})) < 700
    assert mined({"config/app.yml": "a: !!python/object/apply:os.system [x]\n" + "[" * 3000}) == []
    assert mined({"config/app.yml": "{" * 200_000, "config/b.json": "[" * 90_000, "settings.py": "-" * 200_000 + "1"}) == []


@pytest.mark.parametrize("call", ['get_env_setting("DB_NAME")', 'utils.required("DB_NAME")', 'int(required("DB_PORT"))'])
def test_the_name_of_a_variable_is_not_its_value(mined: Mined, call: str) -> None:
    assert mined({"settings/production.py": f"DATABASES = {{'default': {{'NAME': {call}, 'HOST': parse('db.example.org')}}}}\n"}) == [
        "production DATABASES.default.HOST=db.example.org settings/production.py:1"]
