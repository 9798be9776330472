"""What the shipped catalogue must know of, and what it must not claim."""

from __future__ import annotations

import sys

import pytest

FAMILIES = [
    "builtins", "sys", "logging", "pathlib", "os", "requests", "yaml", "json", "subprocess", "shutil", "sqlalchemy", "boto3", "boto",
    "pymysql", "tempfile", "urllib", "httpx", "smtplib", "email", "socket", "glob", "gzip", "zipfile", "tarfile", "bz2", "lzma",
    "getpass", "alembic", "click", "argparse", "optparse", "prometheus_client", "novaclient", "keystoneclient", "designateclient",
    "neutronclient", "cinderclient", "ldap", "ldap3", "redis", "signal", "sqlite3", "pymongo", "bson", "motor", "mongoengine", "psycopg2",
    "psycopg", "asyncpg", "MySQLdb", "mysql", "aiomysql", "django", "celery", "rq", "elasticsearch", "opensearchpy", "web", "pexpect",
    "paramiko", "fabric", "invoke", "asyncssh", "netmiko", "ftplib", "telnetlib", "xmlrpc", "pickle", "marshal", "shelve", "dill",
    "joblib", "importlib", "runpy", "ctypes", "cffi", "kubernetes", "docker", "google", "azure", "pandas", "kafka", "confluent_kafka",
    "pika", "nats", "stomp", "stripe", "twilio", "sendgrid", "slack_sdk", "sentry_sdk", "statsd", "datadog", "memcache", "pymemcache",
    "cassandra", "clickhouse_driver", "influxdb", "neo4j", "peewee", "tortoise", "pony", "dataset", "records", "pyodbc", "oracledb",
    "snowflake", "aiohttp", "urllib3", "pycurl", "http", "websocket", "websockets", "socketio", "aiofiles", "anyio", "fileinput",
    "configparser", "toml", "dotenv", "csv", "openpyxl", "PIL", "matplotlib", "git", "github", "gitlab", "jira", "zenpy", "pdpyras",
    "hvac", "keyring", "crontab", "psutil", "multiprocessing", "threading", "concurrent", "asyncio", "selenium", "playwright", "mwclient",
    "pywikibot", "pysolr", "internetarchive", "openai", "anthropic", "flask", "notifications_python_client", "reversion",
    "simple_salesforce",
]


@pytest.mark.parametrize("package", FAMILIES)
def test_a_ranked_family_is_known(shipped, package):
    assert shipped.package_known(package)


def test_the_standard_library_is_known_to_the_last_module(shipped):
    special = {"mailbox", "msilib", "nis", "nntplib", "ossaudiodev", "smtpd", "turtledemo", "winreg", "winsound", "zipapp"}
    missing = {name for name in sys.stdlib_module_names if not name.startswith("_") and not shipped.package_known(name)}
    assert missing <= special


@pytest.mark.parametrize("path", [
    ("builtins", "unknown_name", "()"),
    ("builtins", "delete", "()"),
    ("nobody_knows_this", "delete", "()"),
    ("requests", "frobnicate", "()"),
    ("stripe", "Charge", "frobnicate", "()"),
])
def test_nothing_is_said_of_what_is_not_known(shipped, path):
    assert shipped.rows(shipped.walk(*path)) == ()


@pytest.mark.parametrize("path", [
    ("json", "loads", "()", "[]", "delete", "()"),
    ("re", "sub", "()"),
    ("os", "path", "join", "()"),
    ("builtins", "dict", "()", "update", "()"),
    ("datetime", "datetime", "now", "()", "replace", "()"),
    ("collections", "deque", "()", "remove", "()"),
    ("sentry_sdk", "capture_exception", "()"),
    ("requests", "get", "()", "json", "()"),
    ("boto3", "client", "()", "describe_instances", "()", "[]"),
])
def test_what_only_computes_is_neutral(shipped, path):
    assert [row.do for row in shipped.rows(shipped.walk(*path))][:1] == ["neutral"]


def test_no_row_names_another_machine_or_repository(shipped):
    for row in shipped.all_rows:
        assert "/" not in row.path
        assert row.do == "neutral" or row.lib


def test_every_action_says_in_words_what_it_does_and_words_fit_after_the_scripts_name(shipped):
    for row in shipped.all_rows:
        if row.do in ("read", "write", "delete", "execute", "send"):
            assert row.what, row.path
            assert row.what[0].islower(), row.path
            assert not row.what.endswith("."), row.path


def test_destructive_rows_lose_something(shipped):
    for row in shipped.all_rows:
        if row.destructive:
            assert row.do in ("delete", "write"), row.path
        if row.do in ("read", "send"):
            assert not row.destructive, row.path


@pytest.mark.parametrize("name", ["drop_collection", "flushall", "drop_database", "set_contents_from_filename", "get_or_create"])
def test_a_distinctive_name_tells_its_row(shipped, name):
    row = shipped.named(name)
    assert row is not None
    assert name in row.path


@pytest.mark.parametrize("name", ["get", "set", "run", "delete", "execute", "send", "save", "update", "remove", "close", "add", "write", "read",
                                  "delete_many", "get_metadata", "get_document", "clear_cache", "order_by", "no_such_thing"])
def test_a_common_name_tells_nothing(shipped, name):
    assert shipped.named(name) is None
