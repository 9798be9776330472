"""Settings of configuration files: which environment is told which host, database, bucket and variable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice

from handover_generator.analysis.environments import canonical, told_by_words, words_of
from handover_generator.analysis.folders import is_test, is_vendored, name_of, suffix_of
from handover_generator.model.inventory import Setting
from handover_generator.model.location import Location
from handover_generator.model.source import SourceFile
from handover_generator.records import replace
from handover_generator.regexes import regex
from handover_generator.sources._places import lines, trees
from handover_generator.sources._places._value import Value, kept
from handover_generator.sources._places.python_settings import OF_THE_MACHINE, python_values
from handover_generator.sources._starters.kinds.compose import is_compose
from handover_generator.sources._starters.kinds.crontabs import is_crontab
from handover_generator.sources._starters.kinds.dockerfiles import is_dockerfile
from handover_generator.sources._starters.kinds.kubernetes import is_kubernetes
from handover_generator.sources._starters.kinds.procfiles import is_procfile
from handover_generator.sources._starters.kinds.workflows import is_workflow

Rows = tuple[Setting, ...]
_Reader = Callable[[str], Iterator[Value]]

_MAX_TEXT = 300_000
_MAX_PER_FILE = 600
_ROWS_OF_DATA = 8
SERVICE_KEY = "compose.service"
"""Key under which the name of a compose service is given: inside the compose network it is a host name, and every compose file may have
one."""

_FOLDERS = frozenset(("conf", "config", "configs", "configuration", "settings", "environments", "environment", "envs", "env", "deploy",
                      "deployment", "deployments", "helm", "charts",
                      "k8s", "kubernetes", "kustomize", "overlays", "infra", "infrastructure", "inventory", "inventories", "group_vars",
                      "host_vars", "terraform", "ops", "docker",
                      "etc", "vars", "app_config", ".platform", ".ebextensions", "copilot", "manifests"))
_CONFIG_NAME = regex(r"(?:\A|[-_.])(?:config|configs?|settings?|conf|values|application|app|database|databases|db|env|environment"
                     r"|secrets|local|vars|variables|params|parameters|"
                     r"hosts|inventory|redis|mongo\w*|storage|cable|properties|defaults?)(?:[-_.]|\Z)", re.IGNORECASE)
_SAMPLE = regex(r"(?:\A|[-_./])(?:examples?|samples?|templates?|dist|tmpl|tpl|skel|defaults?\.example)(?:[-_.]|\Z)", re.IGNORECASE)
_ENV_FILE = regex(r"(?:\A|/)(?:\.env(?:rc)?(?:[.-][\w.-]+)?|[\w.-]+\.env(?:\.[\w-]+)?|env\.[\w-]+|\.flaskenv)\Z")
_NOT_CONFIG = regex(r"(?:\A|/)(?:package(?:-lock)?\.json|composer\.(?:json|lock)|tsconfig[\w.-]*\.json|\.eslintrc[\w.]*"
                    r"|mkdocs\.ya?ml|\.pre-commit-config\.ya?ml|poetry\.lock|uv\.lock|pnpm-lock\.yaml|"
                    r"pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|mypy\.ini|ruff\.toml|\.ruff\.toml|\.coveragerc|\.editorconfig"
                    r"|codecov\.ya?ml|\.codecov\.ya?ml|dependabot\.ya?ml|"
                    r"catalog-info\.ya?ml|openapi[\w.-]*|swagger[\w.-]*|Cargo\.toml|biome\.json|renovate\.json5?)\Z|(?:\A"
                    r"|/)(?:handover|docs?|locales?|translations|i18n|fixtures|migrations|static|node_modules)/")
_PLACE_KEY = regex(r"host|url|uri|dsn|server|addr|endpoint|database|\bdb|db\b|_db|db_|dbname|db_?name|bucket|queue|topic|index"
                   r"|domain|broker|conn|region|account|cluster|namespace|schema|"
                   r"environment|\benv\b|_env\b|stage|mongo|redis|postgres|mysql|solr|elastic|opensearch|memcache|rabbit|kafka|s3"
                   r"|smtp|ldap|project|keyspace|ip\b|path|dir\b|root", re.IGNORECASE)
# A dotted name may be a module or a file as well; with one of these endings it is a host.
_ENDINGS = (r"com|org|net|io|gov|edu|mil|int|eu|uk|de|fr|nl|be|ch|at|it|es|pt|pl|cz|se|no|fi|dk|ie|us|ca|au|nz|jp|cn|in|br|mx|za|ng|ru|ua"
            r"|tr|il|kr|sg|info|biz|dev|app|"
            r"cloud|tech|online|site|ai|co|me|tv|internal|intern|intra|intranet|local|lan|corp|home|private|svc|cluster|localdomain|test"
            r"|example|invalid|prod|production|stage|"
            r"staging|consul|docker|k8s")
_PLACE_VALUE = regex(rf"\A[a-z][a-z0-9+.-]*://\S+\Z|\A(?:[a-z0-9_-]+\.)+(?:{_ENDINGS})(?::\d+)?\Z"
                     rf"|\A\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?::\d+)?\Z", re.IGNORECASE)
_PLACEHOLDER = regex(r"@@@|\{\w*\}|%s|<\w+>|\$\d")
_UNUSABLE = regex(r"\A\s*(?:\{\{|\$\{\{|<%|%\(|__\w+__\Z|CHANGE_?ME|TODO|xxx+|<[^>]+>\Z)", re.IGNORECASE)
_ENV_KEYS = frozenset(("env", "environment", "variables", "environment_variables", "environmentvariables", "envvars", "env_vars",
                       "build_args", "args"))


def mine_settings(files: Mapping[str, SourceFile],
                  rows_of: Callable[[str, Callable[[], Rows]], Rows] = lambda _, make: make()) -> tuple[Setting, ...]:
    """Mine every configuration file of the repository.

    Args:
        files: all listed files by path; texts are read as data, nothing is imported, no tag or include is obeyed.
        rows_of: gives the settings of one file, remembered or made by what it is given. They depend on the file's path and text alone.

    Returns:
        Settings sorted by place. ``environment`` is told by the key (PROD_HOST), else the section, else file or folder name, else None.
        Values of keys that name a secret are "(secret)"; addresses lose the name and password in them. Names of compose services stand
        under ``compose.service``.
    """
    found: set[Setting] = set()
    declared = _declared(files)
    for path in sorted(files):
        text = files[path].text
        if text is None or len(text) > _MAX_TEXT or is_vendored(path) or _NOT_CONFIG.search(path):
            continue
        for setting in rows_of(path, partial(_rows, path, text)):
            known = declared.get(canonical(setting.environment)) if setting.environment is not None else None
            found.add(replace(setting, environment=known) if known is not None else setting)
    return tuple(sorted(found, key=lambda setting: (setting.at, setting.key, setting.value, setting.environment or "")))


def _declared(files: Mapping[str, SourceFile]) -> dict[str, str]:
    """Names of environments that people declared, by their one spelling: what is mined for "testing" belongs to their "test", if so
    called."""
    names: dict[str, str] = {}
    for path in sorted(files):
        if re.fullmatch(r"handover/[^/]+\.ya?ml", path):
            for value in trees.yaml_values(files[path].text or ""):
                if value.keys[0] == "environments" and len(value.keys) > 1:
                    names.setdefault(canonical(value.keys[1]), value.keys[1])
    return names


def _rows(path: str, text: str) -> Rows:
    reader, wide = _reader(path, text)
    return tuple(islice(_without_data(_settings_in(path, text, reader, wide)), _MAX_PER_FILE)) if reader is not None else ()


def _without_data(settings: Iterable[Setting]) -> Iterator[Setting]:
    """Keys that come again and again in one file are rows of data (a list of websites), no settings."""
    held = list(settings)
    if len(held) <= _ROWS_OF_DATA:
        return iter(held)
    often = Counter((setting.key, setting.environment) for setting in held)
    return (setting for setting in held
            if often[(setting.key, setting.environment)] <= _ROWS_OF_DATA or setting.key.endswith("host") or setting.key == SERVICE_KEY)


def _settings_in(path: str, text: str, reader: _Reader, wide: bool) -> Iterator[Setting]:
    by_file = environment_of_path(path)
    compose, workflow = is_compose(path), is_workflow(path)
    services: set[str] = set()
    for value in reader(text):
        keys = value.keys
        if compose:
            name = keys[1] if keys[0] == "services" and len(keys) > 1 else keys[0]
            known = keys[0] == "services" or (len(keys) > 1 and keys[0] not in _COMPOSE_OTHERS and not keys[0].startswith("x-"))
            if known and name not in services:
                services.add(name)
                yield Setting(environment=None, key=SERVICE_KEY, value=name, at=Location(path, value.line))
            if "environment" not in keys[:-1]:
                continue
        if workflow and not any(key.lower() in _ENV_KEYS for key in keys[:-1]):
            continue
        setting = _setting(path, value, by_file, wide=wide, compose=compose)
        if setting is not None:
            yield setting


def _setting(path: str, value: Value, by_file: str | None, *, wide: bool, compose: bool) -> Setting | None:
    key = _short(value.keys)
    if not value.text or _UNUSABLE.match(value.text) or len(value.text) > 2000 or (
            not wide and value.text != OF_THE_MACHINE and _PLACEHOLDER.search(value.text)):
        return None
    if not wide and not _PLACE_KEY.search(key) and not _PLACE_VALUE.search(value.text):
        return None
    sections = [] if compose else [told_by_words(words_of(part)) for part in value.keys[:-1]]
    section = next((environment for environment in reversed(sections) if environment), None)
    shown = kept(key, value.text)
    environment = environment_of_key(value.keys[-1]) or section or by_file
    return Setting(environment=environment, key=key, value=shown, at=Location(path, value.line)) if shown else None


def _short(keys: tuple[str, ...]) -> str:
    """A variable keeps its name alone; other keys keep the path to them, without wrappers that say nothing."""
    last = keys[-1]
    if re.fullmatch(r"[A-Z][A-Z0-9_]*", last) and (len(keys) == 1 or last not in _PARTS):
        return last
    kept_keys = [key for key in keys[:-1] if key.lower() not in _ENV_KEYS and told_by_words(words_of(key)) is None]
    return ".".join([*kept_keys[-3:], last])


def environment_of_key(key: str) -> str | None:
    """The environment a variable's own name tells: ``PROD_DB_HOST``, ``DB_HOST_STAGING``; only at either end of the name."""
    words = words_of(key)
    if len(words) < 2 or _PLACE_WORDS.isdisjoint(words):     # LIVE_DB_HOST is a place, LIVE_RELOAD is not
        return None
    first = told_by_words(words[:2])
    return first if first or words[0] in ("pre", "non", "not", "near") else told_by_words(words[-2:])


def environment_of_path(path: str) -> str | None:
    """The environment a file's name tells (``production.py``, ``compose.staging.yaml``), else the nearest folder that tells one.

    A sample says nothing of any environment.
    """
    name = name_of(path)
    if _SAMPLE.search(name):
        return None
    told = told_by_words(words_of(re.sub(r"\.(?:local|py|ya?ml|json|toml|ini|cfg|conf|env|txt|tfvars|properties|sh)\Z", "", name)))
    if told is not None:
        return told
    for folder in reversed(path.split("/")[:-1]):
        words = words_of(folder)
        if len(words) <= 3:
            told = told_by_words(words)
            if told is not None:
                return told
    return None


# Upper-case keys inside a larger setting (DATABASES.default.HOST), which mean little alone.
_PARTS = frozenset(("HOST", "NAME", "PORT", "USER", "PASSWORD", "ENGINE", "LOCATION", "URL", "BACKEND"))
_COMPOSE_OTHERS = frozenset(("volumes", "networks", "configs", "secrets", "version", "name"))
_PLACE_WORDS = frozenset(("host", "hosts", "hostname", "db", "database", "dbname", "url", "uri", "dsn", "server", "bucket", "endpoint",
                          "address", "addr", "domain", "broker",
                          "name", "port", "user", "region", "account", "cluster", "project", "namespace", "queue", "topic", "index",
                          "redis", "mongo", "mongodb", "postgres",
                          "mysql", "solr", "elasticsearch", "opensearch", "api", "base", "uris", "servers", "buckets"))


def _reader(path: str, text: str) -> tuple[_Reader | None, bool]:
    """How a file is read, and whether every value is kept (True) or only those that look like a place (False)."""
    name, suffix = name_of(path), suffix_of(path)
    if _SAMPLE.search(name) and not name.startswith(".env"):
        return None, False
    if _ENV_FILE.search(path) and suffix not in (".py", ".sh", ".yml", ".yaml", ".json", ".js", ".ts"):
        return lines.assignments, True
    if is_compose(path):
        return trees.yaml_values, True
    if is_workflow(path) and suffix in (".yml", ".yaml"):
        return trees.yaml_values, True
    if is_procfile(path):
        return lines.procfile, True
    if is_dockerfile(path):
        return lines.dockerfile, True
    if is_crontab(path, text):
        return lines.crontab, True
    if suffix in (".tfvars",) or path.endswith((".tfvars.json",)):
        return (trees.json_values if path.endswith(".json") else lines.terraform), True
    settings_folder = any(part in _FOLDERS for part in path.lower().split("/")[:-1])
    if is_test(path) and (is_test(f"{path.rpartition('/')[0]}/x") or not (settings_folder and environment_of_path(path))):
        return None, False
    return _by_suffix(path, text, name, suffix, settings_folder)


def _by_suffix(path: str, text: str, name: str, suffix: str, settings_folder: bool) -> tuple[_Reader | None, bool]:
    named = bool(_CONFIG_NAME.search(name.rsplit(".", 1)[0])) or environment_of_path(name) is not None
    if suffix == ".py":
        stem = name[:-3]
        return (python_values if re.search(r"settings?|config\b|\bconf\b|_config|config_|constants?\Z|defaults?\Z", stem)
                or (settings_folder and "settings" in path.lower()) or (environment_of_path(name) is not None and settings_folder)
                else None), False
    if suffix in (".yml", ".yaml"):
        if is_kubernetes(path, text):
            return trees.yaml_values, False
        return (trees.yaml_values if named or settings_folder else None), False
    if suffix == ".json":
        return (trees.json_values if (named or settings_folder) and len(text) < 100_000 else None), False
    if suffix == ".toml":
        return (trees.toml_values if named or settings_folder else None), False
    if suffix == ".tf":
        return lines.terraform, False
    if suffix in (".ini", ".cfg", ".conf", ".properties", ".cnf"):
        return (lines.inventory if _is_inventory(path, text) else lines.ini), False
    if suffix in (".sh", ".bash") and re.search(r"(?:\A|[-_.])(?:env|environment|vars|config|settings|profile)(?:[-_.]|\Z)",
                                                name.rsplit(".", 1)[0]):
        return lines.exports, True
    if not suffix and _is_inventory(path, text):
        return lines.inventory, True
    return None, False


def _is_inventory(path: str, text: str) -> bool:
    lowered = path.lower()
    return bool(re.search(r"(?:\A|/)(?:hosts|inventory)(?:[-_.][\w-]+)?(?:\.ini|\.cfg)?\Z|(?:\A|/)inventor(?:y|ies)/",
                          lowered)) and "[" in text
