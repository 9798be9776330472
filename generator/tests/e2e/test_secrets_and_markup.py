"""Text of the repository that wants to be more than text, and text that must not be seen: in every output and in the cache."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

# Put together here so that no scanner takes this file for a leak.
SECRETS = {
    "aws": "AKIA" + "Q3EGRZPLXT7WNUHB",
    "github": "ghp_" + "a8Kd93jfLq02MzXcVb71PoIuYtReWq5HgT3n",
    "slack": "xoxb-" + "302817465011-Kd83jfLq02MzXcVb71PoIuYt",
    "url": "Zx9" + "kQ2vLm8",
    "plain": "Sup3r" + "-Geheim-77",
    "flag": "Tr0ub" + "4dor-Horse",
    "default": "F4llb" + "ack-Kw-123",
    "subject": "glpat-" + "Yw8dK2mPq9XzLr4TvB6n",
    "bearer": "b3Ar" + "erT0kenValue987654321",
    "heredoc": "H3r" + "eDoc-Pw-55",
    "pem": "MIIEpAIBAAKCAQEA7v1q9Tz0" + "KpWm3xR8",
}
MARKUP = '<script>alert("PLANTED")</script><img src=x onerror=PLANTED()>'

COMMANDS = [
    ("scan", "--format", "json"),
    ("scan", "--format", "csv"),
    ("scan", "--format", "table"),
    *(("check", "--format", form) for form in ("text", "json", "sarif", "github", "gitlab")),
    *(("explain", "scripts/leaky.py", "--trails", "--format", form) for form in ("text", "json")),
    ("explain", "scripts/leaky.sh", "--trails"),
    ("explain", "scripts/leaky.sh", "--in", "production"),
    *(("review", "HEAD~1", "--format", form) for form in ("text", "markdown", "json")),
    *(("leave", "ana@example.org", "--format", form) for form in ("text", "markdown", "html", "json")),
    ("draft", "scripts/leaky.py"),
    ("draft", "scripts/leaky.sh"),
]


@pytest.fixture(scope="module")
def leaky(session_folder: Path, request: pytest.FixtureRequest) -> Any:
    repo = type(request.getfixturevalue("shop"))(session_folder / "leaky")
    s = SECRETS
    repo.commit({"README.md": "x\n"}, f"Begin, token {s['subject']} until Friday", by=MARKUP.replace("<", "").replace(">", ""))
    repo.commit(
        {
            "scripts/leaky.py": f'''"""Empty the pilot. {MARKUP}

--8<-- "/etc/passwd"

---
template: evil.html
---

{{{{ config }}}} {{% include "x" %}} | a | b | [x](javascript:alert(1)) ::: module !!! danger
"""
import argparse, os, shutil, subprocess
import boto3, psycopg2, requests
AWS_ACCESS_KEY_ID = "{s["aws"]}"
GITHUB = "{s["github"]}"
password = "{s["plain"]}"
KEY = """-----BEGIN RSA PRIVATE KEY-----
{s["pem"]}
-----END RSA PRIVATE KEY-----"""

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--password", default="{s["default"]}")
    parser.parse_args()
    db = psycopg2.connect("postgres://admin:{s["url"]}@db1.example.org/pilot")
    db.cursor().execute("DELETE FROM sessions")
    requests.delete("https://api:{s["url"]}@api.example.org/x", headers={{"Authorization": "Bearer {s["bearer"]}"}})
    requests.post("https://slack.com/api/chat.postMessage", headers={{"token": "{s["slack"]}"}})
    os.environ.setdefault("DB_PASSWORD", "{s["default"]}")
    subprocess.run("mysql -u root -p{s["flag"]} -e 'DROP DATABASE pilot'", shell=True)
    shutil.rmtree("/srv/{MARKUP.replace("/", "").replace('"', "'")}")

if __name__ == "__main__":
    main()
''',
            "scripts/leaky.sh": f"""#!/bin/bash
# Reset. {MARKUP} | pipe | {{{{ x }}}} --8<-- "x"
export DB_PASSWORD={s["plain"]}
PGPASSWORD={s["flag"]} psql -h db1.example.org -c 'DROP TABLE kept'
mysql --password={s["flag"]} -e 'DROP DATABASE pilot'
curl -X DELETE -u admin:{s["flag"]} https://api.example.org/all
curl -H "Authorization: Bearer {s["bearer"]}" -X POST https://user:{s["url"]}@hooks.example.org/x
psql postgres://admin:{s["url"]}@db1.example.org/pilot <<EOF
ALTER ROLE admin PASSWORD '{s["heredoc"]}';
DELETE FROM sessions;
EOF
""",
            ".env.production": f"DATABASE_URL=postgres://admin:{s['url']}@db1.example.org/pilot\nSECRET_KEY={s['plain']}\nAPI_TOKEN={s['github']}\n",
            "docker-compose.yml": f"services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: {s['plain']}\n",
            "handover/x.yml": f"environments:\n  production: {{hosts: [db1.example.org], data: irreplaceable}}\n"
            f"scripts:\n  scripts/leaky.py:\n    purpose: 'Resets. {MARKUP} token={s['github']}'\n    undo: 'password: {s['plain']}'\n",
            "crontab": f"0 3 * * * root DB_PASSWORD={s['plain']} scripts/leaky.sh --token {s['github']}\n",
        },
        f"Rotate: password={s['plain']} for {s['github']}",
        executable=("scripts/leaky.sh",),
        on="2023-04-01T12:00:00+00:00",
    )
    return repo


def leaks(text: str) -> list[str]:
    return [kind for kind, secret in SECRETS.items() if secret in text]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_output_holds_a_secret(handover: Any, leaky: Any, command: tuple[str, ...]) -> None:
    result = handover(*command, "--repo", leaky.root)
    assert result.code in (0, 1), result
    assert "Traceback" not in result.err
    assert len(result.out) > 20, result
    assert leaks(result.out + result.err) == []
    assert "\x1b" not in result.out


def test_drafts_hold_no_secret(handover: Any, leaky: Any, tmp_path: Path) -> None:
    leaky.git("clone", "--quiet", str(leaky.root), str(tmp_path / "copy"))
    result = handover("init", "--repo", tmp_path / "copy")
    assert result.code == 0, result
    drafted = [path for path in (tmp_path / "copy" / "handover").iterdir() if path.name != "x.yml"]
    assert drafted
    for path in drafted:
        assert leaks(path.read_text("utf-8")) == []


def test_no_secret_is_kept_in_the_cache(alone: Any, leaky: Any) -> None:
    assert alone("scan", "--repo", leaky.root).code == 0
    files = [path for path in alone.home.rglob("*.sqlite3*") if path.is_file()]
    assert files
    for path in files:
        raw = path.read_bytes()
        assert [kind for kind, secret in SECRETS.items() if secret.encode() in raw] == []
        connection = sqlite3.connect(path)
        for (value,) in connection.execute("SELECT value FROM entry"):
            try:
                text = zlib.decompress(value).decode("utf-8", "replace")
            except zlib.error:
                continue
            assert leaks(text) == [], text[:200]
        connection.close()


def test_the_sources_of_the_site_hold_no_secret(handover: Any, leaky: Any, tmp_path: Path) -> None:
    result = handover("build", "--markdown", "--repo", leaky.root, "--output", tmp_path / "pages")
    assert result.code == 0, result
    pages = [path for path in (tmp_path / "pages").rglob("*") if path.is_file()]
    assert len(pages) > 10
    for path in pages:
        assert leaks(path.read_text("utf-8")) == [], path


class _Active(HTMLParser):
    """Gathers what would act: elements and attributes that carry the planted word, in any way but as text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.script = tag == "script"
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.script and "PLANTED" in data and "{" not in data[:1]:
            self.found.append(f"script with {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        self.script = False


def test_the_site_holds_no_secret_and_nothing_planted_acts(handover: Any, leaky: Any, tmp_path: Path) -> None:
    result = handover("build", "--repo", leaky.root, "--output", tmp_path / "site")
    assert result.code == 0, result
    mentioned = False
    for path in sorted((tmp_path / "site").rglob("*")):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        assert [kind for kind, secret in SECRETS.items() if secret.encode() in raw] == [], path
        assert b"root:x:0:0" not in raw, path  # the included file
        assert str(tmp_path).encode() not in raw, path
        assert str(leaky.root).encode() not in raw, path
        if path.suffix == ".html":
            page = _Active()
            page.feed(raw.decode("utf-8"))
            assert page.found == [], path
            mentioned = mentioned or b"PLANTED" in raw
    assert mentioned  # told as text, not swallowed


def test_text_that_commands_machines_stays_text(handover: Any, make_repo: Callable[..., Any]) -> None:
    repo = make_repo("machines")
    repo.commit(
        {
            b"scripts/a::set-output name=x::\n::error::y.sh": "#!/bin/sh\n# \x1b]0;title\x07 \u202egnp \u200b\nrm -rf /srv/x\n",
            "scripts/b.py": '"""@everyone #1 <!-- handover -->\n::add-mask::x\n"""\nimport os\nif __name__ == "__main__":\n    os.remove("/srv/y")\n',
        },
        by="@team ::warning::",
        message="::debug::x\n\n\x1b[2J",
    )
    for command in (
        ("check", "--format", "github"),
        ("check",),
        ("scan",),
        ("review", "HEAD", "--format", "markdown"),
        ("leave", "ana@example.org"),
        ("explain", "scripts/b.py"),
    ):
        result = handover(*command, "--repo", repo.root)
        assert result.code in (0, 1), result
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e\u200b]", result.out.replace("@\u200b", "").replace("#\u200b", "")), command
        for line in result.out.splitlines():
            assert not re.match(r"::(?!error |warning |notice |group|endgroup|stop-commands)", line), line
