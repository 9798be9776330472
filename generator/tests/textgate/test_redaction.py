"""What is a secret goes, what is ordinary code stays, and nothing takes long."""

from __future__ import annotations

import ast
import sysconfig
import time
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_generator.textgate import _secrets, may_hold_secret, redact, redact_value, which_may_hold_secret

# Assembled at run time, so that this file holds no string in a provider's format.
TOKENS = tuple(
    "".join(parts)
    for parts in (
        ("AK", "IA", "IOSFODNN7EXAMPLE"),
        ("gh", "p_", "a1B2" * 9),
        ("github", "_pat_", "11ABCDEFG0" * 4),
        ("gl", "pat-", "x9Y8z7W6v5U4t3S2r1Q0"),
        ("xo", "xb-", "123456789012-abcdefGHIJ"),
        ("sk", "_live_", "4eC39HqLyjWDarjtT1zdp7dc"),
        ("AI", "za", "SyA1234567890abcdefghijklmnopqrstu"),
        ("S", "G.", "ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr"),
        ("np", "m_", "a1B2c3D4e5" * 4),
        ("ey", "J", "hbGciOiJIUzI1NiJ9.ey", "JzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"),
        ("hooks.sla", "ck.com/services/", "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"),
        ("GOC", "SPX-", "a1B2c3D4e5F6g7H8i9J0k1L2"),
    )
)
WRAPS = ("{}", "token = '{}'", "# {}", "curl -H 'X: {}' https://x.example", "see {}.", "a={}&b=1", '{{"k": "{}"}}')


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("token", TOKENS)
def test_provider_tokens_go_in_any_wrapping(token: str, wrap: str) -> None:
    out = redact(wrap.format(token))
    assert token not in out
    assert "‹redacted" in out


@pytest.mark.parametrize(
    "line",
    [
        "PASSWORD={}",
        "export DB_PASSWORD={}",
        "password: {}",
        "  - POSTGRES_PASSWORD={}",
        'password = "{}"',
        "password='{}'",
        "API_KEY = '{}'",
        '"secret": "{}"',
        "client_secret => '{}'",
        "os.environ.get('DB_PASSWORD', '{}')",
        'os.getenv("API_TOKEN", "{}")',
        "os.getenv(\n    'DB_PASSWORD',\n    '{}',\n)",
        "parser.add_argument('--password', help='the password', default='{}')",
        "@click.option('--token', default='{}')",
        "postgres://app:{}@db1/main",
        "https://user:{}@example.org/x",
        "mysql -uroot -p{} main",
        "mysqldump --password={} main",
        "sshpass -p {} ssh host",
        "redis-cli -a {} flushall",
        "curl -u admin:{} https://x.example",
        "PGPASSWORD={} psql -h db",
        "host=db user=app password={} dbname=main",
        "?access_token={}&x=1",
        "ALTER ROLE app WITH PASSWORD '{}'",
        "CREATE USER x IDENTIFIED BY '{}'",
        "Authorization: Bearer {}",
        "headers={{'Authorization': 'Basic {}'}}",
        "conn = connect(user='x', passwd='{}')",
        "password: str = '{}'",
        "secret_key = b'{}'",
        "ENV SECRET_KEY={}",
        "-e MYSQL_ROOT_PASSWORD={} mysql",
    ],
)
@pytest.mark.parametrize("value", ["hunter2xyz", "s3cr3t-Pa55", "kJ8s0dXq2LmZ91pW"])
def test_values_of_secret_names_go(line: str, value: str) -> None:
    out = redact(line.format(value))
    assert value not in out
    assert f"{len(value)} characters" in out


@pytest.mark.parametrize(
    "line",
    [
        "password = get_password()",
        "connect(password=password, token=tok)",
        "token = request.token",
        "def login(user: str, password: str) -> None:",
        "password: The password of the user.",
        "the token is used for nothing",
        "postgres://app:${DB_PASSWORD}@db1/main",
        "PASSWORD=$1",
        "password: ${{ secrets.DB_PASSWORD }}",
        "secret_name = 'prod/db'",
        "tokens = ['a', 'b']",
        "SELECT password FROM users",
        "psql -h db -p 5432",
        "ssh -p 2222 host",
        "mkdir -p data/dumps",
        "token_url = 'https://example.org/token'",
        "if token == 'end':",
        "password=None",
        "api_key = ''",
        "http://localhost:8080/x@y",
        "fields = ('username', 'password', 'email')",
        "PASSWORD_RESET_TIMEOUT = 3600",
        "from tokenize import tokenize",
        "mysql -u root -P 3306 main",
        "os.environ['DB_PASSWORD']",
        "os.environ.get('DB_PASSWORD')",
        "password = self.config.password",
        "commit 026d3d4fa5b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5",
        "key = row['id']",
        "sort_keys=True",
        "primary_key=True",
        "drops the database main",
    ],
)
def test_ordinary_lines_stay(line: str) -> None:
    assert redact(line) == line


def test_private_key_blocks_go_whole() -> None:
    block = "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----"
    out = redact(f"x = '''{block}'''\nrest")
    assert "MIIE" not in out
    assert out.endswith("'''\nrest")
    assert "MIIE" not in redact(block[:40])  # cut before its end
    certificate = "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----"
    assert redact(certificate) == certificate


def test_the_name_beside_a_value_decides() -> None:
    assert redact_value("DB_PASSWORD", "hunter2") == "‹redacted password, 7 characters›"
    assert redact_value("DB_HOST", "app1.example.org") == "app1.example.org"
    assert redact_value("DB_PASSWORD", "${OTHER}") == "${OTHER}"
    assert redact_value("TOKEN_URL", "https://x.example") == "https://x.example"
    assert "pw1" not in redact_value("DB_URL", "mysql://a:pw1@h/d")


_PIECES = st.sampled_from(
    [
        "password",
        "secret",
        "token",
        "=",
        ": ",
        "'",
        '"',
        " ",
        "\n",
        "://",
        ":",
        "@",
        "-p",
        "mysql ",
        "hunter2",
        "api_key",
        "Bearer ",
        "Authorization",
        "‹",
        "›",
        "AKIA",
        "x" * 16,
        "-----BEGIN PRIVATE KEY-----",
        "-----END",
        "-----",
        "default=",
        "getenv(",
        ",",
        "1",
    ]
)


@settings(max_examples=300)
@given(st.lists(_PIECES | st.text(max_size=5), max_size=14).map("".join))
def test_redacting_twice_changes_nothing(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "piece",
    [
        "password=",
        "password='",
        "bearer ",
        "://a:",
        "authorization: ",
        "-----BEGIN PRIVATE KEY",
        "mysql -p",
        "_token",
        "a",
        "x.",
        "get('password',",
        "add_argument('--password' ",
        "eyJaaaaaaaa.",
        "identified by ",
        "token ",
        "sk-",
        "passwordpassword",
    ],
)
def test_time_grows_with_length_alone(piece: str) -> None:
    numbers = count()

    def cost(length: int) -> float:
        text = f"{next(numbers)} " + (piece * (length // len(piece) + 1))[:length]       # what was seen before costs nothing
        start = time.process_time()
        redact(text)
        return time.process_time() - start

    small = max(min(cost(12_000) for _ in range(3)), 0.004)
    assert cost(96_000) < 40 * small
    # One line is capped, so ten times the text on one line costs no more than the cap.
    assert cost(900_000) < 60 * small


def test_ordinary_code_is_hardly_ever_masked() -> None:
    folder = Path(sysconfig.get_paths()["stdlib"])
    lines = masked = 0
    for path in sorted(folder.glob("*.py"))[:60]:
        text = path.read_text(encoding="utf-8", errors="replace")
        ast.parse(text)
        before, after = text.split("\n"), redact(text).split("\n")
        lines += len(before)
        masked += sum(a != b for a, b in zip(before, after, strict=False)) if len(before) == len(after) else len(before)
    assert lines > 10_000
    assert masked / lines < 0.002


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("wrap", WRAPS)
def test_the_quick_look_misses_no_token(token: str, wrap: str) -> None:
    assert may_hold_secret(wrap.format(token))
    assert _secrets._searched(wrap.format(token)) == redact(wrap.format(token))


_PIECES = st.sampled_from((
    "password", "PGPASSWORD", "api_key", "token", "secret", "connection_string", "Authorization", "bearer ", "identified by ", "=", ": ", " = ", " ",
    "'", '"', "--", " -p", " -u ", "mysql", "redis-cli -a", "curl", "docker login", "user", ":", "@", "://", "https://", "hunter2", "S3cret!x",
    "a1b2c3d4e5f6g7h8i9j0", ",", "(", ")", "export ", "ghp_", "xoxb-", "-----BEGIN PRIVATE KEY-----", "eyJ", ".", "/", "fix", "default=",
))


@given(st.lists(_PIECES, min_size=1, max_size=9).map("".join))
@settings(max_examples=600, deadline=None)
def test_the_quick_look_misses_nothing_that_is_redacted(line: str) -> None:
    if _secrets._searched(line) != line:
        assert may_hold_secret(line)
    assert redact(line) == _secrets._searched(line) or len(line) < 5


def test_the_quick_look_passes_ordinary_subjects_by() -> None:
    for subject in ("Fix typo in readme", "Merge branch 'main' of github.com:celery/celery", "Pass the keyword arguments on", "Bumped 5.2.1"):
        assert not may_hold_secret(subject)


@given(st.lists(st.lists(_PIECES, max_size=9).map("".join), max_size=6))
@settings(max_examples=300, deadline=None)
def test_many_lines_at_once_miss_nothing_that_is_redacted(lines: list[str]) -> None:
    found = which_may_hold_secret(lines)
    assert {place for place, line in enumerate(lines) if redact(line) != line} <= set(found)
    assert all(may_hold_secret(lines[place]) for place in found)
    assert found == sorted(set(found))


@pytest.mark.parametrize("other", ["", "plain", "é 🔑", "İ", "a\nb"])
def test_many_lines_at_once_find_each_token_where_it_is(other: str) -> None:
    lines = [line for token in TOKENS for line in (other, f"use {token}")]
    assert set(range(1, len(lines), 2)) <= set(which_may_hold_secret(lines))
