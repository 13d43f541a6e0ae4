"""Kinds of approval for the tests, on the cast's matter, with an effect that can be looked at."""

import pytest

from accounts.permissions import Perm
from supervision import kinds


class Caption(kinds.Kind):
    """An attorney approves a matter's caption and court; the effect is its description."""

    key, label, act, model = "caption", "Caption", "Approve the caption", "matters.Matter"
    decides, prepares = Perm.DOCUMENT_APPROVE, Perm.DOCUMENT_APPROVE
    icon = "file-text"

    def matter_of(self, obj):
        return obj

    def title(self, obj, arguments):
        return f"{self.label} of {obj.number}"

    def snapshot(self, obj, arguments):
        rows = {"Stages": {"Now": str(obj.stage)}} if obj.stage else {}
        return {"fields": {"Caption": obj.name, "Court": obj.court, **arguments}, "rows": rows}

    def on_approve(self, obj, approval, *, by):
        obj.description = f"{self.key} approved by {by.name}"
        obj.save(update_fields=["description"])


class Sheet(Caption):
    """The same, approved from the list by the dozen."""

    key, label, act, batch = "sheet", "Sheet", "Approve the sheet", True


class Twice(Caption):
    """The same, never on an attorney's own word."""

    key, label, act, second_person = "twice", "Deed", "Approve the deed", True


@pytest.fixture
def kit(monkeypatch):
    """The kinds of this module, registered."""
    for found in (Caption, Sheet, Twice):
        monkeypatch.setitem(kinds.KINDS, found.key, f"{__name__}.{found.__name__}")
    kinds.kind.cache_clear()
    yield
    kinds.kind.cache_clear()


def edit(matter, **values):
    """Change the matter behind the services' back, as an edit elsewhere would."""
    type(matter).objects.filter(pk=matter.pk).update(**values)
    matter.refresh_from_db()
