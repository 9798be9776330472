"""Templates that are filled later: what is known of them and of what they are filled with is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]


def _told(found: Walked) -> list[str]:
    return sorted(f"{effect.resource} {effect.action.value} {effect.target}" for effect in found.effects)


@pytest.mark.parametrize(("text", "target"), [
    ("'rm -rf %(path)s/old' % locals()", "/srv/old"),
    ("'rm -rf %(path)s/old' % vars()", "/srv/old"),
    ("'rm -rf {path}/old'.format(**locals())", "/srv/old"),
    ("('rm -rf ' + sys.argv[1] + '/%(name)s') % {'name': 'old'}", "${1}/old"),
    ("('rm -rf ' + sys.argv[1] + '/%s') % 'old'", "${1}/old"),
    ("('rm -rf ' + sys.argv[1] + '/{name}').format(name='old')", "${1}/old"),
    ("f'rm -rf {sys.argv[1]}/%(name)s' % dict(name='old')", "${1}/old"),
    ("('rm -rf ' + sys.argv[1] + '/{}').format('old')", "${1}/${?}"),                # it may hold a brace itself
    ("('rm -rf ' + sys.argv[1] + '/%s') % ('a', 'b')", "${1}/${?}"),
])
def test_a_template_is_filled(trace: Trace, text: str, target: str) -> None:
    script = f"""
        import os, sys
        def clean(path):
            os.system({text})
        clean("/srv")
    """
    assert _told(trace(script)) == [f"filesystem delete {target}"]


def test_each_of_several_templates_is_filled(trace: Trace) -> None:
    script = """
        import os
        for template in ("rm -rf %(a)s/x", "mkdir %(a)s/y"):
            os.system(template % {"a": "/srv"})
    """
    assert _told(trace(script)) == ["filesystem delete /srv/x", "filesystem write /srv/y"]


def test_a_text_that_grew_is_a_template_too(trace: Trace) -> None:
    script = """
        import os, sys
        def build(force, settings):
            command = "docker build deploy/%(label)s "
            if force:
                command += "--no-cache "
            command += "-t %s " % sys.argv[1]
            os.system(command % settings)
        build(sys.argv[2], {"label": "web"})
    """
    assert _told(trace(script)) == ["container write deploy/web"]


def test_names_of_a_module_are_no_texts_of_a_function(trace: Trace) -> None:
    script = """
        import os
        path = "/srv"
        def clean():
            os.system("rm -rf %(path)s/old" % locals())
        clean()
    """
    assert _told(trace(script)) == ["filesystem delete ${path}/old"]
