"""Forms of imports."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.safestring import SafeString

from accounts.models import Member
from calendar_app.models import Room
from feeds.models import ImportLine
from feeds.services.imports import Given
from matters.models import Matter
from matters.queries.find import find_matters
from practice.fields import PickField, PickWidget, Typed


class UploadForm(forms.Form):
    """A calendar file, and whose calendar it goes to."""

    file = forms.FileField(
        label="Calendar file", help_text="An .ics file of at most 5 MB, with one or more calendars."
    )
    owner = forms.TypedChoiceField(label="Into the calendar of")

    def __init__(self, *args, owners: list[Member], **kwargs):
        super().__init__(*args, **kwargs)
        by_id = {str(member.pk): member for member in owners}
        self.fields["owner"].choices = [(key, member.name) for key, member in by_id.items()]
        self.fields["owner"].coerce = lambda value: by_id[value]
        self.fields["file"].widget.attrs["accept"] = ".ics,text/calendar"
        if len(by_id) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = next(iter(by_id))


class MatterForm(forms.Form):
    """The matter of all chosen lines that have none of their own."""

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["matter"] = PickField(
            Matter.objects.visible_to(member),
            url_name="matter_options",
            find=find_matters,
            required=False,
            label="Matter of those without one",
            help_text="Of the new events that are chosen and have no matter below.",
        )


class LineFields:
    """What each new line of a preview is given: its matter, room and whether it is private.

    Read and drawn for all lines at once, so that five hundred lines are two queries.
    """

    def __init__(self, lines: Iterable[ImportLine], *, member: Member, data: Mapping | None = None):
        self.member, self.data = member, data
        self.lines = [line for line in lines if line.finding == ImportLine.Finding.NEW]
        self.rooms = list(Room.objects.open().select_related("office"))
        self.errors: dict[int, str] = {}
        self.given: dict[int, Given] = {}
        self._widget = PickWidget("matter_options", "No matter")
        if data is None:
            self.given = {line.pk: Given(line.matter, line.room, line.is_private) for line in self.lines}
        else:
            self._read(data)

    def _read(self, data: Mapping) -> None:
        picked = {
            line.pk: self._widget.value_from_datadict(data, None, f"matter_{line.pk}") for line in self.lines
        }
        keys = {int(key) for key in picked.values() if not isinstance(key, Typed) and _is_id(key)}
        rows = Matter.objects.visible_to(self.member)
        matters = rows.in_bulk(keys)
        typed = {str(key): self._found(str(key)) for key in picked.values() if isinstance(key, Typed) and key}
        rooms = {str(room.pk): room for room in self.rooms}
        for line in self.lines:
            if f"matter_{line.pk}" not in data and f"matter_{line.pk}_text" not in data:
                # The form was sent without this line's fields: what was found stands.
                self.given[line.pk] = Given(line.matter, line.room, line.is_private)
                continue
            key = picked[line.pk]
            matter: Matter | None
            if isinstance(key, Typed):
                matter = typed.get(str(key))
            else:
                matter = matters.get(int(key)) if _is_id(key) else None
            if key and matter is None:
                self.errors[line.pk] = f"“{str(key)[:40]}” is no matter that you see. Pick one from the list."
            room = rooms.get(data.get(f"room_{line.pk}", ""))
            self.given[line.pk] = Given(matter, room, bool(data.get(f"private_{line.pk}")))

    def _found(self, text: str) -> Matter | None:
        """The one matter that a typed text means."""
        rows = list(find_matters(Matter.objects.visible_to(self.member), text)[:2])
        return rows[0] if len(rows) == 1 else None

    def draw(self, line: ImportLine) -> SafeString:
        """The matter's combobox of a line."""
        given = self.given[line.pk]
        self._widget.label_of = lambda _key: str(given.matter)
        value: int | str | None = given.matter.pk if given.matter is not None else None
        if line.pk in self.errors and self.data is not None:
            value = Typed(self.data.get(f"matter_{line.pk}_text", ""))
        self._widget.label = f"Matter of {line.title}"
        attrs = {"id": f"id_matter_{line.pk}", "aria-label": self._widget.label}
        if line.pk in self.errors:
            attrs["aria-invalid"] = "true"
        return self._widget.render(f"matter_{line.pk}", value, attrs)


def _is_id(text: str) -> bool:
    return str(text).isdecimal() and len(str(text)) < 19
