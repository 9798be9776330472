"""Fields that somebody else fills: what stands in the class is only what they hold where nobody gave them anything."""

from __future__ import annotations

import pytest

_MADE = {
    "from the environment": "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    wipe: bool = False\nsettings = Settings()\n",
    "by a class between": "from pydantic import BaseSettings\nclass Base(BaseSettings):\n    debug: bool = False\nclass Settings(Base):\n    wipe: bool = False\n"
                          "settings = Settings()\n",
    "from a file": "from pydantic import BaseModel\nclass Settings(BaseModel):\n    wipe: bool = False\nsettings = Settings.parse_file('/etc/a.json')\n",
    "by whoever calls": "from dataclasses import dataclass\nfrom elsewhere import given\n@dataclass\nclass Settings:\n    wipe: bool = False\n"
                        "def here(settings: Settings):\n    return settings\nsettings = here(given())\n",
    "with all of a table": "import json\nfrom dataclasses import dataclass\n@dataclass\nclass Settings:\n    wipe: bool = False\n"
                           "settings = Settings(**json.load(open('/etc/a.json')))\n",
}


@pytest.mark.parametrize("how", _MADE)
def test_a_field_may_hold_something_else(trace, how: str) -> None:
    walked = trace(f"{_MADE[how]}import shutil\nif settings.wipe:\n    shutil.rmtree('/srv/a')\n")
    assert [effect.target for effect in walked.effects if effect.destructive] == ["/srv/a"]


def test_a_list_of_the_settings_may_be_longer(trace) -> None:
    code = "from pydantic_settings import BaseSettings\nimport shutil\nclass Settings(BaseSettings):\n    folders: list[str] = []\n" \
           "for folder in Settings().folders:\n    shutil.rmtree(folder)\n"
    assert [effect.action.value for effect in trace(code).effects] == ["delete"]


def test_a_check_of_a_field_of_the_settings_is_a_check_of_the_place(trace) -> None:
    code = "from pydantic_settings import BaseSettings\nimport shutil, sys\nclass Settings(BaseSettings):\n    app_env: str = 'dev'\n" \
           "if Settings().app_env == 'production':\n    sys.exit(1)\nshutil.rmtree('/srv/a')\n"
    assert [guard.kind.value for effect in trace(code).effects for guard in effect.guards] == ["env_check"]


@pytest.mark.parametrize("made", [
    "from dataclasses import dataclass\n@dataclass\nclass Settings:\n    wipe: bool = False\nsettings = Settings()\n",
    "from pydantic import BaseModel\nclass Settings(BaseModel):\n    wipe: bool = False\nsettings = Settings()\n",
    "from typing import ClassVar\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    wipe: ClassVar[bool] = False\nsettings = Settings()\n",
    "class Settings:\n    wipe: bool = False\nsettings = Settings()\n",
])
def test_a_field_that_nobody_fills_holds_what_stands_there(trace, made: str) -> None:
    assert not trace(f"{made}import shutil\nif settings.wipe:\n    shutil.rmtree('/srv/a')\n").effects


@pytest.mark.parametrize("start", ["work.serve(name='a')", "work.deploy(name='a', image='b')", "work(True)"])
def test_a_flow_that_is_served_is_given_its_arguments_later(trace, start: str) -> None:
    code = "import shutil\nfrom prefect import flow\n@flow\ndef work(wipe: bool = False):\n    if wipe:\n        shutil.rmtree('/srv/a')\n"
    assert [effect.target for effect in trace(f"{code}{start}\n").effects] == ["/srv/a"]


@pytest.mark.parametrize("made", [
    "Shop.model_validate(data)", "Shop.model_validate_json(text)", "Shop.parse_obj(data)", "Shop.parse_raw(text)", "Shop.from_orm(row)",
    "Shop.model_construct(name='a')", "Shop.load(text)", "Shop(name='a').model_copy(update={})", "Shop(name='a').copy()",
])
def test_what_a_class_makes_of_data_is_one_of_its_own(trace, made: str) -> None:
    code = """
        import os
        from pydantic import BaseModel
        class Base(BaseModel):
            @classmethod
            def load(cls, text):
                return cls.model_validate(text)
        class Shop(Base):
            name: str
            def wipe(self):
                os.remove("/srv/a")
        {made}.wipe()
    """
    walked = trace(code.replace("{made}", made))
    assert [effect.target for effect in walked.effects] == ["/srv/a"]
    assert not walked.unknowns


def test_a_method_of_its_own_gives_what_it_gives(trace) -> None:
    code = """
        import os
        from pydantic import BaseModel
        class Other:
            def wipe(self):
                os.remove("/srv/b")
        class Shop(BaseModel):
            @classmethod
            def from_json(cls, text):
                return Other()
            def wipe(self):
                os.remove("/srv/a")
        Shop.from_json("{}").wipe()
    """
    assert [effect.target for effect in trace(code).effects] == ["/srv/b"]


def test_a_method_of_another_library_gives_nothing_that_is_known(trace) -> None:
    code = """
        import os
        from elsewhere import Model
        class Shop(Model):
            def wipe(self):
                os.remove("/srv/a")
        Shop.parse_obj({}).wipe()
    """
    assert trace(code).unknowns
