"""Methods that are asked for by a name that an option gives: of rows of a model, and of classes with very many."""

from __future__ import annotations

from collections.abc import Callable

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_MODEL = """
import argparse, os
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy(Flask(__name__))
p = argparse.ArgumentParser()
p.add_argument("--method", default="wipe")
args = p.parse_args()
class Job(db.Model):
    id = db.Column(db.Text, primary_key=True)
    def wipe(self):
        os.remove("/srv/a")
    def show(self):
        print(self.id)
"""
_MANY = "".join(f"    def step{number}(self):\n        os.remove('/srv/step{number}')\n" for number in range(60))


def _removed(walked: Walked) -> set[str | None]:
    return {effect.target for effect in walked.effects if effect.resource == "filesystem"}


def test_methods_of_rows_are_called(trace: Trace) -> None:
    walked = trace(_MODEL + "for job in Job.query.all():\n    getattr(job, args.method)()\n")
    assert _removed(walked) == {"/srv/a"}
    assert not walked.unknowns


def test_of_very_many_it_is_the_default_or_another(trace: Trace) -> None:
    for use in ("for job in Job.query.all():\n    getattr(job, args.method)()\n", "getattr(Job(), args.method)()\n"):
        walked = trace(_MODEL + _MANY + use)
        assert _removed(walked) == {"/srv/a"}
        assert "dynamic-call" in {unknown.kind for unknown in walked.unknowns}


def test_without_a_default_nothing_is_said_of_very_many(trace: Trace) -> None:
    walked = trace(_MODEL.replace(', default="wipe"', "") + _MANY + "getattr(Job(), args.method)()\n")
    assert not _removed(walked)
    assert "dynamic-call" in {unknown.kind for unknown in walked.unknowns}


def test_what_is_no_row_has_no_such_methods(trace: Trace) -> None:
    walked = trace(_MODEL + "getattr(Job.query, args.method)()\n")
    assert not _removed(walked)
