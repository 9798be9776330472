"""A command by its bare name that is a script of the repository: beside its caller, on the PATH that is set, put among the programs before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TWO = {"bin/shop-clean": "#!/bin/bash\nrm -rf /srv/a\n", "old/shop-clean": "#!/bin/bash\nrm -rf /srv/b\n"}


@pytest.mark.parametrize(("path", "text"), [
    ("bin/shop-load", "exec shop-clean \"$@\""), ("bin/shop-load", "shop-clean"),
    ("tools/test.sh", "PATH=\"$(cd \"$(dirname \"$0\")\" && pwd)/../bin:$PATH\"\nshop-clean"),
    ("tools/test.sh", "home=$(cd \"$(dirname \"${BASH_SOURCE[0]}\")\" && pwd)/../bin\nexport PATH=\"$home:/usr/bin\"\ncd /srv\nshop-clean")])
def test_one_of_several_is_meant(path: str, text: str, trace: Callable) -> None:
    traced = trace(f"#!/bin/bash\n{text}\n", TWO, path=path)
    assert traced.told() == ["filesystem delete /srv/a !"]
    assert traced.unknowns() == []


@pytest.mark.parametrize(("path", "text"), [
    ("bin/load.sh", "shop-clean"), ("tools/shop-load", "shop-clean"), ("tools/test.sh", "PATH=/opt/shop/bin\nshop-clean"),
    ("bin/shop-load", "ssh web1 shop-clean")])
def test_nobody_knows_which_is_meant(path: str, text: str, trace: Callable) -> None:
    traced = trace(f"#!/bin/bash\n{text}\n", TWO, path=path)
    assert not [told for told in traced.told() if told.startswith("filesystem")]
    assert "unmodelled-command" in traced.unknowns()


@pytest.mark.parametrize("put", [
    "ln -sfn /opt/shop/setup-all.sh /usr/local/bin/shopconfig", "sudo ln -s \"$PWD/setup-all.sh\" /usr/bin/shopconfig",
    "cp setup-all.sh /usr/local/bin/shopconfig", "install -m 755 setup-all.sh /usr/local/sbin/shopconfig",
    "ln -s setup-all.sh ~/bin/shopconfig", "ln -s setup-all.sh $HOME/.local/bin/shopconfig"])
def test_it_was_put_among_the_programs(put: str, trace: Callable) -> None:
    traced = trace(f"{put}\nshopconfig unattended\n", {"setup-all.sh": "#!/bin/bash\nrm -rf /srv/a\n"})
    assert "filesystem delete /srv/a !" in traced.told()
    assert traced.unknowns() == []


@pytest.mark.parametrize("put", [
    "ln -s setup-all.sh /srv/shopconfig", "ln -s /usr/local/bin/shopconfig setup-all.sh", "ln -s other.sh /usr/local/bin/shopconfig"])
def test_it_was_put_elsewhere(put: str, trace: Callable) -> None:
    traced = trace(f"{put}\nshopconfig\n", {"setup-all.sh": "#!/bin/bash\nrm -rf /srv/a\n"})
    assert traced.unknowns() == ["unmodelled-command"]


@pytest.mark.parametrize("line", [". shop_lib.sh", "source ../../lib/shop_lib.sh", "source ROOTDIR/lib/shop_lib.sh"])
def test_functions_are_read_in_by_name(line: str, trace: Callable) -> None:
    assert trace(f"{line}\nclear_shop\n", {"mods/shop_lib.sh": "clear_shop() { rm -rf /srv/a; }\n"}).told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize("line", [". utils.sh", "source shop/helpers.sh", "source ../../lib/utils.sh", "source ~/shop_lib.sh",
                                  "source ROOTDIR/lib/other_lib.sh"])
def test_it_may_be_another_file(line: str, trace: Callable) -> None:
    files = {"mods/shop_lib.sh": "clear_shop() { rm -rf /srv/a; }\n", "mods/helpers.sh": "clear_shop() { rm -rf /srv/a; }\n",
             "mods/utils.sh": "clear_shop() { rm -rf /srv/a; }\n"}
    assert trace(f"{line}\nclear_shop\n", files, path="a/b/x.sh").told() == []
