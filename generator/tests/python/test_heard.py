"""Functions that a decorator of an object hands to what waits for messages or for an hour are called; the pages of a server belong to the server."""

from __future__ import annotations

import pytest

from handover_generator.analysis.walk import Walked


def removed(walked: Walked) -> set[str | None]:
    return {effect.target for effect in walked.effects if effect.action.value == "delete"}


BOTS = {
    "event": ("import discord", "client = discord.Client()", "client.event", "client.run('t')"),
    "event by name": ("from slack_bolt import App", "client = App()", "client.event('message')", "client.start(3000)"),
    "message": ("from chatter import Bot", "client = Bot()", "client.on_message()", "client.poll()"),
    "handler": ("import telebot", "client = telebot.TeleBot('t')", "client.message_handler(commands=['x'])", "client.polling()"),
    "timer": ("import streams", "client = streams.App()", "client.timer(2)", "client.main()"),
    "nested": ("import chatter", "client = chatter.Client()", "client.tree.listener('x')", "client.run()"),
}


@pytest.mark.parametrize("bot", BOTS.values(), ids=BOTS.keys())
def test_what_waits_for_something_is_called(trace, bot: tuple[str, str, str, str]) -> None:
    imports, made, decorator, run = bot
    script = f"import shutil\n{imports}\n{made}\n@{decorator}\nasync def answer(message):\n    shutil.rmtree(folder())\ndef folder():\n    return '/srv/x'\n{run}\n"
    walked = trace(script)
    assert removed(walked) == {"/srv/x"}
    assert [effect.via[0].line for effect in walked.effects if effect.action.value == "delete"] == [5]


def test_commands_beside_it_are_called_once(trace) -> None:
    walked = trace("import shutil\nfrom slack_bolt import App\napp = App()\n@app.command('/wipe')\ndef wipe(ack):\n    shutil.rmtree('/srv/a')\n"
                   "@app.event('message')\ndef heard(event):\n    shutil.rmtree('/srv/b')\napp.start(3000)\n")
    assert removed(walked) == {"/srv/a", "/srv/b"}


NOT_MEANT = {
    "page": ("from flask import Flask", "app = Flask(__name__)", "app.route('/x')", "app.run()"),
    "other member": ("import chatter", "app = chatter.App()", "app.documented('x')", "app.run()"),
    "page by name": ("from fastapi import FastAPI", "app = FastAPI()", "app.post('/job')", "print(app)"),
}


@pytest.mark.parametrize("server", NOT_MEANT.values(), ids=NOT_MEANT.keys())
def test_what_does_not_wait_is_not(trace, server: tuple[str, str, str, str]) -> None:
    imports, made, decorator, run = server
    assert removed(trace(f"import shutil\n{imports}\n{made}\n@{decorator}\ndef page():\n    shutil.rmtree('/srv/x')\n{run}\n")) == set()


def test_what_is_only_imported_waits_for_whoever_runs_it(trace) -> None:
    bot = "import shutil\nfrom chatter import Bot\nbot = Bot()\n@bot.event\ndef heard(event):\n    shutil.rmtree('/srv/b')\n"
    assert removed(trace("from bots import bot\nprint(bot)\n", {"bots.py": bot})) == set()
