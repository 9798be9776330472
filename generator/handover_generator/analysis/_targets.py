"""What a value or an effect's target points at: host, database, bucket, address."""

from __future__ import annotations

import re

from handover_generator.records import record
from handover_generator.regexes import regex

_URL = regex(r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30})://(?:[^\s/@?#]*@)?([^\s/?#,;\"']*)(/[^\s?#;\"']*)?", re.IGNORECASE)
_HOST = regex(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?", re.IGNORECASE)
_DATABASE_SCHEMES = regex(r"\A(?:postgres\w*|pgsql|mysql\w*|mariadb|mongodb\w*|mssql\w*|oracle\w*|sqlserver|jdbc:\w+|cockroachdb"
                          r"|clickhouse|couchdb|cassandra|redshift|db2|psql)", re.IGNORECASE)
_BUCKET_SCHEMES = frozenset(("s3", "s3a", "s3n", "gs", "gcs", "wasb", "wasbs", "abfs", "abfss", "oss", "swift"))
_HOST_KEY = regex(r"(?:\A|[._-])(?:\w*host(?:s|name|names)?|server(?:s|_?name)?|addr(?:ess)?|\w+_(?:server|addr|address|nodes?"
                  r"|endpoint|domain|broker)|domain|endpoint|nodes?|brokers?|bootstrap[._]servers|"
                  r"contact_?points|ip)\Z", re.IGNORECASE)
_DATABASE_KEY = regex(r"(?:\A|[._-])(?:db_?name|database(?:_?name)?|(?:\w+_)?(?:db|database|dbname)(?:_name)?|pgdatabase"
                      r"|mysql_database|postgres_db|mongo_?db(?:_?name)?|initdb_database|keyspace|databases\.\w+\.name)\Z",
                      re.IGNORECASE)
_BUCKET_KEY = regex(r"bucket(?:_?name)?s?\Z", re.IGNORECASE)
_URL_KEY = regex(r"url|uri|endpoint|host|server|base|api|dsn|address|addr|domain|broker|service", re.IGNORECASE)
_LOOPBACK = regex(r"\A(?:localhost(?:\.localdomain)?|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[?::1?\]?|host\.docker\.internal"
                  r"|gateway\.docker\.internal|docker\.for\.(?:mac|win)\.\w+)\Z", re.IGNORECASE)
# Services that everybody uses from everywhere: sharing them mixes nothing.
_PUBLIC = regex(r"(?:\A|\.)(?:github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|google\.com|googleapis\.com|gstatic\.com"
                r"|amazonaws\.com|amazon\.com|azure\.com|windows\.net|microsoft\.com|"
                r"microsoftonline\.com|sentry\.io|slack\.com|pypi\.org|pythonhosted\.org|npmjs\.org|npmjs\.com|docker\.com"
                r"|docker\.io|quay\.io|ghcr\.io|gcr\.io|cloudflare\.com|fastly\.net|jsdelivr\.net|"
                r"unpkg\.com|w3\.org|schema\.org|stripe\.com|paypal\.com|twilio\.com|sendgrid\.net|sendgrid\.com|mailgun\.net"
                r"|mailgun\.org|mailchimp\.com|postmarkapp\.com|sparkpostmail\.com|gmail\.com|"
                r"datadoghq\.com|newrelic\.com|pagerduty\.com|atlassian\.net|auth0\.com|okta\.com|facebook\.com|twitter\.com"
                r"|openai\.com|anthropic\.com|letsencrypt\.org|wikipedia\.org|wikimedia\.org|"
                r"opensuse\.org|debian\.org|ubuntu\.com|apache\.org|json-schema\.org|gov\.uk/pay|mozilla\.org|jquery\.com"
                r"|bootstrapcdn\.com|recaptcha\.net|hcaptcha\.com)\Z", re.IGNORECASE)
# Machines at such services that one customer alone has: the databases, caches and balancers of a cloud.
_OWN_THERE = regex(r"\.(?:rds|redshift|redshift-serverless|docdb|neptune|cache|memorydb|es|aoss|elb|mq|kafka|compute|compute-1|efs)\.amazonaws\.com\Z"
                   r"|\.(?:database|redis\.cache|servicebus)\.windows\.net\Z|\.database\.azure\.com\Z", re.IGNORECASE)
# Names that every project gives to its only database.
_ORDINARY_DATABASES = frozenset(("postgres", "mysql", "app", "db", "database", "main", "default", "test", "master", "root", "admin",
                                 "public", "data", "template1", "0", "1", "2", "true", "false", "none",
                                 "django.db.backends.postgresql", "sqlite3", ":memory:", "local"))
_SERVICE_NAMES = frozenset(("db", "database", "postgres", "postgresql", "mysql", "mariadb", "mongo", "mongodb", "redis", "cache",
                            "memcached", "memcache", "web", "app", "api", "rabbitmq", "kafka", "zookeeper",
                            "elasticsearch", "opensearch", "es", "solr", "minio", "localstack", "mailhog", "smtp", "nginx", "backend",
                            "frontend", "server", "worker", "proxy", "queue", "broker", "s3"))


@record(frozen=True, slots=True, order=True)
class Point:
    """``kind``: host, database, bucket, url. ``name``: as compared; a database with a known host is ``host/name``."""

    kind: str
    name: str


def points_of(value: str, key: str = "") -> tuple[Point, ...]:
    """Everything a value points at.

    Args:
        value: a setting's value or a target as rendered; holes (``${X}``) end a name and are no part of it.
        key: the setting's key; a bare word is a host, database or bucket only when its key says so.
    """
    found: list[Point] = []
    for match in _URL.finditer(value):
        found += _of_url(match.group(1).lower(), match.group(2), match.group(3) or "")
    if found or "://" in value:
        return tuple(dict.fromkeys(found))
    word = value.strip().strip("'\"")
    if not word or "${" in word or " " in word.strip():
        return tuple(dict.fromkeys(_hosts(word, key))) if word and "${" not in word else ()
    if _BUCKET_KEY.search(key):
        return (Point("bucket", word.lower()),)
    if _DATABASE_KEY.search(key) and re.fullmatch(r"[\w-]+", word):
        return (Point("database", word.lower()),) if word.lower() not in _ORDINARY_DATABASES else ()
    return tuple(dict.fromkeys(_hosts(word, key)))


def _of_url(scheme: str, authority: str, path: str) -> list[Point]:
    if scheme in _BUCKET_SCHEMES:
        name = authority.lower()
        return [Point("bucket", name)] if name and "$" not in name else []
    hosts = [bare_host(part) for part in authority.split(",")]
    found = [Point("host", host) for host in hosts if host and "$" not in host and _HOST.fullmatch(host)]
    if _DATABASE_SCHEMES.match(scheme):
        name = path.strip("/").split("/")[0].lower()
        if name and "$" not in name and found:
            found.append(Point("database", f"{found[0].name}/{name}"))
    return found


def _hosts(value: str, key: str) -> list[Point]:
    found: list[Point] = []
    for part in re.split(r"[\s,;]+", value):
        host = bare_host(re.sub(r":[/~].*\Z", "", part))         # app1:/srv/data, as scp and rsync write it
        dotted = bool(re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){3}", host)) or ("." in host and bool(_HOST_KEY.search(key)))
        if _HOST.fullmatch(host) and (dotted or (_HOST_KEY.search(key) and re.search(r"[a-z]", host,
                                                                                     re.IGNORECASE)
                                                 and host.lower() not in ("true", "false", "none", "null"))):
            found.append(Point("host", host.lower()))
    return found


def bare_host(text: str) -> str:
    """A host without user, port and brackets, lower-case."""
    return re.sub(r":\d*\Z", "", text.rsplit("@", 1)[-1].strip()).strip("[]").lower().rstrip(".")


def is_this_machine(host: str) -> bool:
    """Whether a host, as ``bare_host`` gives it, is the machine itself, whichever that is."""
    return _LOOPBACK.match(host) is not None


def is_place_key(key: str) -> bool:
    """Whether an address under this key is something that is used, rather than a link."""
    return bool(_URL_KEY.search(key))


def worth_a_word(point: Point, services: frozenset[str]) -> bool:
    """Whether sharing this between environments can hurt: not for this machine itself, compose services, or services of the whole world."""
    host = point.name.split("/", 1)[0] if point.kind in ("host", "database") else ""
    public = _PUBLIC.search(host) is not None and _OWN_THERE.search(host) is None
    ours = not (_LOOPBACK.match(host) or public or host in services or host in _SERVICE_NAMES or host in ("*", "0"))
    return len(point.name) > 1 and (ours or not (point.kind == "host" or "/" in point.name))


def slug(point: Point) -> str:
    """An id for pages and lists."""
    return re.sub(r"[^a-z0-9]+", "-", f"{point.kind}-{point.name}".lower()).strip("-")
