"""What an image starts by itself, so that the words behind its name are its arguments: ``docker run hashicorp/terraform destroy``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.analysis.image_files import COMPOSE
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.model.files import Files

_PROGRAMS = {
    "hashicorp/terraform": "terraform", "hashicorp/packer": "packer", "opentofu/opentofu": "tofu", "amazon/aws-cli": "aws",
    "bitnami/kubectl": "kubectl", "rancher/kubectl": "kubectl", "lachlanevenson/k8s-kubectl": "kubectl", "alpine/helm": "helm", "alpine/git": "git",
    "bitnami/git": "git", "rclone/rclone": "rclone", "restic/restic": "restic", "minio/mc": "mc", "flyway/flyway": "flyway",
    "migrate/migrate": "migrate", "curlimages/curl": "curl", "certbot/certbot": "certbot", "instrumentisto/rsync": "rsync", "eeacms/rsync": "rsync",
}
"""Public images that start one program, by their names without registry and version."""
_PUBLIC = ("docker.io/", "index.docker.io/", "ghcr.io/", "quay.io/", "public.ecr.aws/", "registry.hub.docker.com/")
_SERVICES = regex(r"services:\s*(?:#.*)?\Z")
_KEY = regex(r"([ \t]+)([\w.-]+):[ \t]*(.*)\Z")
_WORD = regex(r"[^\s\[\],'\"]+")


class Images:
    """Knows what images and the services of compose files start.

    Args:
        files: all listed files by path.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._read: tuple[tuple[str, ...], dict[str, tuple[str, ...]]] = (), {}

    def started(self, name: str) -> tuple[str, ...]:
        """The words that an image or a service begins with; none where it runs what it is given, or where that is not known.

        Args:
            name: of the image, or of the service of a compose file.
        """
        bare = name.partition("@")[0]
        head, _, last = bare.rpartition("/")
        bare = f"{head}/{last.partition(':')[0]}" if head else last.partition(":")[0]
        bare = next((bare.removeprefix(registry) for registry in _PUBLIC if bare.startswith(registry)), bare)
        if bare in _PROGRAMS:
            return (_PROGRAMS[bare],)
        return self._services().get(name, ()) if "/" not in name else ()

    def _services(self) -> dict[str, tuple[str, ...]]:
        """What services start by their names, but for names under which two files start different things."""
        paths = self._files.like(COMPOSE)
        texts = [file.text or "" for path in paths if (file := self._files.get(path)) is not None]        # looked into for each answer
        if self._read[0] != paths:
            found: dict[str, tuple[str, ...]] = {}
            for text in texts:
                for name, words in entrypoints(text).items():
                    found[name] = words if found.get(name, words) == words else ()
            self._read = paths, found
        return self._read[1]


def entrypoints(text: str) -> dict[str, tuple[str, ...]]:
    """What the services of a compose file start, where it says so on one line."""
    found: dict[str, tuple[str, ...]] = {}
    inside, indent, service = False, "", ""
    for line in text.splitlines():
        if line and not line[0].isspace() and line[0] != "#":
            inside, indent = _SERVICES.match(line) is not None, ""
            continue
        key = _KEY.match(line) if inside else None
        if key is None:
            continue
        indent = indent or key[1]
        if key[1] == indent:
            service = key[2]
        elif key[2] == "entrypoint" and (words := tuple(_WORD.findall(key[3].partition(" #")[0])[:8])):
            found[service] = words
    return found
