"""What runs elsewhere or later gives its result."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_HEAD = """
    import asyncio, multiprocessing, shutil, sys
    from concurrent.futures import ThreadPoolExecutor, as_completed, wait
    from multiprocessing.pool import ThreadPool
    class Thing:
        def __init__(self, name="a"):
            self.name = name
        def launch(self):
            shutil.rmtree("/srv/a")
    def make(name):
        return Thing(name)
    async def fetch(name):
        return Thing(name)
"""


def _told(trace: Callable[..., Walked], code: str) -> list[str]:
    text = "\n".join("    " + line for line in code.split("\n"))
    return [str(effect.target) for effect in trace(_HEAD + text + "\n").effects]


@pytest.mark.parametrize("code", [
    "pool = ThreadPoolExecutor()\npool.submit(make, 'a').result().launch()",
    "with ThreadPoolExecutor() as pool:\n    for future in as_completed([pool.submit(make, name) for name in sys.argv]):\n        future.result().launch()",
    "with ThreadPoolExecutor() as pool:\n    known = {pool.submit(make, name): name for name in sys.argv}\n    for future in as_completed(known):\n"
    "        future.result(timeout=3).launch()",
    "pool = ThreadPoolExecutor()\ndone, rest = wait([pool.submit(make, 'a')])\nfor future in done:\n    future.result().launch()",
    "def tell(future):\n    future.result().launch()\nThreadPoolExecutor().submit(make, 'a').add_done_callback(tell)",
    "for thing in ThreadPoolExecutor().map(make, sys.argv):\n    thing.launch()",
    "with multiprocessing.Pool(2) as pool:\n    for thing in pool.imap_unordered(make, sys.argv):\n        thing.launch()",
    "multiprocessing.Pool(2).apply(make, ('a',)).launch()", "ThreadPool(2).apply_async(make, ('a',)).get().launch()",
    "for thing in multiprocessing.Pool(2).map_async(make, sys.argv).get():\n    thing.launch()",
    "async def main():\n    for thing in await asyncio.gather(fetch('a'), fetch('b')):\n        thing.launch()\nasyncio.run(main())",
    "async def main():\n    first, second = await asyncio.gather(*[fetch(name) for name in sys.argv])\n    second.launch()\nasyncio.run(main())",
    "async def main():\n    for future in asyncio.as_completed([fetch('a')]):\n        thing = await future\n        thing.launch()\nasyncio.run(main())",
    "async def main():\n    task = asyncio.create_task(fetch('a'))\n    (await task).launch()\nasyncio.run(main())",
    "async def main():\n    async with asyncio.TaskGroup() as group:\n        task = group.create_task(fetch('a'))\n    task.result().launch()\nasyncio.run(main())",
    "async def main():\n    (await asyncio.wait_for(fetch('a'), 3)).launch()\nasyncio.run(main())",
    "asyncio.run(fetch('a')).launch()", "async def main():\n    (await asyncio.to_thread(make, 'a')).launch()\nasyncio.run(main())",
    "from joblib import Parallel, delayed\nfor thing in Parallel(n_jobs=2)(delayed(make)(name) for name in sys.argv):\n    thing.launch()",
])
def test_a_result_is_what_the_function_gave(trace: Callable[..., Walked], code: str) -> None:
    assert _told(trace, code) == ["/srv/a"]


@pytest.mark.parametrize("code", [
    "future = ThreadPoolExecutor().submit(make, 'a')\nfuture.cancel()\nfuture.done()", "async def main():\n    await fetch('a')\nasyncio.run(main())",
    "task = ThreadPoolExecutor().submit(print, 'a')\nprint(task.result())",
])
def test_what_is_not_used_does_nothing(trace: Callable[..., Walked], code: str) -> None:
    assert _told(trace, code) == []


def test_futures_that_are_not_seen_to_be_made_are_those_of_the_package(trace: Callable[..., Walked]) -> None:
    code = "async def main():\n    running = set()\n    while running:\n        done, running = await asyncio.wait(running)\n" \
           "        for task in done:\n            task.result()\nasyncio.run(main())\n"
    assert not trace("import asyncio\n" + code).unknowns


def test_what_a_result_says_decides_nothing(trace: Callable[..., Walked]) -> None:
    code = "def yes():\n    return True\nif not ThreadPoolExecutor().submit(yes).result():\n    shutil.rmtree('/srv/b')"
    assert _told(trace, code) == ["/srv/b"]
