"""What lies in a folder that a script makes only where it is missing may have been there before: removing it is a loss."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("making", [
    'if [ ! -d $DATA ]; then\n  mkdir $DATA\nfi', '[ -d "$DATA" ] || mkdir "$DATA"', 'test -d ${DATA} || mkdir ${DATA}',
    'if [ ! -e "$DATA" ]; then mkdir "$DATA"; fi', 'if [ -d $DATA ]; then echo there; else mkdir $DATA; fi'])
@pytest.mark.parametrize(("data", "shown"), [("/srv/data", "/srv/data"), ("$1/data", "${1}/data"), ("$PREFIX/data", "${PREFIX}/data")])
def test_a_folder_that_may_have_been_there(trace: Callable, making: str, data: str, shown: str) -> None:
    told = trace(f'DATA={data}\n{making}\nDB="$DATA/shop.db"\nrm -rf "$DB"\n').told()
    assert f"filesystem delete {shown}/shop.db !" in told


def test_a_folder_named_by_an_argument(trace: Callable) -> None:
    assert "filesystem delete ${1}/a !" in trace('if [ ! -d "$1" ]; then mkdir "$1"; fi\nrm -rf "$1/a"\n').told()


def test_one_of_several_folders(trace: Callable) -> None:
    text = 'if [ "$1" = a ]; then D=/srv/a; else D=/srv/b; fi\nif [ ! -d $D ]; then mkdir $D; fi\nrm -rf $D/x\n'
    assert {"filesystem delete /srv/a/x !", "filesystem delete /srv/b/x !"} <= set(trace(text).told())


@pytest.mark.parametrize("text", [
    "DATA=/srv/data\nmkdir $DATA\nrm -rf $DATA\n", "DATA=/srv/data\nif [ -d $DATA ]; then exit 1; fi\nmkdir $DATA\nrm -rf $DATA\n",
    "DATA=/srv/data\nif [ ! -d $OTHER ]; then mkdir $DATA; fi\nrm -rf $DATA\n",
    "DATA=/srv/data\nif [ ! -d $DATA ]; then mkdir $DATA; rm -rf $DATA; fi\n"])
def test_a_folder_that_the_script_has_made(trace: Callable, text: str) -> None:
    assert "filesystem delete /srv/data" in trace(text).told()
