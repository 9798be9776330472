"""Comments that an application for Django brings: rows like others."""

from __future__ import annotations

HEAD = "from django_comments.models import Comment\n"


def test_comments_that_hang_on_a_row(trace) -> None:
    walked = trace(HEAD + "for comment in Comment.objects.for_model(shop):\n    comment.delete()\n")
    assert [(effect.resource, effect.action.value, effect.target) for effect in walked.effects if effect.destructive] == [
        ("database", "delete", "Comment")]
    assert not [unknown for unknown in walked.unknowns if "comment" in unknown.detail.lower()]


def test_to_listen_does_nothing(trace) -> None:
    walked = trace("from django_comments.signals import comment_was_posted\ndef told(**given):\n    pass\ncomment_was_posted.connect(told)\n")
    assert (walked.effects, walked.unknowns) == ((), ())
