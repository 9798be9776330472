"""Functions that somebody else calls: a library, a server, the interpreter. They are followed, with what they are given."""

from __future__ import annotations

from textwrap import dedent

import pytest

from handover_generator.languages.python import LANGUAGE
from handover_generator.model.source import SourceFile

HEAD = "import argparse, asyncio, functools, http.server, itertools, os, runpy, sched, shutil, socketserver, subprocess, sys\n"
CALLED = {
    "absl": "from absl import app\ndef main(argv):\n    shutil.rmtree('/srv/data')\napp.run(main)",
    "a scheduled job": """
        from apscheduler.schedulers.blocking import BlockingScheduler
        jobs = BlockingScheduler()
        @jobs.scheduled_job('cron', hour=3)
        def clean():
            shutil.rmtree('/srv/data')
        jobs.start()
        """,
    "schedule": "import schedule\nschedule.every().monday.at('03:00').do(shutil.rmtree, '/srv/data')\nschedule.run_pending()",
    "schedule, repeated": "import schedule\n@schedule.repeat(schedule.every(2).days)\ndef clean():\n    shutil.rmtree('/srv/data')\n",
    "a collector of figures": """
        from prometheus_client.core import REGISTRY
        class Figures:
            def collect(self):
                shutil.rmtree('/srv/data')
        REGISTRY.register(Figures())
        """,
    "a collector of figures, in a register of its own": """
        from prometheus_client import CollectorRegistry
        class Figures:
            def collect(self):
                return self.wipe()
            def wipe(self):
                shutil.rmtree('/srv/data')
        CollectorRegistry(auto_describe=True).register(collector=Figures())
        """,
    "sched": "jobs = sched.scheduler()\njobs.enter(5, 1, shutil.rmtree, ('/srv/data',))\njobs.run()",
    "sched, by name": "jobs = sched.scheduler()\njobs.enter(5, 1, action=shutil.rmtree, argument=('/srv/data',))\njobs.run()",
    "an action of an option": """
        class Wipe(argparse.Action):
            def __call__(self, parser, namespace, values, option_string=None):
                shutil.rmtree('/srv/data')
        parser = argparse.ArgumentParser()
        parser.add_argument('--wipe', action=Wipe)
        parser.parse_args()
        """,
    "an executor's loop": "async def main():\n    await asyncio.get_running_loop().run_in_executor(None, shutil.rmtree, '/srv/data')\nasyncio.run(main())",
    "a loop, later": "loop = asyncio.new_event_loop()\nloop.call_later(1, shutil.rmtree, '/srv/data')\nloop.run_forever()",
    "a handler of a server": """
        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                shutil.rmtree('/srv/data')
        socketserver.TCPServer(('', 1), Handler).serve_forever()
        """,
    "a handler of HTTP": """
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.wipe()
            def wipe(self):
                shutil.rmtree('/srv/data')
        http.server.ThreadingHTTPServer(('', 1), RequestHandlerClass=Handler).serve_forever()
        """,
    "__new__": "class C:\n    def __new__(cls, path):\n        shutil.rmtree(path)\n        return super().__new__(cls)\nC('/srv/data')",
    "__str__ in a text": "class C:\n    def __str__(self):\n        shutil.rmtree('/srv/data')\n        return ''\nprint(f'{C()}')",
    "starmap": "list(itertools.starmap(shutil.rmtree, [('/srv/data',)]))",
    "a module as a program": "runpy.run_module('ops', run_name='__main__')",
    "one of several by type": """
        @functools.singledispatch
        def clean(x):
            raise TypeError
        @clean.register
        def _(x: str):
            pass
        @clean.register(list)
        def _(x):
            shutil.rmtree('/srv/data')
        clean(sys.argv)
        """,
    "a list filled from its front": "words = ['/srv/data']\nwords.insert(0, '-rf')\nwords.insert(0, 'rm')\nsubprocess.run(words)",
}


def gone(walked):
    return {effect.target for effect in walked.effects if str(effect.action) == "delete"}


@pytest.mark.parametrize("program", CALLED.values(), ids=CALLED)
def test_it_is_followed_with_what_it_is_given(trace, program):
    files = {"ops.py": "import shutil\nif __name__ == '__main__':\n    shutil.rmtree('/srv/data')\n"}
    walked = trace(HEAD + dedent(program).lstrip("\n"), files)
    assert gone(walked) == {"/srv/data"}
    assert not [unknown for unknown in walked.unknowns if unknown.kind == "internal"]


@pytest.mark.parametrize("program", [
    "class Handler(http.server.BaseHTTPRequestHandler):\n    def wipe(self):\n        shutil.rmtree('/srv/data')\n"
    "http.server.HTTPServer(('', 1), Handler).serve_forever()",
    "import schedule\ndef clean():\n    shutil.rmtree('/srv/data')\nschedule.every().day.at('03:00')\nprint('waits')",
    "class Wipe(argparse.Action):\n    def other(self):\n        shutil.rmtree('/srv/data')\n"
    "argparse.ArgumentParser().add_argument('--wipe', action=Wipe)",
    "from prometheus_client.core import REGISTRY\nclass Figures:\n    def wipe(self):\n        shutil.rmtree('/srv/data')\nREGISTRY.register(Figures())",
])
def test_what_nobody_calls_is_not(trace, program):
    assert gone(trace(HEAD + program)) == set()


def test_a_program_that_reads_what_it_is_given_later_is_unknown(trace):
    walked = trace(HEAD + "shell = subprocess.Popen(['sh'], stdin=subprocess.PIPE)\nshell.communicate(text)\n")
    assert [unknown.kind for unknown in walked.unknowns] == ["dynamic-command"]


@pytest.mark.parametrize(("line", "starts"), [
    ("ready() and main()", True), ("[drop(table) for table in tables]", True), ("match name:\n    case 'x': drop()", True),
    ("try:\n    main()\nexcept* OSError:\n    pass", True), ("if ready:\n    main()", True),
    ("main.name", False), ("'Words.'", False), ("try:\n    import a\nexcept ImportError:\n    a = None", False), ("app = make()", False),
])
def test_statements_that_make_a_file_a_program(line, starts):
    assert ("statements at top level" in LANGUAGE.read(SourceFile(path="a.py", blob="", size=len(line), text=line)).starts) is starts


FED = {"ops/wipe.sql": "DROP TABLE users;\n", "ops/wipe.sh": "rm -rf /srv/data\n"}


@pytest.mark.parametrize(("text", "told"), [
    ("with open('ops/wipe.sql') as f:\n    subprocess.run(['psql', 'shop'], stdin=f, check=True)\n", "database delete users"),
    ("subprocess.Popen(['bash'], stdin=open('ops/wipe.sh')).wait()\n", "filesystem delete /srv/data"),
])
def test_a_program_that_reads_an_open_file(trace, text: str, told: str) -> None:
    walked = trace(HEAD + text, FED)
    assert told in {f"{e.resource} {e.action.value} {e.target}" for e in walked.effects}
    assert not walked.unknowns


@pytest.mark.parametrize("given", ["open(sys.argv[1])", "os.popen('pg_dump a')", "subprocess.Popen(['pg_dump', 'a'], stdout=subprocess.PIPE).stdout"])
def test_a_program_that_reads_what_cannot_be_seen(trace, given: str) -> None:
    walked = trace(f"import sys\n{HEAD}subprocess.run(['psql', 'shop'], stdin={given})\n")
    assert [one.kind for one in walked.unknowns] == ["dynamic-sql"]


@pytest.mark.parametrize(("given", "unknowns"), [("None", ["dynamic-sql"]), ("subprocess.DEVNULL", []), ("sys.stdin", ["dynamic-sql"])])
def test_a_program_that_reads_what_we_read(trace, given: str, unknowns: list[str]) -> None:
    walked = trace(f"import sys\n{HEAD}subprocess.run(['psql', 'shop'], stdin={given})\n")
    assert [unknown.kind for unknown in walked.unknowns] == unknowns
    assert not walked.effects


@pytest.mark.parametrize(("made", "told"), [
    ("jinja2.Template('DELETE FROM users WHERE id = {{ id }}').render(id=1)", "database delete users"),
    ("jinja2.Template('{% if old %}DROP TABLE {{ t }}{% endif %}').render(t='users')", "database delete ${t}"),
    ("jinja2.Environment().get_template('clean.sql').render(t='users')", None),
])
def test_a_statement_that_a_template_makes(trace, made: str, told: str | None) -> None:
    walked = trace(f"import jinja2, sqlite3\nsqlite3.connect('a').execute({made})\n")
    if told is None:
        assert "dynamic-sql" in {one.kind for one in walked.unknowns}
    else:
        assert told in {f"{e.resource} {e.action.value} {e.target}" for e in walked.effects}
