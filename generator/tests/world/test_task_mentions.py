"""Where a text calls a task, it starts the file that holds the tasks."""

from __future__ import annotations

import pytest

from handover_generator.sources._starters.tasks import TaskFiles

FILES = TaskFiles(["tasks.py", "web/tasks/__init__.py", "fabfile.py", "shop/tasks_old.py"])


@pytest.mark.parametrize("line", [
    "invoke build", "  - run: poetry run invoke build --force", "$ inv build", "`inv build`", "cd x && inv -e build <name>", "RUN inv build",
    'CMD ["inv build"]', "\tinv build;", "inv build -- x",
])
def test_a_call_is_a_mention(line):
    assert [path for path, _ in FILES.mentions("README.md", f"Text.\n{line}\n")] == ["tasks.py"]


@pytest.mark.parametrize("line", [
    "You may invoke build steps by hand.", "invoke the script\nand wait", "aws lambda invoke build", "to invoke build", "inv: build",
    "re-invoke build", "invoke -c other build", "invoke Build",
])
def test_a_word_of_a_sentence_is_none(line):
    assert [path for path, _ in FILES.mentions("README.md", f"Text.\n{line}\n")] == []


def test_the_nearest_file_is_meant():
    assert [path for path, _ in FILES.mentions("web/docs/x.md", "`inv build` or `fab build`")] == ["web/tasks/__init__.py", "fabfile.py"]


def test_the_only_file_is_meant_wherever_it_lies():
    assert [path for path, _ in TaskFiles(["ops/fabfile.py"]).mentions("README.md", "    fab build\n")] == ["ops/fabfile.py"]
    assert list(TaskFiles(["a/tasks.py", "b/tasks.py"]).mentions("README.md", "    inv build\n")) == []
