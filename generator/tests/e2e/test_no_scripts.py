"""What a person is told who asks about a file that is no script, or looks at a site that stands in the repository."""

from __future__ import annotations

from typing import Any


def test_a_file_that_was_not_read_says_so_and_why(alone: Any, make_repo: Any) -> None:
    """ "did you mean the other one?" would send somebody to a script of the same name."""
    repo = make_repo("shop")
    repo.commit({"scripts/wipe.sh": "#!/bin/sh\nrm -rf /srv/x\n", "scripts/wipe.ps1": "Remove-Item x\n", "README.md": "# Shop\n"})
    for name in ("scripts/wipe.ps1", "wipe.ps1"):
        alone("explain", name, "--repo", repo.root).told(2, "'scripts/wipe.ps1' was not read (", "what it does is unknown")
    alone("explain", "README.md", "--repo", repo.root).told(2, "'README.md' is a file, but no script", "handover scan")


def test_the_quoted_line_keeps_its_indentation(alone: Any, make_repo: Any) -> None:
    repo = make_repo("shop")
    repo.commit({"a.sh": "#!/bin/sh\n", "handover/scripts.yml": "scripts:\n  a.sh:\n    undo: x\n     owner: y\n"})
    refused = alone("scan", "--repo", repo.root)
    refused.told(2, "handover/scripts.yml:4:11: not valid YAML", "give both as many spaces", "\n         owner: y\n")


def test_a_site_built_inside_the_repository_is_none_of_its_files(alone: Any, make_repo: Any) -> None:
    repo = make_repo("shop")
    repo.commit({"scripts/wipe.sh": "#!/bin/sh\nrm -rf /srv/x\n"})
    before = alone("scan", "--repo", repo.root)
    assert alone("build", "--repo", repo.root, cwd=repo.root).code == 0
    assert (repo.root / "handover-site" / "index.html").is_file()
    assert alone("scan", "--repo", repo.root).out == before.out
    assert "handover-site" not in alone("review", "HEAD", "--repo", repo.root).out
