"""Forms of the office."""

from django import forms
from django.utils import timezone

from accounts.models import Member
from matters.forms import MatterPick
from matters.models import Matter
from matters.queries.access import seers_of
from office.models import Equipment, FileBox, Original, PhysicalFile, SupplyItem
from office.pdf import SHEETS
from practice.fields import AmountField, DayField


def _text(limit: int, label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    return forms.CharField(
        max_length=limit, required=required, label=label, help_text=hint, widget=forms.TextInput
    )


class RowChoice(forms.TypedChoiceField):
    """One of a short list of rows."""

    def __init__(self, rows, *, none: str = "None", text=str, **kwargs):
        self.by_id = {str(row.pk): row for row in rows}
        choices = [(pk, text(row)) for pk, row in self.by_id.items()]
        if not kwargs.get("required", True):
            choices.insert(0, ("", none))
        super().__init__(
            choices=choices, coerce=lambda value: self.by_id[str(value)], empty_value=None, **kwargs
        )


def _people(matter: Matter | None = None) -> list[Member]:
    rows = list(Member.objects.active().select_related("role").order_by("name"))
    if matter is None:
        return [m for m in rows if not m.sees_named_matters_only]
    seers = seers_of(matter)
    return [m for m in rows if m.pk in seers]


def _boxes() -> RowChoice:
    def text(box: FileBox) -> str:
        return f"{box} ({box.place})" if box.place else str(box)

    return RowChoice(FileBox.objects.all(), required=False, label="Box", none="No box", text=text)


class FileForm(forms.Form):
    """A folder of a matter."""

    title = _text(120, "What is in it", hint="Correspondence, pleadings, exhibits")
    volume = forms.IntegerField(
        min_value=1, max_value=999, required=False, help_text="The next one, if left empty."
    )
    code = _text(20, "Code", hint="The next number, if left empty.")
    room = _text(60, "Room")
    shelf = _text(60, "Shelf")
    note = _text(300, "Note")

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["matter"] = MatterPick(
            member, queryset=Matter.objects.visible_to(member).exclude(state="declined")
        )
        self.fields["box"] = _boxes()
        self.order_fields(["matter", "title", "volume", "code", "room", "shelf", "box", "note"])


class MoveForm(forms.Form):
    """Another place for a folder."""

    room = _text(60, "Room")
    shelf = _text(60, "Shelf")
    offsite = _text(120, "Store outside", hint="Only when it leaves the house.")
    note = _text(300, "Note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["box"] = _boxes()
        self.order_fields(["room", "shelf", "box", "offsite", "note"])

    def clean(self):
        data = super().clean()
        if not any(data.get(name) for name in ("room", "shelf", "box", "offsite")):
            self.add_error("room", "Say where it goes: a room, a shelf, a box or a store outside.")
        return data


class OutForm(forms.Form):
    """Handing a folder to somebody who sees its matter."""

    due_on = DayField(
        required=False, label="Back by", help_text="In two weeks, if left empty.", widget=forms.DateInput
    )
    note = _text(300, "Note")

    def __init__(self, *args, file: PhysicalFile, **kwargs):
        super().__init__(*args, **kwargs)
        people = [m for m in _people(file.matter) if m.pk != file.holder_id]
        self.fields["holder"] = RowChoice(people, label="To")
        self.order_fields(["holder", "due_on", "note"])


class BoxForm(forms.Form):
    """A box and its place. The code of one that exists is fixed: it is on its label."""

    code = _text(20, "Code", hint="The next number, if left empty.")
    title = _text(120, "What is in it")
    room = _text(60, "Room")
    shelf = _text(60, "Shelf")
    offsite = _text(120, "Store outside", hint="Only when it is out of the house.")

    def __init__(self, *args, new: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"]


class OriginalForm(forms.Form):
    """An original that came in."""

    kind = forms.ChoiceField(choices=Original.Kind, initial=Original.Kind.OTHER)
    title = _text(200, "What it is", required=True, hint="Will of Ada Quill, dated May 2, 2019")
    received_on = DayField(label="Came on", widget=forms.DateInput)
    received_from = _text(200, "From")
    place = _text(200, "Where it lies", required=True, hint="Safe, drawer 3")
    note = _text(300, "Note")

    def __init__(self, *args, member: Member, matter: Matter | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        order = ["kind", "title", "received_on", "received_from", "place", "file", "note"]
        self.fields["received_on"].initial = timezone.localdate()
        if matter is None:
            rows = Matter.objects.visible_to(member).exclude(state="declined")
            self.fields["matter"] = MatterPick(member, queryset=rows)
            order.insert(0, "matter")
        else:
            files = PhysicalFile.objects.filter(matter=matter).exclude(state="destroyed")
            self.fields["file"] = RowChoice(files, required=False, label="Folder", none="In none")
        self.order_fields(order)


class ReturnForm(forms.Form):
    """An original goes back."""

    returned_to = _text(200, "To whom", required=True)
    returned_on = DayField(label="On", widget=forms.DateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["returned_on"].initial = timezone.localdate()


class ItemForm(forms.Form):
    """An item of the stock."""

    name = _text(120, "Item", required=True)
    unit = _text(30, "Unit", hint="Box, ream, piece")
    stock = forms.IntegerField(min_value=0, max_value=100_000, initial=0, label="There now")
    minimum = forms.IntegerField(
        min_value=0, max_value=100_000, initial=0, help_text="Order again when no more is left."
    )
    place = _text(120, "Where it lies")
    supplier = _text(120, "Supplier")
    supplier_code = _text(60, "Supplier’s number")
    price = AmountField(required=False, label="Price")
    is_active = forms.BooleanField(required=False, initial=True, label="The office keeps it")

    def __init__(self, *args, new: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["is_active" if new else "stock"]


class StockForm(forms.Form):
    """A delivery, or a count."""

    kind = forms.ChoiceField(
        choices=[("in", "Delivered"), ("count", "Counted")],
        widget=forms.RadioSelect,
        initial="in",
        label="What happened",
    )
    quantity = forms.IntegerField(min_value=0, max_value=100_000, label="How many")
    note = _text(200, "Note")


class AskForm(forms.Form):
    """A request for supplies."""

    what = _text(200, "Something else", hint="What the office does not keep.")
    quantity = forms.IntegerField(min_value=1, max_value=10_000, initial=1, label="How many")
    reason = _text(300, "What for")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)

        def text(item: SupplyItem) -> str:
            return f"{item.name} ({item.stock} there)"

        rows = SupplyItem.objects.filter(is_active=True)
        self.fields["item"] = RowChoice(rows, required=False, label="Item", none="Something else", text=text)
        self.order_fields(["item", "what", "quantity", "reason"])


class EquipmentForm(forms.Form):
    """A piece of equipment."""

    name = _text(120, "What it is", required=True)
    kind = forms.ChoiceField(choices=Equipment.Kind, initial=Equipment.Kind.COMPUTER)
    code = _text(20, "Code", hint="The next number, if left empty.")
    serial = _text(80, "Serial number")
    place = _text(120, "Where it belongs")
    supplier = _text(120, "Bought from")
    bought_on = DayField(required=False, label="Bought on", widget=forms.DateInput)
    price = AmountField(required=False, label="Price")
    warranty_until = DayField(required=False, label="Warranty until", widget=forms.DateInput)
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, new: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"]


class LendForm(forms.Form):
    """Giving a piece to somebody."""

    due_on = DayField(required=False, label="Back by", help_text="Empty: for good.", widget=forms.DateInput)
    note = _text(200, "Note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Member.objects.active().select_related("role").order_by("name")
        self.fields["member"] = RowChoice(rows, label="To")
        self.order_fields(["member", "due_on", "note"])


class LabelForm(forms.Form):
    """Which sheet, and from which label on."""

    sheet = forms.ChoiceField(choices=[(s.key, s.name) for s in SHEETS.values()])
    start = forms.IntegerField(
        min_value=1,
        max_value=30,
        initial=1,
        label="First free label",
        help_text="Counted from the top left, row by row.",
    )
