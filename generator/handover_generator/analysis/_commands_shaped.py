"""Commands that are told by their words where nothing tells their program: ``$CLI delete --namespace=shop deployment,service web``."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

_VERBS = word_set("""
    get describe create apply delete replace patch label annotate scale rollout exec logs cp wait expose edit drain cordon uncordon
""")
_KIND = regex(
    r"(?i)(?:pods?|po|deployments?|deploy|services?|svc|configmaps?|cm|secrets?|jobs?|cronjobs?|namespaces?|ns|nodes?|pvc|pv|persistentvolumes?"
    r"|persistentvolumeclaims?|statefulsets?|sts|daemonsets?|ds|replicasets?|rs|ingress(?:es)?|ing|serviceaccounts?|sa|roles?|rolebindings?"
    r"|clusterroles?|clusterrolebindings?|crds?|customresourcedefinitions?|hpa|routes?|deploymentconfigs?|dc|imagestreams?|buildconfigs?|bc|all)"
    r"(?:\.[\w.-]+)?")
_FILE = regex(r"-f|-k|--filename(?:=.*)?|--kustomize(?:=.*)?")
_NAMESPACE = regex(r"--namespace(?:=.*)?|--all-namespaces|-A")
_PARTS = frozenset({"volume", "network", "image", "container", "system", "builder"})
_DONE_TO = frozenset({"rm", "prune", "create", "inspect", "ls", "rmi", "df"})
_MOST = 40


def shaped_like(words: Sequence[Text]) -> str | None:
    """The command whose words follow a word that is known only when it runs; None where they might be another's.

    ``kubectl``: one of its verbs, with a namespace, and a kind of object or a file of them (or ``exec``, which has neither). ``docker``: a sort of
    its things, and what is done to them (``$ENGINE volume rm``).
    """
    if len(words) < 3 or not (len(words[0].parts) == 1 and isinstance(words[0].parts[0], Hole)):
        return None
    said = [word.render() for word in words[1:_MOST]]
    if said[0] in _PARTS and said[1] in _DONE_TO:
        return "docker"
    verb = next((word for word in said if not word.startswith("-")), "")
    if verb not in _VERBS or not any(map(_NAMESPACE.fullmatch, said)):
        return None
    kinds = [word for word in said if all(map(_KIND.fullmatch, word.partition("/")[0].split(",")))]
    return "kubectl" if kinds or verb == "exec" or any(map(_FILE.fullmatch, said)) else None
