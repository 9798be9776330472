"""Each construct by which scripts reach harm, in a few lines: it must be found; and its near twin, in which nothing happens."""

from __future__ import annotations

import pytest

FOUND: dict[str, tuple[str, dict[str, str], str]] = {
    'dataclass field': ("import shutil\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    p: str\n    def go(self):\n        shutil.rmtree(self.p)\nA('/srv/data').go()", {}, 'run.py'),
    'default beside unknown keywords': ("import shutil, json\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\ndef f(a, maker=S, **rest):\n    maker().go()\nf(**json.load(open('x')))", {}, 'run.py'),
    'called for a default': ("import shutil\ndef f(a=shutil.rmtree('/srv/data')):\n    pass\n", {}, 'run.py'),
    'arguments in one': ("import shutil\nfrom multiprocessing.pool import ThreadPool\ndef f(a, b):\n    if a == 'go':\n        shutil.rmtree(b)\nThreadPool(2).apply_async(f, ('go', '/srv/data'))", {}, 'run.py'),
    'keywords in one': ("import shutil\nfrom multiprocessing.pool import ThreadPool\ndef f(a, b):\n    if a == 'go':\n        shutil.rmtree(b)\nThreadPool(2).apply(f, ('go',), {'b': '/srv/data'})", {}, 'run.py'),
    'arguments of a timer': ("import shutil, threading\ndef f(a, b):\n    if a == 'go':\n        shutil.rmtree(b)\nthreading.Timer(3, f, ['go', '/srv/data']).start()", {}, 'run.py'),
    'arguments by rows': ("import shutil\nfrom multiprocessing import Pool\ndef f(a, b):\n    if a == 'go':\n        shutil.rmtree(b)\nPool(2).starmap(f, [('go', '/srv/data')])", {}, 'run.py'),
    'client on the options': ("import argparse, shutil\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\ndef run(args):\n    args.store.go()\np = argparse.ArgumentParser()\np.set_defaults(func=run)\nargs = p.parse_args()\nargs.store = S()\nargs.func(args)", {}, 'run.py'),
    'dataclass default': ("import shutil\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    p: str = '/srv/data'\n    def go(self):\n        shutil.rmtree(self.p)\nA().go()", {}, 'run.py'),
    'dataclass factory': ("import shutil\nfrom dataclasses import dataclass, field\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\n@dataclass\nclass A:\n    s: S = field(default_factory=S)\nA().s.go()", {}, 'run.py'),
    'annotated param': ("import shutil\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\ndef f(s: 'S | None'):\n    s.go()\nimport json\nf(json.loads('x'))", {}, 'run.py'),
    'annotated attr': ("import shutil\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\nclass A:\n    s: S\n    def go(self):\n        self.s.go()\nA().go()", {}, 'run.py'),
    'annot return': ("import shutil, json\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\ndef f() -> S:\n    return json.loads('x')\nf().go()", {}, 'run.py'),
    'annot self attr': ("import shutil, json\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\nclass A:\n    def __init__(self, s: S):\n        self.s: S = s\n    def go(self):\n        self.s.go()\nA(json.loads('')).go()", {}, 'run.py'),
    'diamond': ("import shutil\nclass A:\n    def go(self):\n        pass\nclass B(A):\n    pass\nclass C(A):\n    def go(self):\n        shutil.rmtree('/srv/data')\nclass D(B, C):\n    pass\nD().go()", {}, 'run.py'),
    'super diamond': ("import shutil\nclass A:\n    def go(self):\n        pass\nclass B(A):\n    def go(self):\n        super().go()\nclass C(A):\n    def go(self):\n        shutil.rmtree('/srv/data')\nclass D(B, C):\n    def go(self):\n        super().go()\nD().go()", {}, 'run.py'),
    'prop setter': ("import shutil\nclass A:\n    @property\n    def x(self):\n        return 1\n    @x.setter\n    def x(self, v):\n        shutil.rmtree(v)\nA().x = '/srv/data'", {}, 'run.py'),
    'prop deleter': ("import shutil\nclass A:\n    @property\n    def x(self):\n        return 1\n    @x.deleter\n    def x(self):\n        shutil.rmtree('/srv/data')\na = A()\ndel a.x", {}, 'run.py'),
    'property()': ("import shutil\nclass A:\n    def _g(self):\n        shutil.rmtree('/srv/data')\n    x = property(_g)\nA().x", {}, 'run.py'),
    'nonlocal': ("import shutil\ndef outer():\n    p = None\n    def setp():\n        nonlocal p\n        p = '/srv/data'\n    setp()\n    shutil.rmtree(p)\nouter()", {}, 'run.py'),
    'contextmanager': ("import shutil, contextlib\n@contextlib.contextmanager\ndef c(p):\n    yield p\n    shutil.rmtree(p)\nwith c('/srv/data') as x:\n    pass", {}, 'run.py'),
    'contextmanager val': ("import shutil, contextlib\n@contextlib.contextmanager\ndef c():\n    yield '/srv/data'\nwith c() as x:\n    shutil.rmtree(x)", {}, 'run.py'),
    'exitstack': ("import shutil, contextlib\nclass C:\n    def __enter__(self):\n        return '/srv/data'\n    def __exit__(self, *a):\n        pass\nwith contextlib.ExitStack() as s:\n    x = s.enter_context(C())\n    shutil.rmtree(x)", {}, 'run.py'),
    'exitstack callback': ("import shutil, contextlib\nwith contextlib.ExitStack() as s:\n    s.callback(shutil.rmtree, '/srv/data')\n", {}, 'run.py'),
    'exitstack callback fn': ("import shutil, contextlib\ndef g(p):\n    shutil.rmtree(p)\nwith contextlib.ExitStack() as s:\n    s.callback(g, '/srv/data')\n", {}, 'run.py'),
    'exitstack exit': ("import shutil, contextlib\nclass C:\n    def __enter__(self):\n        return 1\n    def __exit__(self, *a):\n        shutil.rmtree('/srv/data')\nwith contextlib.ExitStack() as s:\n    s.enter_context(C())\n", {}, 'run.py'),
    'async with': ("import shutil, asyncio\nclass C:\n    async def __aenter__(self):\n        return self\n    async def __aexit__(self, *a):\n        shutil.rmtree('/srv/data')\nasync def main():\n    async with C() as c:\n        pass\nasyncio.run(main())", {}, 'run.py'),
    'async for': ("import shutil, asyncio\nasync def g():\n    yield '/srv/data'\nasync def main():\n    async for p in g():\n        shutil.rmtree(p)\nasyncio.run(main())", {}, 'run.py'),
    'gather': ("import shutil, asyncio\nasync def g(p):\n    shutil.rmtree(p)\nasync def main():\n    await asyncio.gather(g('/srv/data'))\nasyncio.get_event_loop().run_until_complete(main())", {}, 'run.py'),
    'create_task': ("import shutil, asyncio\nasync def g(p):\n    shutil.rmtree(p)\nasync def main():\n    t = asyncio.create_task(g('/srv/data'))\n    await t\nasyncio.run(main())", {}, 'run.py'),
    'singleton': ("import shutil\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\n_s = None\ndef get():\n    global _s\n    if _s is None:\n        _s = S()\n    return _s\nget().go()", {}, 'run.py'),
    'lru': ("import shutil, functools\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\n@functools.lru_cache(maxsize=None)\ndef get():\n    return S()\nget().go()", {}, 'run.py'),
    'new singleton': ("import shutil\nclass S:\n    _i = None\n    def __new__(cls):\n        if cls._i is None:\n            cls._i = super().__new__(cls)\n        return cls._i\n    def go(self):\n        shutil.rmtree('/srv/data')\nS().go()", {}, 'run.py'),
    'cls.instance': ("import shutil\nclass S:\n    _i = None\n    @classmethod\n    def get(cls):\n        if not cls._i:\n            cls._i = cls()\n        return cls._i\n    def go(self):\n        shutil.rmtree('/srv/data')\nS.get().go()", {}, 'run.py'),
    'factory dict': ("import shutil, sys\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\nK = {}\nK['s'] = S\nK[sys.argv[1]]().go()", {}, 'run.py'),
    'factory dict module': ("import shutil, sys\nimport reg\n@reg.register('x')\ndef go():\n    shutil.rmtree('/srv/data')\nreg.run(sys.argv[1])", {'reg.py': 'R = {}\ndef register(n):\n    def d(f):\n        R[n] = f\n        return f\n    return d\ndef run(n):\n    R[n]()\n'}, 'run.py'),
    'register list': ("import shutil\nH = []\ndef hook(f):\n    H.append(f)\n    return f\n@hook\ndef go():\n    shutil.rmtree('/srv/data')\nfor h in H:\n    h()", {}, 'run.py'),
    'self list': ("import shutil\nclass R:\n    def __init__(self):\n        self.h = []\n    def add(self, f):\n        self.h.append(f)\n    def run(self):\n        for f in self.h:\n            f()\ndef go():\n    shutil.rmtree('/srv/data')\nr = R()\nr.add(go)\nr.run()", {}, 'run.py'),
    'self dict': ("import shutil, sys\nclass R:\n    def __init__(self):\n        self.h = {}\n    def add(self, n, f):\n        self.h[n] = f\n    def run(self, n):\n        self.h[n]()\ndef go():\n    shutil.rmtree('/srv/data')\nr = R()\nr.add('x', go)\nr.run(sys.argv[1])", {}, 'run.py'),
    'class attr registry': ("import shutil, sys\nclass R:\n    reg = {}\n    @classmethod\n    def register(cls, n):\n        def d(f):\n            cls.reg[n] = f\n            return f\n        return d\n@R.register('x')\ndef go():\n    shutil.rmtree('/srv/data')\nR.reg[sys.argv[1]]()", {}, 'run.py'),
    'getattr self': ("import shutil, sys\nclass A:\n    def do_wipe(self):\n        shutil.rmtree('/srv/data')\n    def run(self, n):\n        getattr(self, 'do_' + n)()\nA().run(sys.argv[1])", {}, 'run.py'),
    'getattr of several words': ("import shutil\nclass A:\n    def do_a(self):\n        pass\n    def do_b(self):\n        shutil.rmtree('/srv/data')\n    def do_c(self):\n        pass\n    def run(self, names):\n        todo = set()\n        todo.update(names)\n        for n in todo:\n            getattr(self, 'do_%s' % n)()\nA().run(('a', 'b'))", {}, 'run.py'),
    'a list that is made empty': ("import subprocess\nc = list()\nc.append(['rm', '-r', '/srv/data'])\nfor one in c:\n    subprocess.run(one)", {}, 'run.py'),
    'getattr module const': ("import shutil\nimport mod\ngetattr(mod, 'wi' + 'pe')()", {'mod.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'importlib repo': ("import importlib\nimportlib.import_module('mod').wipe()", {'mod.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    '__import__ of a module in a package': ("__import__('pack.mod').mod.wipe()", {'pack/__init__.py': '', 'pack/mod.py':
                                            "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    '__import__ with fromlist': ("__import__('pack.mod', globals(), locals(), ['wipe']).wipe()", {'pack/__init__.py': '', 'pack/mod.py':
                                 "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    '__import__': ("__import__('mod').wipe()", {'mod.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'call_command': ("from django.core.management import call_command\ncall_command('wipe')", {'app/management/commands/wipe.py': "import shutil\nfrom django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    def handle(self, *a, **o):\n        shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'call_command class': ('from django.core.management import call_command\nfrom app.management.commands.wipe import Command\ncall_command(Command())', {'app/management/commands/wipe.py': "import shutil\nfrom django.core.management.base import BaseCommand\nclass Command(BaseCommand):\n    def handle(self, *a, **o):\n        shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'a task that is called like a function': ("from celery import shared_task\nimport shutil\n@shared_task(bind=True)\ndef w(self, p):\n    shutil.rmtree(p)\nw('/srv/data')", {}, 'run.py'),
    'shared_task': ("from celery import shared_task\nimport shutil\n@shared_task(bind=True)\ndef w(self, p):\n    shutil.rmtree(p)\nw.apply_async(args=['/srv/data'])", {}, 'run.py'),
    'rq': ("import rq, redis, shutil\ndef w(p):\n    shutil.rmtree(p)\nq = rq.Queue(connection=redis.Redis())\nq.enqueue(w, '/srv/data')", {}, 'run.py'),
    'dramatiq': ("import dramatiq, shutil\n@dramatiq.actor\ndef w():\n    shutil.rmtree('/srv/data')\nw.send()", {}, 'run.py'),
    'a task done here and now': ("from celery import shared_task\nimport shutil\n@shared_task(bind=True)\ndef w(self, p):\n    shutil.rmtree(p)\nw.apply(kwargs={'p': '/srv/data'})", {}, 'run.py'),
    'a task done here and now by place': ("from celery import shared_task\nimport shutil\n@shared_task\ndef w(p, q):\n    shutil.rmtree(q)\nw.apply(('/srv/a',), {'q': '/srv/data'})", {}, 'run.py'),
    'a task queued by place': ("from celery import shared_task\nimport shutil\n@shared_task\ndef w(p, q):\n    shutil.rmtree(q)\nw.apply_async(('/srv/a',), {'q': '/srv/data'})", {}, 'run.py'),
    'celery chain': ("from celery import shared_task, chain\nimport shutil\n@shared_task\ndef w():\n    shutil.rmtree('/srv/data')\nchain(w.s(), w.s())()", {}, 'run.py'),
    'sys.path': ("import sys, os\nsys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))\nimport mod\nmod.wipe()", {'lib/mod.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'bin/run.py'),
    'sys.path pathlib': ("import sys\nfrom pathlib import Path\nsys.path.append(str(Path(__file__).resolve().parent.parent / 'lib'))\nimport mod\nmod.wipe()", {'lib/mod.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'bin/run.py'),
    'sys.path parents': ("import sys\nfrom pathlib import Path\nROOT = Path(__file__).resolve().parents[1]\nsys.path.insert(0, str(ROOT / 'lib'))\nimport mod\nmod.wipe()", {'lib/mod.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'bin/run.py'),
    'namespace': ('from ns.sub import mod\nmod.wipe()', {'ns/sub/mod.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'namespace import': ('import ns.sub.mod\nns.sub.mod.wipe()', {'ns/sub/mod.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'local root': ('import helper\nhelper.wipe()', {'tools/helper.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'tools/run.py'),
    'argparse subparsers': ("import argparse, shutil\ndef wipe(args):\n    shutil.rmtree('/srv/data')\ndef main():\n    p = argparse.ArgumentParser()\n    sub = p.add_subparsers()\n    w = sub.add_parser('wipe')\n    w.set_defaults(fn=wipe)\n    a = p.parse_args()\n    a.fn(a)\nmain()", {}, 'run.py'),
    'argparse type': ("import argparse, shutil\ndef wipe(args):\n    shutil.rmtree('/srv/data')\nclass M:\n    def __init__(self):\n        self.p = argparse.ArgumentParser()\n        s = self.p.add_subparsers(dest='c')\n        s.add_parser('wipe').set_defaults(action_function=wipe)\n    def go(self):\n        a = self.p.parse_args()\n        a.action_function(a)\nM().go()", {}, 'run.py'),
    'click nested': ("import click, shutil\n@click.group()\ndef cli():\n    pass\n@cli.group()\ndef db():\n    pass\n@db.command()\ndef wipe():\n    shutil.rmtree('/srv/data')\nif __name__ == '__main__':\n    cli()", {}, 'run.py'),
    'click add_command': ("import click, shutil\n@click.group()\ndef cli():\n    pass\n@click.command()\ndef wipe():\n    shutil.rmtree('/srv/data')\ncli.add_command(wipe)\nif __name__ == '__main__':\n    cli()", {}, 'run.py'),
    'click imported command': ("import click\nfrom cmds import wipe\n@click.group()\ndef cli():\n    pass\ncli.add_command(wipe)\nif __name__ == '__main__':\n    cli()", {'cmds.py': "import click, shutil\n@click.command()\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'typer': ("import typer, shutil\napp = typer.Typer()\n@app.command()\ndef wipe():\n    shutil.rmtree('/srv/data')\nif __name__ == '__main__':\n    app()", {}, 'run.py'),
    'typer run': ("import typer, shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\nif __name__ == '__main__':\n    typer.run(wipe)", {}, 'run.py'),
    'fire fn': ("import fire, shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\nfire.Fire(wipe)", {}, 'run.py'),
    'fire cls': ("import fire, shutil\nclass C:\n    def wipe(self):\n        shutil.rmtree('/srv/data')\nfire.Fire(C)", {}, 'run.py'),
    'fire inst': ("import fire, shutil\nclass C:\n    def wipe(self):\n        shutil.rmtree('/srv/data')\nfire.Fire(C())", {}, 'run.py'),
    'fire dict': ("import fire, shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\nfire.Fire({'w': wipe})", {}, 'run.py'),
    'fire none': ("import fire, shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\nif __name__ == '__main__':\n    fire.Fire()", {}, 'run.py'),
    'raise cls': ("import shutil\nclass E(Exception):\n    def __init__(self):\n        shutil.rmtree('/srv/data')\nraise E", {}, 'run.py'),
    'next': ("import shutil\nclass I:\n    def __iter__(self):\n        return self\n    def __next__(self):\n        shutil.rmtree('/srv/data')\nfor x in I():\n    pass", {}, 'run.py'),
    'next()': ("import shutil\nclass I:\n    def __iter__(self):\n        return self\n    def __next__(self):\n        shutil.rmtree('/srv/data')\nnext(I())", {}, 'run.py'),
    'sorted key': ("import shutil\ndef k(x):\n    shutil.rmtree('/srv/data')\nsorted([1], key=k)", {}, 'run.py'),
    'sort key': ("import shutil\ndef k(x):\n    shutil.rmtree('/srv/data')\n[1].sort(key=k)", {}, 'run.py'),
    'max key': ("import shutil\nmax([1], key=lambda x: shutil.rmtree('/srv/data'))", {}, 'run.py'),
    'filter': ("import shutil\ndef k(x):\n    shutil.rmtree('/srv/data')\nlist(filter(k, [1]))", {}, 'run.py'),
    'reduce': ("import shutil, functools\ndef k(a, x):\n    shutil.rmtree('/srv/data')\nfunctools.reduce(k, [1])", {}, 'run.py'),
    'defaultdict': ("import shutil, collections\ndef k():\n    shutil.rmtree('/srv/data')\nd = collections.defaultdict(k)\nd['x']", {}, 'run.py'),
    'namedtuple': ("import shutil\nfrom collections import namedtuple\nT = namedtuple('T', 'p q')\nshutil.rmtree(T('/srv/data', 2).p)", {}, 'run.py'),
    'NamedTuple': ("import shutil\nfrom typing import NamedTuple\nclass T(NamedTuple):\n    p: str\nshutil.rmtree(T('/srv/data').p)", {}, 'run.py'),
    'enum': ("import shutil, enum\nclass T(enum.Enum):\n    P = '/srv/data'\nshutil.rmtree(T.P.value)", {}, 'run.py'),
    'operator': ("import shutil, operator\nclass A:\n    def go(self):\n        shutil.rmtree('/srv/data')\noperator.methodcaller('go')(A())", {}, 'run.py'),
    'dunder add': ("import shutil\nclass A:\n    def __add__(self, o):\n        shutil.rmtree('/srv/data')\nA() + 1", {}, 'run.py'),
    'dunder lshift': ("import shutil\nclass A:\n    def __rshift__(self, o):\n        shutil.rmtree('/srv/data')\nA() >> A()", {}, 'run.py'),
    'dunder contains': ("import shutil\nclass A:\n    def __contains__(self, o):\n        shutil.rmtree('/srv/data')\n1 in A()", {}, 'run.py'),
    'dunder getattr': ("import shutil\nclass A:\n    def __getattr__(self, n):\n        shutil.rmtree('/srv/data')\nA().x", {}, 'run.py'),
    'getattr delegate': ("import shutil\nclass B:\n    def go(self):\n        shutil.rmtree('/srv/data')\nclass A:\n    def __init__(self):\n        self._b = B()\n    def __getattr__(self, n):\n        return getattr(self._b, n)\nA().go()", {}, 'run.py'),
    'descriptor': ("import shutil\nclass D:\n    def __get__(self, i, o):\n        shutil.rmtree('/srv/data')\nclass A:\n    d = D()\nA().d", {}, 'run.py'),
    'str()': ("import shutil\nclass A:\n    def __str__(self):\n        shutil.rmtree('/srv/data')\nstr(A())", {}, 'run.py'),
    'init_subclass': ("import shutil\nclass A:\n    def __init_subclass__(cls):\n        shutil.rmtree('/srv/data')\nclass B(A):\n    pass", {}, 'run.py'),
    'class decorator': ("import shutil\ndef dec(c):\n    c.go = lambda self: shutil.rmtree('/srv/data')\n    return c\n@dec\nclass B:\n    pass\nB().go()", {}, 'run.py'),
    'subclasses': ("import shutil\nclass A:\n    def go(self):\n        raise NotImplementedError\nclass B(A):\n    def go(self):\n        shutil.rmtree('/srv/data')\nfor c in A.__subclasses__():\n    c().go()", {}, 'run.py'),
    'abstract param': ("import shutil, abc, json\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def go(self): ...\nclass B(A):\n    def go(self):\n        shutil.rmtree('/srv/data')\ndef f(a: A):\n    a.go()\nf(json.loads(''))", {}, 'run.py'),
    'match': ("import shutil, sys\nmatch sys.argv[1]:\n    case 'wipe':\n        shutil.rmtree('/srv/data')", {}, 'run.py'),
    'try else finally': ("import shutil\ntry:\n    x = 1\nexcept ValueError:\n    pass\nelse:\n    pass\nfinally:\n    shutil.rmtree('/srv/data')", {}, 'run.py'),
    'while loop': ("import shutil\nwhile True:\n    shutil.rmtree('/srv/data')\n    break", {}, 'run.py'),
    'comprehension': ("import shutil\n[shutil.rmtree(p) for p in ['/srv/data']]", {}, 'run.py'),
    'dict comp dispatch': ("import shutil, sys\ndef wipe():\n    shutil.rmtree('/srv/data')\nd = {f.__name__: f for f in [wipe]}\nd[sys.argv[1]]()", {}, 'run.py'),
    'tuple table': ("import shutil, sys\ndef wipe():\n    shutil.rmtree('/srv/data')\nfor name, f in [('a', wipe), ('b', wipe)]:\n    f()", {}, 'run.py'),
    'zip': ("import shutil\nfor a, b in zip(['/srv/data'], [1]):\n    shutil.rmtree(a)", {}, 'run.py'),
    'enumerate': ("import shutil\nfor i, b in enumerate(['/srv/data']):\n    shutil.rmtree(b)", {}, 'run.py'),
    'dict items': ("import shutil\nfor k, b in {'x': '/srv/data'}.items():\n    shutil.rmtree(b)", {}, 'run.py'),
    'format': ("import shutil\nshutil.rmtree('/srv/{}'.format('data'))", {}, 'run.py'),
    'format map': ("import shutil\nshutil.rmtree('/srv/{x}'.format(**{'x': 'data'}))", {}, 'run.py'),
    'join': ("import shutil\nshutil.rmtree('/'.join(['/srv', 'data']))", {}, 'run.py'),
    'augadd': ("import shutil\np = '/srv'\np += '/data'\nshutil.rmtree(p)", {}, 'run.py'),
    'pathlib': ("import shutil\nfrom pathlib import Path\nshutil.rmtree(Path('/srv') / 'data')", {}, 'run.py'),
    'os.sep': ("import shutil, os\nshutil.rmtree(os.sep.join(['/srv', 'data']))", {}, 'run.py'),
    'Template': ("import shutil, string\nshutil.rmtree(string.Template('/srv/$x').substitute(x='data'))", {}, 'run.py'),
    'multiprocessing': ("import shutil, multiprocessing\ndef f(p):\n    shutil.rmtree(p)\nmultiprocessing.Process(target=f, args=('/srv/data',)).start()", {}, 'run.py'),
    'pool.map': ("import shutil, multiprocessing\ndef f(p):\n    shutil.rmtree(p)\nwith multiprocessing.Pool() as p:\n    p.map(f, ['/srv/data'])", {}, 'run.py'),
    'a table by a key from a file': ("import json, shutil\nTABLE = {'wipe': lambda: shutil.rmtree('/srv/data')}\nTABLE[json.load(open('plan.json'))['step']]()", {}, 'run.py'),
    'a table asked for a key from a file': ("import json, shutil\nclass Wipe:\n    def act(self, **given):\n        shutil.rmtree('/srv/data')\n"
                                            "steps = {'wipe': Wipe()}\nfor step in json.load(open('plan.json')):\n    steps.get(dict(step)['kind']).act(**step)", {}, 'run.py'),
    'a consumer of messages': ("import shutil\nfrom kombu.mixins import ConsumerMixin\nclass Worker(ConsumerMixin):\n    def get_consumers(self, Consumer, channel):\n"
                               "        return [Consumer(callbacks=[self.on_task])]\n    def on_task(self, body, message):\n        shutil.rmtree('/srv/data')\nWorker().run()", {}, 'run.py'),
    'thread subclass': ("import shutil, threading\nclass T(threading.Thread):\n    def run(self):\n        shutil.rmtree('/srv/data')\nT().start()", {}, 'run.py'),
    'Timer': ("import shutil, threading\ndef f():\n    shutil.rmtree('/srv/data')\nthreading.Timer(3, f).start()", {}, 'run.py'),
    'signal': ("import shutil, signal\ndef f(*a):\n    shutil.rmtree('/srv/data')\nsignal.signal(signal.SIGTERM, f)", {}, 'run.py'),
    'atexit dec': ("import shutil, atexit\n@atexit.register\ndef f():\n    shutil.rmtree('/srv/data')\n", {}, 'run.py'),
    'schedule': ("import shutil, schedule\ndef f():\n    shutil.rmtree('/srv/data')\nschedule.every(10).minutes.do(f)", {}, 'run.py'),
    'unittest-like cmd.Cmd': ("import shutil, cmd\nclass S(cmd.Cmd):\n    def do_wipe(self, a):\n        shutil.rmtree('/srv/data')\nS().cmdloop()", {}, 'run.py'),
    'runpy': ("import runpy\nrunpy.run_path('other.py')", {'other.py': "import shutil\nshutil.rmtree('/srv/data')\n"}, 'run.py'),
    'exec open': ("exec(open('other.py').read())", {'other.py': "import shutil\nshutil.rmtree('/srv/data')\n"}, 'run.py'),
    'exec const': ('exec(\'import shutil; shutil.rmtree("/srv/data")\')', {}, 'run.py'),
    'eval const': ("import shutil\ndef f():\n    shutil.rmtree('/srv/data')\neval('f()')", {}, 'run.py'),
    'subprocess sys.executable': ("import subprocess, sys\nsubprocess.run([sys.executable, 'other.py'])", {'other.py': "import shutil\nshutil.rmtree('/srv/data')\n"}, 'run.py'),
    'retry call': ("import shutil, tenacity\n@tenacity.retry(stop=3)\ndef f():\n    shutil.rmtree('/srv/data')\nf()", {}, 'run.py'),
    'suppress': ("import shutil, contextlib\nwith contextlib.suppress(OSError):\n    shutil.rmtree('/srv/data')", {}, 'run.py'),
    'conditional def': ("import shutil, sys\nif sys.version_info > (3,):\n    def f():\n        shutil.rmtree('/srv/data')\nelse:\n    def f():\n        pass\nf()", {}, 'run.py'),
    'late def': ("import shutil\ndef main():\n    later()\ndef later():\n    shutil.rmtree('/srv/data')\nmain()", {}, 'run.py'),
    'forward class': ("import shutil\ndef main():\n    K().go()\nclass K:\n    def go(self):\n        shutil.rmtree('/srv/data')\nmain()", {}, 'run.py'),
    'main() with args': ("import shutil, sys\ndef main(argv):\n    if argv:\n        shutil.rmtree('/srv/data')\nif __name__ == '__main__':\n    sys.exit(main(sys.argv[1:]))", {}, 'run.py'),
    'star all': ('from mod import *\nwipe()', {'mod.py': "import shutil\n__all__ = ['wipe']\n__all__ += ['x']\ndef wipe():\n    shutil.rmtree('/srv/data')\nx = 1\n"}, 'run.py'),
    'star private': ('from mod import *\n_wipe()', {'mod.py': "import shutil\n__all__ = ['_wipe']\ndef _wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'pkg reexport': ('from pkg import wipe\nwipe()', {'pkg/__init__.py': 'from .a import wipe\n', 'pkg/a.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'rel import parent': ('from pkg.sub import b\nb.f()', {'pkg/__init__.py': '', 'pkg/sub/__init__.py': '', 'pkg/sub/b.py': 'from ..a import wipe as w\nfrom .. import a\ndef f():\n    a.wipe()\n', 'pkg/a.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'lazy import fn': ('def f():\n    from mod import wipe\n    wipe()\nf()', {'mod.py': "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"}, 'run.py'),
    'module __getattr__': ('import mod\nmod.wipe()', {'mod.py': "import shutil\ndef _w():\n    shutil.rmtree('/srv/data')\ndef __getattr__(n):\n    return _w\n"}, 'run.py'),
    'module replaced': ('import mod\nmod.wipe()', {'mod.py': "import shutil, sys\nclass A:\n    def wipe(self):\n        shutil.rmtree('/srv/data')\nsys.modules[__name__] = A()\n"}, 'run.py'),
    'module replaced getattr': ('from pkg.lazy import wipe\nwipe()', {'pkg/__init__.py': '', 'pkg/lazy.py': "import sys\nfrom ._load import Loader\nsys.modules[__name__] = Loader('shutil')\n", 'pkg/_load.py': "import shutil\ndef _w():\n    shutil.rmtree('/srv/data')\nclass Loader:\n    def __init__(self, name):\n        self.name = name\n    def __getattr__(self, n):\n        return _w\n"}, 'run.py'),
    'kept in a table of tables': ("import shutil, sys\ndef _w(p):\n    shutil.rmtree(p)\ntable = {'a': {}, 'b': {}}\ndef find(kind, name):\n    if name not in table[kind]:\n        table[kind][name] = lambda: _w('/srv/' + name)\n    return table[kind][name]\nfor n in ('1', '2', '3', '4', '5'):\n    find('a', n)\nfind('a', 'data')()\n", {}, 'run.py'),
    'setattr monkey': ("import shutil\nclass A:\n    pass\ndef go(self):\n    shutil.rmtree('/srv/data')\nA.go = go\nA().go()", {}, 'run.py'),
    'bound ref': ("import shutil\nclass A:\n    def go(self):\n        shutil.rmtree('/srv/data')\nf = A().go\nf()", {}, 'run.py'),
    'unbound': ("import shutil\nclass A:\n    def go(self):\n        shutil.rmtree('/srv/data')\nA.go(A())", {}, 'run.py'),
    'generator send': ("import shutil\ndef g():\n    x = yield\n    shutil.rmtree('/srv/data')\ni = g()\nnext(i)", {}, 'run.py'),
    'yield from': ("import shutil\ndef h():\n    yield '/srv/data'\ndef g():\n    yield from h()\nfor p in g():\n    shutil.rmtree(p)", {}, 'run.py'),
    'ifexp call': ("import shutil, sys\n(shutil.rmtree if sys.argv else print)('/srv/data')", {}, 'run.py'),
    'or default': ("import shutil\ndef f(p=None):\n    p = p or '/srv/data'\n    shutil.rmtree(p)\nf()", {}, 'run.py'),
    'is none default': ("import shutil\ndef f(p=None):\n    if p is None:\n        p = '/srv/data'\n    shutil.rmtree(p)\nf()", {}, 'run.py'),
    'kwonly dict': ("import shutil\nopts = {}\nopts['p'] = '/srv/data'\nshutil.rmtree(opts['p'])", {}, 'run.py'),
    'kwargs pass': ("import shutil\ndef a(**k):\n    b(**k)\ndef b(p=None):\n    shutil.rmtree(p)\na(p='/srv/data')", {}, 'run.py'),
    'config class': ("import shutil\nclass Config:\n    DIR = '/srv/data'\nshutil.rmtree(Config.DIR)", {}, 'run.py'),
    'module const': ('import shutil\nfrom settings import DIR\nshutil.rmtree(DIR)', {'settings.py': "BASE = '/srv'\nDIR = BASE + '/data'\n"}, 'run.py'),
    'nested class': ("import shutil\nclass A:\n    class B:\n        def go(self):\n            shutil.rmtree('/srv/data')\nA.B().go()", {}, 'run.py'),
    'nested fn class': ("import shutil\ndef f():\n    class B:\n        def go(self):\n            shutil.rmtree('/srv/data')\n    return B()\nf().go()", {}, 'run.py'),
    'template method': ("import shutil\nclass Base:\n    def run(self):\n        self.step()\n    def step(self):\n        raise NotImplementedError\nclass X(Base):\n    def step(self):\n        shutil.rmtree('/srv/data')\nX().run()", {}, 'run.py'),
    'mixin': ("import shutil\nclass M:\n    def go(self):\n        shutil.rmtree(self.p)\nclass X(M):\n    p = '/srv/data'\nX().go()", {}, 'run.py'),
    'script no main guard elif': ("import shutil, sys\nif len(sys.argv) < 2:\n    sys.exit(1)\nelif sys.argv[1] == 'x':\n    shutil.rmtree('/srv/data')", {}, 'run.py'),
    'optparse': ("import optparse, shutil\np = optparse.OptionParser()\n(o, a) = p.parse_args()\nif o.wipe:\n    shutil.rmtree('/srv/data')", {}, 'run.py'),
    'docopt': ("'''x'''\nimport docopt, shutil\na = docopt.docopt(__doc__)\nif a['--wipe']:\n    shutil.rmtree('/srv/data')", {}, 'run.py'),
    'invoke task': ("from invoke import task\nimport shutil\n@task\ndef wipe(c):\n    shutil.rmtree('/srv/data')\n", {}, 'tasks.py'),
    'fabric task': ("from fabric.api import task, local\nimport shutil\n@task\ndef wipe():\n    shutil.rmtree('/srv/data')\n", {}, 'fabfile.py'),
    'flask cli': ("import flask, shutil\napp = flask.Flask('x')\n@app.cli.command('wipe')\ndef wipe():\n    shutil.rmtree('/srv/data')\n", {}, 'run.py'),
    'django base helper': ("from base import Base\nclass Command(Base):\n    def work(self):\n        import shutil\n        shutil.rmtree('/srv/data')\n", {'base.py': 'from django.core.management.base import BaseCommand\nclass Base(BaseCommand):\n    def handle(self, *a, **o):\n        self.work()\n'}, 'app/management/commands/x.py'),
    'migrations RunPython': ("from django.db import migrations\nimport shutil\ndef f(apps, e):\n    shutil.rmtree('/srv/data')\nclass Migration(migrations.Migration):\n    operations = [migrations.RunPython(f)]\n", {}, 'run.py'),
}


def deletes(walked) -> list[str]:
    return [e.target or "?" for e in walked.effects if e.resource == "filesystem" and e.action == "delete"]


@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND.keys())
def test_found(trace, case: tuple[str, dict[str, str], str]) -> None:
    script, files, path = case
    assert "/srv/data" in deletes(trace(script, files, path=path))


W = "import shutil\ndef wipe():\n    shutil.rmtree('/srv/data')\n"
FORBIDDEN: dict[str, tuple[str, dict[str, str]]] = {
    'getattr of other words': ("import shutil\nclass A:\n    def do_a(self):\n        pass\n    def do_b(self):\n        pass\n    def do_c(self):\n        shutil.rmtree('/srv/data')\n    def run(self, names):\n        todo = set()\n        todo.update(names)\n        for n in todo:\n            getattr(self, 'do_%s' % n)()\nA().run(('a', 'b'))", {}),
    'another object on the options': ("import argparse, shutil\nclass S:\n    def go(self):\n        shutil.rmtree('/srv/data')\nclass T:\n    def go(self):\n        pass\nargs = argparse.ArgumentParser().parse_args()\nargs.store = S()\nargs.store = T()\nargs.store.go()", {}),
    'other arguments in one': ("import shutil\nfrom multiprocessing.pool import ThreadPool\ndef f(a, b):\n    if a == 'go':\n        shutil.rmtree(b)\nThreadPool(2).apply_async(f, ('stay', '/srv/data'))", {}),
    'other arguments by rows': ("import shutil\nfrom multiprocessing import Pool\ndef f(a, b):\n    if a == 'go':\n        shutil.rmtree(b)\nPool(2).starmap(f, [('stay', '/srv/data')])", {}),
    "a field that is not used": ("import shutil\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    p: str\n    def go(self):\n        shutil.rmtree(self.p)\nA('/srv/data')", {}),
    "the first base wins": ("import shutil\nclass A:\n    def go(self):\n        shutil.rmtree('/srv/data')\nclass B(A):\n    def go(self):\n        pass\nclass C(A):\n    pass\nclass D(C, B):\n    pass\nD().go()", {}),
    "a property is read, not set": ("import shutil\nclass A:\n    @property\n    def x(self):\n        return 1\n    @x.setter\n    def x(self, v):\n        shutil.rmtree('/srv/data')\nA().x", {}),
    "a closure that is not called": ("import shutil\ndef outer():\n    def inner():\n        shutil.rmtree('/srv/data')\n    return inner\nouter()", {}),
    "a context manager that is made only": ("import shutil\nclass C:\n    def __enter__(self):\n        pass\n    def __exit__(self, *a):\n        shutil.rmtree('/srv/data')\nC()", {}),
    "another key of the table": (W + "def show():\n    pass\nT = {}\nT['wipe'] = wipe\nT['show'] = show\nT['show']()", {}),
    "another kind of key": (W + "def show():\n    pass\nT = {1: show, '1': wipe}\nT[1]()", {}),
    "another item of a list": (W + "def show():\n    pass\nT = [wipe]\nT[0] = show\nT[0]()", {}),
    "a name with another beginning": ("import shutil, sys\nclass A:\n    def do_wipe(self):\n        shutil.rmtree('/srv/data')\n    def show_x(self):\n        pass\ngetattr(A(), 'show_' + sys.argv[1])()", {}),
    "a task that is only declared": ("import celery, shutil\napp = celery.Celery()\n@app.task\ndef wipe():\n    shutil.rmtree('/srv/data')\n", {}),
    "a star import with __all__": ("from lib import *\ntry:\n    wipe()\nexcept NameError:\n    pass\n", {"lib.py": "__all__ = ['other']\nother = 1\n" + W}),
    "a sub-command of another parser": (W + "import argparse\np = argparse.ArgumentParser()\np.set_defaults(undo=wipe)\na = p.parse_args()\na.func(a)", {}),
    "a table by another key": ("import shutil, sys\nTABLE = {'wipe': lambda: shutil.rmtree('/srv/data'), 'keep-1': print}\nTABLE[f'keep-{sys.argv[1]}']()", {}),
    "a consumer that is made only": ("import shutil\nfrom kombu.mixins import ConsumerMixin\nclass Worker(ConsumerMixin):\n    def on_task(self, body, message):\n        shutil.rmtree('/srv/data')\nWorker().connection", {}),
    "a thread that is made only": ("import shutil, threading\nclass T(threading.Thread):\n    def run(self):\n        shutil.rmtree('/srv/data')\nT()", {}),
    "a class that is raised elsewhere": ("import shutil\nclass E(Exception):\n    def __init__(self):\n        shutil.rmtree('/srv/data')\ndef f():\n    raise E\nprint(1)\n", {}),
    "a comment and a text": ("# import shutil; shutil.rmtree('/srv/data')\nX = \"shutil.rmtree('/srv/data')\"\n", {}),
    "code that is only kept": ("X = 'import shutil; shutil.rmtree(\"/srv/data\")'\nprint(X)", {}),
    "a concrete class of an abstract one": ("import shutil\nclass A:\n    def go(self):\n        raise NotImplementedError\nclass B(A):\n    def go(self):\n        shutil.rmtree('/srv/data')\nclass C(A):\n    def go(self):\n        pass\nC().go()", {}),
    "Fire of another object": ("import fire, shutil\nclass C:\n    def wipe(self):\n        shutil.rmtree('/srv/data')\ndef show():\n    pass\nfire.Fire(show)", {}),
    "an __add__ that is not used": ("import shutil\nclass A:\n    def __add__(self, o):\n        shutil.rmtree('/srv/data')\nA() - 1", {}),
    "an early return": ("import shutil, sys\ndef f():\n    if True:\n        return\n    shutil.rmtree('/srv/data')\nf()", {}),
    "apply of something else": ("import shutil\nclass F:\n    def __call__(self):\n        shutil.rmtree('/srv/data')\nF().apply()\n", {}),
    "another package of that name": ("from pkg.lib import wipe\nwipe()", {"pkg/__init__.py": "", "pkg/lib.py": "def wipe():\n    pass\n", "lib.py": W}),
}


@pytest.mark.parametrize("case", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_not_found(trace, case: tuple[str, dict[str, str]]) -> None:
    script, files = case
    assert deletes(trace(script, files)) == []


def test_the_default_of_an_option_is_told(trace) -> None:
    walked = trace("import argparse, shutil\np = argparse.ArgumentParser()\np.add_argument('-d', '--data-dir', default='/srv/data')\n"
                   "p.add_argument('--yes', action='store_true')\nshutil.rmtree(p.parse_args().data_dir)\n")
    assert deletes(walked) == ["${--data-dir}"]
    assert [(n.name, n.default, n.at.line) for n in walked.needs if n.kind == "flag"] == [("--data-dir", "/srv/data", 3), ("--yes", None, 4)]


def test_options_of_decorators_reach_the_function(trace) -> None:
    walked = trace("import click, shutil\n@click.command()\n@click.option('--host', 'where', default='app1')\ndef go(where):\n    shutil.rmtree('/srv/' + where)\n"
                   "if __name__ == '__main__':\n    go()\n")
    assert deletes(walked)
    assert [(n.name, n.default) for n in walked.needs if n.kind == "flag"] == [("--host", "app1")]


HEREDOC = "#!/bin/bash\necho start\npython3 - <<'EOF'\nimport shutil\n\nshutil.rmtree('/srv/data')\nEOF\n"


def test_python_inside_a_shell_script_is_followed_where_it_stands(trace) -> None:
    effect = next(e for e in trace(HEREDOC, path="run.sh").effects if e.destructive)
    assert (effect.target, str(effect.at), [str(step) for step in effect.via]) == ("/srv/data", "run.sh:6", ["run.sh:3 inline Python"])


def test_python_in_an_argument_is_followed_into_the_repository(trace) -> None:
    walked = trace("#!/bin/bash\npython3 -c 'import lib; lib.wipe()'\n", {"lib.py": W}, path="run.sh")
    assert deletes(walked) == ["/srv/data"]


def test_inline_python_that_does_not_parse_is_an_unknown(trace) -> None:
    walked = trace("#!/bin/bash\npython3 - <<'EOF'\nprint((\nEOF\n", path="run.sh")
    assert [u.kind for u in walked.unknowns] == ["dynamic-code"]


def test_a_mistake_of_ours_costs_one_statement(trace, monkeypatch) -> None:
    from handover_generator.languages._python.statements import Statements

    def fails(self: object, node: object) -> str:
        raise KeyError("forced")

    monkeypatch.setattr(Statements, "_run_Assert", fails)
    walked = trace("import shutil\nassert 1\nshutil.rmtree('/srv/data')\n")
    assert [(u.kind, u.at.line, "KeyError" in u.detail) for u in walked.unknowns] == [("internal", 2, True)]
    assert deletes(walked) == ["/srv/data"]


def test_nested_copies_of_a_list_do_not_grow_without_end(trace) -> None:
    walked = trace("import shutil\ndef f(d, n):\n    d.append(d)\n    d.append([d, d])\n    e = {'a': d, 'b': [d, d]}\n    f([e, e, d], n)\n    shutil.rmtree('/srv/data')\nf([], 1)\n")
    assert deletes(walked) == ["/srv/data"]


CONDITIONS = {
    "import argparse\np = argparse.ArgumentParser()\np.add_argument('--force')\na = p.parse_args()\nif a.force:": "if --force is given",
    "import argparse\np = argparse.ArgumentParser()\na = p.parse_args()\nif not a.dry_run:": "if --dry-run is not given",
    "import os\nif os.environ.get('WIPE_ALL'):": "if WIPE_ALL is set",
    "import os\nif not os.environ.get('WIPE_ALL'):": "if WIPE_ALL is not set",
    "import os, sys\nif os.path.exists(sys.argv[1]):": "if sys.argv[1] exists",
    "import sys\nif sys.argv[1] == 'all':": "if sys.argv[1] is 'all'",
    "import sys\nmode = sys.argv[1]\nif mode is not None:": "if mode is given",
    "import sys\nx = sys.stdin.read()\nif isinstance(x, str):": None,
}


@pytest.mark.parametrize("start", CONDITIONS)
def test_conditions_are_in_words(trace, start: str) -> None:
    effect = next(e for e in trace(f"{start}\n    import shutil\n    shutil.rmtree('/srv/data')\n").effects if e.destructive)
    assert effect.condition == CONDITIONS[start]


def test_what_is_unread_in_many_places_is_told_once(trace) -> None:
    walked = trace("import strangepackage\n" + "strangepackage.go()\n" * 5)
    assert [(u.kind, u.at.line, u.detail) for u in walked.unknowns] == [("unmodelled-package", 2, "strangepackage.go() (in 5 places)")]


def test_one_place_with_many_targets_stays_readable(trace) -> None:
    walked = trace("def f(p):\n    open(p).read()\n" + "".join(f"f('/srv/{n}')\n" for n in range(20)))
    read = [e for e in walked.effects if e.action == "read"]
    assert len(read) == 4
    assert sum("17 more targets" in e.what for e in read) == 1


def test_blocks_at_top_level_make_a_script() -> None:
    from handover_generator.languages.python import LANGUAGE
    from handover_generator.model.source import Module, SourceFile

    def starts(text: str) -> tuple[str, ...]:
        read = LANGUAGE.read(SourceFile(path="a.py", blob="", size=len(text), text=text))
        assert isinstance(read, Module)
        return read.starts

    assert starts("import lib\ntry:\n    lib.go()\nexcept OSError:\n    pass\n") == ("statements at top level",)
    assert starts("import sys\nif len(sys.argv) > 1:\n    print('x')\n") == ("statements at top level",)
    assert starts("try:\n    import json\nexcept ImportError:\n    json = None\n") == ()
    assert starts("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    print(1)\n") == ()


CLIENT = """
    import shutil
    class Client:
        def wipe(self):
            shutil.rmtree("/srv/data")
    def make():
        return Client()
    """


@pytest.mark.parametrize("proxy", ["from werkzeug.local import LocalProxy as P", "from django.utils.functional import SimpleLazyObject as P"])
@pytest.mark.parametrize("given", ["make", "lambda: Client()"])
def test_a_proxy_stands_for_what_its_function_returns(trace, proxy: str, given: str) -> None:
    script = f"{proxy}\nfrom shop import *\nclient = P({given})\nclient.wipe()\n"
    assert [effect.target for effect in trace(script, {"shop.py": CLIENT}).effects] == ["/srv/data"]
    other = script.replace("= P(", "= print(")
    assert trace(other, {"shop.py": CLIENT}).effects == ()


@pytest.mark.parametrize(("promise", "wanted"), [("Optional[Self]", ["/srv/data"]), ("'Self'", ["/srv/data"]), ("dict", []), ("Optional[int]", [])])
def test_a_method_that_promises_an_instance_of_its_own_class(trace, promise: str, wanted: list[str]) -> None:
    script = f"""
        import json, shutil
        from typing import Optional
        from typing_extensions import Self
        class Base:
            @classmethod
            def load(cls, text) -> {promise}:
                return json.loads(text)
        class Disk(Base):
            def wipe(self):
                shutil.rmtree("/srv/data")
        class Tape(Base):
            def wipe(self):
                shutil.rmtree("/srv/tape")
        Disk.load("x").wipe()
        """
    assert [effect.target for effect in trace(script).effects] == wanted


def test_a_class_with_the_types_that_it_holds(trace) -> None:
    script = "import redis\nclient = redis.Redis[bytes](host='h')\nclient.flushall()\n"
    assert [(effect.resource, effect.action.value) for effect in trace(script).effects] == [("cache", "delete")]
    wanted = {effect.action.value for effect in trace("import redis\nclient = redis.Redis(host='h')['a']\n").effects}
    assert wanted == {"read"}                                                        # an item of an instance is no class
    found = trace("import os\nos.remove(os.environ['Home'])\n")                      # an item of something that is no class
    assert [effect.target for effect in found.effects] == ["${Home}"]


REORDER = """
    import os, sys
    def named(old, new):
        return new + old[4:]
    def go(items, base, dry_run):
        if not items:
            return
        head, *tail = items
        new = named(head.name, base)
        if dry_run:
            print(new)
        else:
            os.remove(head.path)
        go(tail, new + "1", dry_run)
    """


@pytest.mark.parametrize(("dry_run", "wanted"), [("False", ["filesystem delete"]), ("True", [])])
def test_a_function_that_calls_itself_with_ever_new_arguments(trace, dry_run: str, wanted: list[str]) -> None:
    walked = trace(REORDER + f"go(sys.argv[1:], 'a', {dry_run})\n")
    assert sorted({f"{effect.resource} {effect.action.value}" for effect in walked.effects}) == wanted      # what stays is still known
    assert "budget" not in {unknown.kind for unknown in walked.unknowns}


def test_calls_that_are_merely_deep_are_told(trace) -> None:
    script = "import os\ndef f0(p):\n    os.remove(p)\n" + "".join(f"def f{n}(p):\n    f{n - 1}(p)\n" for n in range(1, 60)) + "f59('/srv/a')\n"
    assert "budget" in {unknown.kind for unknown in trace(script).unknowns}


def test_a_default_that_reads_the_environment_needs_it(trace) -> None:
    script = "import os\nfrom pathlib import Path\ndef f(at: Path = Path(os.environ['MARK_FILE']), port: int = int(os.getenv('PORT', 1))):\n    at.unlink()\nf()\n"
    walked = trace(script)
    assert {need.name for need in walked.needs if need.kind == "env"} == {"MARK_FILE", "PORT"}
    assert [effect.target for effect in walked.effects] == ["${MARK_FILE}"]


def test_a_constant_default_beside_unknown_keywords_decides_nothing(trace) -> None:
    script = "import os, json\ndef f(a, dry_run=True, **rest):\n    if not dry_run:\n        os.remove('/srv/x')\nf(**json.load(open('x')))\n"
    assert [effect.target for effect in trace(script).effects if effect.action.value == "delete"] == ["/srv/x"]


@pytest.mark.parametrize(("made", "action"), [
    ("s.prepare_request(requests.Request('GET', u))", "read"), ("requests.Request('DELETE', u).prepare()", "delete"),
    ("requests.Request('POST', u).prepare()", "write"), ("requests.Request(url=u, method='PUT').prepare()", "write"),
    ("unknown(u)", "read")])
def test_a_request_that_is_prepared_first_keeps_its_method(trace, made: str, action: str) -> None:
    script = f"import requests\nfrom elsewhere import unknown\nu = 'https://a.test/x'\ns = requests.Session()\ns.send({made})\n"
    assert [effect.action.value for effect in trace(script).effects if effect.resource == "http"] == [action]


def test_what_a_sub_command_sets_is_known(trace) -> None:
    script = """
        import argparse, os
        def run(args):
            os.remove(os.environ[args.variable] + args.place)
        parser = argparse.ArgumentParser()
        sub = parser.add_subparsers().add_parser("files")
        sub.set_defaults(func=run, variable="FILES_AT")
        sub.add_argument("--place", default="x")
        args = parser.parse_args()
        args.place = "/srv/" + args.place
        args.func(args)
        """
    walked = trace(script)
    assert {need.name for need in walked.needs if need.kind == "env"} == {"FILES_AT"}
    assert [effect.target for effect in walked.effects] == ["${FILES_AT}${--place}"]


@pytest.mark.parametrize("made", ["super().__init__(['rm', '-rf', '/srv/old'])", "super(Sweeper, self).__init__(['rm', '-rf', '/srv/old'], env=env)",
                                  "subprocess.Popen.__init__(self, ['rm', '-rf', '/srv/old'])"])
def test_what_a_class_passes_on_to_the_one_outside_that_it_is_made_from_makes_one_of_those(trace, made: str) -> None:
    found = trace(f"import subprocess\nclass Sweeper(subprocess.Popen):\n    def __init__(self, env=None):\n        {made}\nSweeper()\n")
    assert [(effect.action.value, effect.target) for effect in found.effects] == [("delete", "/srv/old")]


def test_a_thread_that_gives_itself_its_work_does_it(trace) -> None:
    found = trace("""
        import os, threading
        class Sweeper(threading.Thread):
            def __init__(self):
                super().__init__(target=self.sweep)
            def sweep(self):
                os.remove('/srv/old')
        Sweeper().start()
        """)
    assert [effect.target for effect in found.effects] == ["/srv/old"]


def test_a_session_of_ones_own_is_made_without_a_word(trace) -> None:
    found = trace("import requests\nclass Own(requests.Session):\n    def __init__(self, *a):\n        super().__init__(*a)\nOwn()\n")
    assert found.effects == ()
    assert found.unknowns == ()


@pytest.mark.parametrize(("used", "needed"), [("CONF['url']", {"SHOP_URL"}), ("LIST[0]", {"FIRST"}), ("CONF", set())])
def test_a_variable_in_a_table_of_another_module_is_needed_by_whoever_takes_it_out(trace, used: str, needed: set[str]) -> None:
    conf = "import os\nCONF = {'url': os.environ['SHOP_URL'], 'key': os.environ['KEY']}\nLIST = [os.environ['FIRST'], os.environ['LAST']]\n"
    walked = trace(f"import requests\nfrom conf import CONF, LIST\nrequests.get({used})\n", {"conf.py": conf})
    assert {need.name for need in walked.needs if need.kind == "env"} == needed


@pytest.mark.parametrize("annotation", ["Tuple[()]", "tuple[()]", "Union[None, Tuple[()]]"])
def test_an_annotation_of_nothing_is_read(trace, annotation: str) -> None:
    walked = trace(f"import os\nfrom typing import Tuple, Union\nclass Kept:\n    held: {annotation}\n    def clear(self):\n"
                   "        for one in self.held:\n            print(one)\n        os.remove('/srv/x')\nKept().clear()\n")
    assert ([effect.target for effect in walked.effects], walked.unknowns) == (["/srv/x"], ())


@pytest.mark.parametrize("source", ["builtins", "__builtin__", "future.builtins", "past.builtins"])
def test_names_of_the_language_that_are_imported_mean_what_they_mean_without(trace, source: str) -> None:
    """A class made from an imported ``object`` is no class of an unknown package: what it lacks, nobody has."""
    client = f"from {source} import object, open\nclass Client(object):\n    def keep(self):\n        open('/srv/kept', 'w').write('')\n"
    found = trace("from client import Client\nClient().keep()\nClient().add_to_index(1)\n", {"client.py": client})
    assert [(effect.resource, effect.target) for effect in found.effects] == [("filesystem", "/srv/kept")]
    assert [unknown.detail for unknown in found.unknowns] == ["add_to_index(): what is called is not known"]


def test_a_class_made_from_what_a_package_brings_may_have_what_it_does_not_define(trace) -> None:
    client = "from unseen import object_of_theirs\nclass Client(object_of_theirs):\n    pass\n"
    found = trace("from client import Client\nClient().add_to_index(1)\n", {"client.py": client})
    assert not any("what is called is not known" in unknown.detail for unknown in found.unknowns)
