"""Types that a module gives a name of their own: ``SessionDep = Annotated[Session, Depends(get)]``."""

from __future__ import annotations

import pytest

from handover_generator.model.behaviour import Action

TYPES = """from typing import Annotated, NewType, Optional, Union
import shutil, typing
from sqlalchemy.orm import Session

class Store:
    def wipe(self):
        shutil.rmtree('/srv/store')

def get():
    yield Session()

Name = Annotated[str, len]
New = NewType('New', str)
SessionDep = Annotated[Session, get]
StoreDep = typing.Annotated[Store, get]
Maybe = Optional[Store]
Either = Union[Store, None]
Nested = Optional[Annotated[Store, get]]
"""


@pytest.mark.parametrize(("kind", "line", "told"), [
    ("SessionDep", "x.execute('DELETE FROM users')", "users"), ("StoreDep", "x.wipe()", "/srv/store"), ("Maybe", "x.wipe()", "/srv/store"),
    ("Either", "x.wipe()", "/srv/store"), ("Nested", "x.wipe()", "/srv/store"),
])
def test_what_a_parameter_of_such_a_type_does(trace, kind: str, line: str, told: str) -> None:
    code = f"from kinds import {kind}\ndef go(x: {kind}):\n    {line}\ngo(given)\n"
    assert [effect.target for effect in trace(code, {"kinds.py": TYPES}).effects if effect.action is Action.DELETE] == [told]


@pytest.mark.parametrize("kind", ["Name", "New"])
def test_a_field_is_called_like_itself_and_not_like_its_type(trace, kind: str) -> None:
    code = (f"import os\nfrom pydantic import BaseModel\nfrom kinds import {kind}\nclass Config(BaseModel):\n    name: {kind}\n"
            "def go(config: Config):\n    os.remove(f'/srv/{config.name}-x')\ngo(Config.model_validate(open('/srv/x').read()))\n")
    assert [effect.target for effect in trace(code, {"kinds.py": TYPES}).effects if effect.action is Action.DELETE] == ["/srv/${name}-x"]
