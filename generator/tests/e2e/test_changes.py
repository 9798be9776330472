"""After any change, what comes from the cache is what a fresh run would say."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handover_generator.pipeline import Options, _walks, analyse
from handover_generator.renderers.formats.scan_json import FORMAT
from handover_generator.sources import _history_merges, history

FILES = {
    "lib/__init__.py": "",
    "lib/store.py": "import os\nimport shutil\nROOT = os.environ.get('ROOT', '/srv/data')\n\n\ndef drop(path=ROOT):\n    shutil.rmtree(path)\n",
    "lib/more.py": "import subprocess\n\n\ndef one():\n    open('/srv/one', 'w').write('')\n\n\nclass Two:\n    def run(self):\n"
                   "        subprocess.run(['psql', '-c', 'DROP TABLE two'])\n\n    def stop(self):\n        raise NotImplementedError\n",
    "scripts/g.py": "from lib.more import Two, one\n\nif __name__ == '__main__':\n    Two().run()\n    one()\n    Two().stop()\n",
    "lib/jobs.py": "from lib import store\n\n\nclass Job:\n    def clean_everything(self):\n        store.drop('/srv/jobs')\n",
    "scripts/a.py": "from lib.store import drop\n\nif __name__ == '__main__':\n    drop()\n",
    "scripts/b.py": "def main(job):\n    job.clean_everything()\n\n\nif __name__ == '__main__':\n    main(find_job())\n",
    "scripts/c.sh": "#!/bin/sh\n. scripts/common.sh\npython scripts/a.py\nclean /srv/c\n",
    "scripts/common.sh": "clean() {\n  rm -rf \"$1\"\n}\n",
    "scripts/d.sql": "DELETE FROM orders;\n",
    "scripts/e.sh": "#!/bin/sh\nread -p 'sure? ' yes\npsql -f scripts/d.sql\n",
    "Makefile": "clean:\n\tsh scripts/c.sh\n",
    "docker-compose.yml": "services:\n  app:\n    build: .\n    volumes:\n      - .:/app\n",
    "Dockerfile": "FROM python\nWORKDIR /srv/app\nCOPY scripts /opt/scripts\nCMD [\"/opt/scripts/c.sh\"]\n",
    "scripts/f.sh": "#!/bin/sh\npython /app/scripts/a.py\nsh /opt/scripts/e.sh\nclean /srv/f\n",
    "crontab": "0 3 * * * root sh scripts/e.sh\n",
    "handover/people.yml": "people:\n  ana: {name: Ana, emails: [ana@example.org]}\n",
}
# Files that were not there before: some take the place of what a name meant until then.
NEW = {
    "scripts/new{}.py": "from lib.store import drop\nif __name__ == '__main__':\n    drop('/srv/new')\n",
    "scripts/lib/__init__.py": "",
    "scripts/lib/store.py": "def drop(path=''):\n    pass\n",
    "scripts/lib.py": "from lib.store import drop\n",
    "lib/store/__init__.py": "import os\n\n\ndef drop(path=''):\n    os.remove('/srv/other')\n",
    "lib/more{}.py": "class Other:\n    def clean_everything(self):\n        pass\n",
    "ops/scripts/common.sh": "clean() {\n  echo \"$1\"\n}\n",
    "ops/c.sh": "#!/bin/sh\nrm -rf /srv/ops\n",
    "ops/Dockerfile": "FROM python\nCOPY c.sh /opt/scripts/e.sh\nCOPY c.sh /app/scripts/a.py\n",
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'lib.settings')\n",
    "GNUmakefile": "clean:\n\trm -rf /srv/made\n",
    "docs/page{}.md": "Run `scripts/c.sh`.\n",
}
EDITS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, _: text + "\n",
    lambda text, _: text.replace("/srv", "/var/lib"),
    lambda text, _: text.replace("rmtree", "rmtree_") if "rmtree_" not in text else text.replace("rmtree_", "rmtree"),
    lambda text, chance: "\n".join(line for line in text.split("\n") if chance.random() > 0.2),
    lambda text, _: text.replace("clean_everything", "clean_all_of_it"),
    lambda text, _: text.replace("/app", "/code").replace("/opt", "/usr"),
    lambda text, _: text.replace("clean", "tidy"),
    lambda text, _: "# a remark\n\n" + text,
    lambda text, _: text.replace("\n\n\ndef ", "\n\n\n# a remark\ndef "),
    lambda text, _: text.replace("):\n", "):\n    print('begins')\n", 1),
    lambda text, _: text.replace("):\n", "):\n    global ROOT\n    ROOT = path\n", 1),
    lambda text, _: text + "\n\ndef later():\n    yield 1\n",
    lambda text, _: text.replace("yield 1", "return 1"),
    lambda text, _: "",
)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def scan(root: Path, *, cache: bool = True) -> str:
    return FORMAT.render(analyse(Options(root=root, cache=cache, today="2023-11-14")))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_a_remembered_answer_is_a_fresh_one(make_repo: Callable[..., Any], seed: int) -> None:
    chance = random.Random(seed)
    repo = make_repo(f"changing{seed}")
    repo.commit(FILES)
    scan(repo.root)
    for step in range(8):
        path = chance.choice(sorted(FILES))
        file = repo.root / path
        move = chance.random()
        if move < 0.2 and file.exists():
            file.unlink()
        elif move < 0.4:
            name, text = chance.choice(sorted(NEW.items()))
            new = repo.root / name.format(step)
            new.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(text)
        elif path.endswith(".yml"):
            file.write_text(file.read_text() + f"  p{step}: {{name: P{step}}}\n" if file.exists() else FILES[path])
        else:
            file.write_text(chance.choice(EDITS)(file.read_text(), chance) if file.exists() else FILES[path])
        if chance.random() < 0.4:
            repo.git("add", "--all")
            repo.git("commit", "--quiet", "--allow-empty", "-m", f"step {step}")
        assert scan(repo.root) == scan(repo.root, cache=False), (step, path)


def test_only_what_a_change_touches_is_followed_again(make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    repo = make_repo("followed")
    repo.commit(FILES)
    walked: list[str] = []
    real = _walks.walk

    def noted(entries: Any, routine: Any, path: str) -> Any:
        walked.append(path)
        return real(entries, routine, path)

    monkeypatch.setattr(_walks, "walk", noted)

    def followed() -> list[str]:
        walked.clear()
        scan(repo.root)
        return sorted(walked)

    assert set(followed()) >= {"scripts/a.py", "scripts/b.py", "scripts/c.sh", "scripts/d.sql", "scripts/e.sh"}
    repo.write({"README": "Nothing that a script reads."})
    assert followed() == []
    repo.write({"scripts/lib/__init__.py": "", "scripts/lib/store.py": "def drop():\n    pass\n"})
    assert "scripts/a.py" in followed()                 # a new file may be what a name means
    (repo.root / "scripts/lib/__init__.py").unlink()
    (repo.root / "scripts/lib/store.py").unlink()
    assert followed() == []
    repo.write({"lib/store.py": FILES["lib/store.py"].replace("rmtree(path)", "rmtree(path, True)")})
    assert set(followed()) == {"Makefile", "scripts/a.py", "scripts/b.py", "scripts/c.sh", "scripts/f.sh"}
    repo.write({"lib/store.py": FILES["lib/store.py"], "README": "The change was taken back."})
    assert followed() == []                             # what was said before it is still known
    repo.write({"lib/store.py": FILES["lib/store.py"] + "# changed\n"})
    # No statement has changed, but the words of commands are looked for in the text.
    assert set(followed()) == {"Makefile", "scripts/c.sh", "scripts/f.sh"}
    repo.write({"lib/store.py": FILES["lib/store.py"].replace("/srv/data", "/srv/other")})
    assert set(followed()) == {"Makefile", "scripts/a.py", "scripts/b.py", "scripts/c.sh", "scripts/f.sh"}
    repo.write({"lib/store.py": FILES["lib/store.py"]})
    assert set(followed()) <= {"Makefile", "scripts/c.sh", "scripts/f.sh"}
    repo.write({"lib/jobs.py": FILES["lib/jobs.py"] + "\n    def other(self):\n        store.drop()\n"})
    assert followed() == ["scripts/b.py"]
    repo.write({"lib/jobs.py": FILES["lib/jobs.py"] + "\n    def other(self):\n        # elsewhere\n        store.drop('/srv/elsewhere')\n"})
    assert followed() == []                             # no script runs that method
    repo.write({"lib/jobs.py": FILES["lib/jobs.py"]})
    assert followed() == []
    repo.write({"scripts/d.sql": "DELETE FROM customers;\n"})
    assert set(followed()) == {"scripts/d.sql", "scripts/e.sh", "scripts/f.sh"}
    repo.write({"lib/jobs.py": FILES["lib/jobs.py"].replace("clean_everything", "clean_what_is_there")})
    assert "scripts/b.py" in followed()


def test_a_history_is_read_again_only_where_something_follows_from_it_anew(make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    repo = make_repo("read")
    repo.commit(FILES)
    read: list[bytes] = []
    real = history.decode

    def noted(data: bytes) -> Any:
        read.append(data)
        return real(data)

    monkeypatch.setattr(history, "decode", noted)
    scan(repo.root)
    assert not read                                     # it was mined just now
    repo.write({"README": "Nothing that a script reads.", "lib/jobs.py": FILES["lib/jobs.py"] + "\n    def other(self):\n        store.drop()\n"})
    scan(repo.root)
    assert not read
    repo.write({"scripts/a.py": FILES["scripts/a.py"] + "    drop('/srv/more')\n"})
    scan(repo.root)
    assert len(read) == 1
    assert scan(repo.root) == scan(repo.root, cache=False)


def test_which_merges_are_looked_at_depends_on_which_scripts_there_are(make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_history_merges, "MOST", 1)
    repo = make_repo("merges")
    repo.commit({name: f"#!/bin/sh\necho {name}\n" for name in ("bin/a.sh", "bin/b.sh")})
    trunk = repo.git("rev-parse", "--abbrev-ref", "HEAD").strip()
    for name in ("bin/a.sh", "bin/b.sh"):
        repo.git("checkout", "-q", "-b", f"side-{Path(name).stem}")
        repo.commit({name: "#!/bin/sh\necho one\n"})
        repo.git("checkout", "-q", trunk)
        repo.commit({name: "#!/bin/sh\necho other\n"})
        repo.git("merge", "-q", "--no-commit", "-s", "ours", f"side-{Path(name).stem}")
        repo.commit({name: "#!/bin/sh\necho both\nrm -rf /srv/data\n"})
    scan(repo.root)
    (repo.root / "bin/b.sh").unlink()
    assert scan(repo.root) == scan(repo.root, cache=False)
