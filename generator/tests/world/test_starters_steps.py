"""Scripts that a step of a workflow starts in the folder that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

Started = Callable[[str, Mapping[str, str]], list[str]]

WIPE = "#!/bin/bash\nrm -rf /srv/x\n"
HEAD = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
WORKFLOW = ".github/workflows/a.yml"


@pytest.mark.parametrize("step", [
    "      - name: x\n        working-directory: build\n        run: ./shop import\n",
    "      - name: x\n        run: ./shop import\n        working-directory: ./build/\n",
    "      - run: ./shop import\n        working-directory: 'build'\n      - run: echo\n        working-directory: other\n",
    "      - working-directory: ${{ github.workspace }}/build\n        run: |\n          ./shop import\n",
    "      - run: echo\n        working-directory: other\n      - name: x\n        working-directory: build\n        run: |\n          echo\n\n"
    "          ./shop import\n",
    "      - run: ./build/shop\n",
])
def test_in_the_folder_of_the_step(started: Started, step: str) -> None:
    texts = {"build/shop": WIPE, "other/shop": WIPE, WORKFLOW: HEAD + step}
    assert [row.split(":")[0] for row in started("build/shop", texts)] == [WORKFLOW]
    assert started("other/shop", texts) == []


def test_in_the_folder_that_all_steps_have(started: Started) -> None:
    head = "on: push\ndefaults:\n  run:\n    shell: bash\n    working-directory: build\n" + HEAD.removeprefix("on: push\n")
    texts = {"build/shop": WIPE, "other/shop": WIPE, WORKFLOW: head + "      - run: ./shop\n"}
    assert started("build/shop", texts) == [f"{WORKFLOW}:10 ci job a"]
    texts[WORKFLOW] += "        working-directory: other\n"
    assert (started("build/shop", texts), started("other/shop", texts)) == ([], [f"{WORKFLOW}:10 ci job a"])


def test_other_places_that_call_it_so(started: Started) -> None:
    circle = "jobs:\n  a:\n    steps:\n      - run:\n          command: ./shop\n          working_directory: ~/build\n      - run: ./shop\n"
    azure = "steps:\n- script: ./shop\n  workingDirectory: $(Build.SourcesDirectory)/build\n- script: ./other\n"
    for path, text in ((".circleci/config.yml", circle), ("azure-pipelines.yml", azure)):
        found = started("build/shop", {"build/shop": WIPE, path: text})
        assert len(found) == 1, path
        assert found[0].startswith(path)


@pytest.mark.parametrize("step", [
    "      - run: ./shop\n      - run: echo\n        working-directory: build\n",
    "      - run: echo\n        working-directory: build\n      - run: ./shop\n",
    "      - run: ./shop\n        working-directory: ${{ matrix.folder }}/${{ matrix.name }}\n",
    "      - run: ./shop\n        working-directory: /build\n",
    "      - run: shop\n        working-directory: build\n",
    "      - run: ./shop\n        working-directory: builds\n",
])
def test_a_step_in_another_folder_starts_another(started: Started, step: str) -> None:
    assert started("build/shop", {"build/shop": WIPE, "README": "x", WORKFLOW: HEAD + step}) == []


def test_a_file_that_lies_in_both_places_is_the_step_s(started: Started) -> None:
    texts = {"run.sh": WIPE, "build/run.sh": WIPE, WORKFLOW: HEAD + "      - run: bash run.sh\n        working-directory: build\n"}
    assert (started("run.sh", texts), len(started("build/run.sh", texts))) == ([], 1)


@pytest.mark.parametrize("step", [
    "      - run: python ${PLACE}/load.py\n        env:\n          PLACE: build/old\n",
    "      - env:\n          PLACE: ./build/old\n          OTHER: x\n        run: |\n          echo\n          python $PLACE/load.py --all\n",
    "      - run: bash -c 'python \"${PLACE}/load.py\"'\n        env: \n          PLACE: \"build/old\"\n"
    "      - run: echo\n        env:\n          PLACE: other\n",
    "      - run: python ${PLACE}/load.py\n        working-directory: build\n        env:\n          PLACE: old\n",
])
def test_behind_a_variable_that_the_step_sets(started: Started, step: str) -> None:
    texts = {"build/old/load.py": "print(1)\n", "other/load.py": "print(2)\n", WORKFLOW: HEAD + step}
    assert [row.split(":")[0] for row in started("build/old/load.py", texts)] == [WORKFLOW]
    assert started("other/load.py", texts) == []


def test_behind_a_variable_of_the_whole_workflow(started: Started) -> None:
    head = "on: push\nenv:\n  PLACE: build/old\n" + HEAD.removeprefix("on: push\n")
    texts = {"build/old/load.py": "print(1)\n", "other/load.py": "print(2)\n", WORKFLOW: head + "      - run: python $PLACE/load.py\n"}
    assert started("build/old/load.py", texts) == [f"{WORKFLOW}:8 ci job a"]


@pytest.mark.parametrize("step", [
    "      - run: python ${PLACE}/load.py\n",
    "      - run: python ${PLACE}/load.py\n        env:\n          OTHER: build/old\n",
    "      - run: python ${PLACE}/load.py\n        env:\n          PLACE: ${{ matrix.place }}/old\n",
    "      - run: python ${PLACE}/load.py\n"
    "      - run: a\n        env:\n          PLACE: build/old\n      - run: b\n        env:\n          PLACE: other\n",
    "      - run: python ${PLACE}load.py\n        env:\n          PLACE: build/old\n",
])
def test_a_variable_of_which_the_value_is_not_known(started: Started, step: str) -> None:
    assert started("build/old/load.py", {"build/old/load.py": "print(1)\n", "other/load.py": "print(2)\n", WORKFLOW: HEAD + step}) == []
