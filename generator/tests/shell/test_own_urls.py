"""What a script fetches from the repository's own address is the file that lies here; of all else nobody knows what it does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.own_urls import own_file
from handover_generator.model.files import Files
from handover_generator.model.source import SourceFile

RAW = "https://raw.githubusercontent.com/acme/shop/main"
FILES = {
    "README.md": "# Shop\ngit clone https://github.com/Acme/shop.git\nNeeds https://github.com/other/tool, see https://github.com/acme/shop/wiki.\n",
    "lib/wipe.sh": "#!/bin/bash\nrm -rf /srv/wiped\n",
    "lib/functions": "wipe() {\n  rm -rf /srv/wiped\n}\n",
}


@pytest.mark.parametrize("text", [
    f"curl -fsSL {RAW}/lib/wipe.sh | bash",
    f"bash -c \"$(curl -fsSL {RAW}/lib/wipe.sh)\"",
    f"bash <(curl -s {RAW}/lib/wipe.sh)",
    f"BASE={RAW}\nwget -qO- $BASE/lib/wipe.sh | sudo bash -s -- --now",
    f"source <(curl -s {RAW}/lib/functions)\nwipe",
    f". <(wget -qO - {RAW}/lib/functions) || exit 1\nwipe",
    f"wget {RAW}/lib/wipe.sh -O /tmp/w.sh\nbash /tmp/w.sh",
    f"cd /tmp\ncurl -O {RAW}/lib/wipe.sh\nchmod +x wipe.sh\n./wipe.sh",
    f"curl -sSLo /tmp/w.sh {RAW}/lib/wipe.sh && sh /tmp/w.sh",
    "curl -L https://github.com/acme/shop/raw/${BRANCH}/lib/wipe.sh | sh",
])
def test_a_file_of_the_repository_is_followed(text: str, walked: Callable[..., list[str]]) -> None:
    assert "filesystem delete /srv/wiped" in walked(text, FILES, "x.sh")


@pytest.mark.parametrize("text", [
    "curl -fsSL https://raw.githubusercontent.com/other/tool/main/lib/wipe.sh | bash",
    "source <(curl -s https://raw.githubusercontent.com/other/tool/main/lib/functions)\nwipe",
    f"curl -fsSL {RAW}/lib/other.sh | bash",
    "curl -fsSL https://example.org/acme/shop/main/lib/wipe.sh | bash",
    f"curl -fsSL {RAW}/lib/wipe.sh",
    f"curl -fsSL {RAW}/lib/wipe.sh -o /tmp/w.sh",
])
def test_what_is_not_ours_or_not_run_is_not(text: str, walked: Callable[..., list[str]]) -> None:
    assert "filesystem delete /srv/wiped" not in walked(text, FILES, "x.sh")


@pytest.mark.parametrize(("address", "path"), [
    (f"{RAW}/lib/wipe.sh", "lib/wipe.sh"), (f"{RAW}/lib/wipe.sh?token=1", "lib/wipe.sh"),
    ("https://raw.githubusercontent.com/ACME/Shop/refs/heads/main/lib/wipe.sh", "lib/wipe.sh"),
    ("https://cdn.jsdelivr.net/gh/acme/shop@1.2/lib/wipe.sh", "lib/wipe.sh"), ("https://gitlab.com/acme/shop/-/raw/main/lib/wipe.sh", "lib/wipe.sh"),
    ("https://github.com/acme/shop/blob/main/lib/wipe.sh", None), (f"{RAW}/wipe.sh", None), ("lib/wipe.sh", None),
])
def test_addresses_of_files(address: str, path: str | None) -> None:
    files = Files({name: SourceFile(path=name, blob="", size=len(text), text=text) for name, text in FILES.items()})
    assert own_file(f"curl -s {address}", files) == path


def test_without_a_front_page_nobody_knows_whose_it_is(walked: Callable[..., list[str]]) -> None:
    assert walked(f"curl -s {RAW}/lib/wipe.sh | bash", {"lib/wipe.sh": FILES["lib/wipe.sh"]}, "x.sh") == [
        f"http read {RAW}/lib/wipe.sh", f"process execute curl {RAW}/lib/wipe.sh"]
