"""Forms of imports: the upload, the columns of a table, the people of a LEDES file."""

from typing import Any

from django import forms

from accounts.models import Member
from accounts.permissions import Level, Perm
from accounts.queries import licensed_attorneys
from exchange import fields
from exchange.ledes import Ledes
from exchange.models import ImportRun
from exchange.queries.directory import People
from exchange.readers import MAX_BYTES, Table
from exchange.services.ledes_lines import key_of, matters_in, timekeepers
from matters.forms.pickers import MatterPick
from matters.models import Matter, PracticeArea

Kind = ImportRun.Kind
LEFT_OUT = "— Left out —"


class UploadForm(forms.Form):
    """What kind of file, and the file."""

    kind = forms.ChoiceField(
        label="What is in the file", choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.CONTACTS
    )
    file = forms.FileField(
        label="File",
        help_text="Up to 20 MB. A CSV file needs a row of headings; commas, semicolons or tabs are all read.",
        error_messages={"empty": "The file is empty.", "required": "Choose a file."},
    )

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.tsv,text/csv,text/plain"
        self.fields["matter"] = MatterPick(
            member,
            queryset=Matter.objects.visible_to(member).exclude(state__in=(*Matter.ENDED, "declined")),
            required=False,
            label="Matter that the lines go onto",
        )

    def clean_file(self):
        """A file over 20 MB is refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"The file has {file.size / 1_048_576:.0f} MB; at most 20 MB can be read. Split it into several files."
            )
        return file

    def clean(self):
        """A LEDES file needs its matter."""
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.LEDES and not cleaned.get("matter") and "matter" not in self.errors:
            self.add_error("matter", "Choose the matter that the lines belong to.")
        return cleaned


class ColumnsForm(forms.Form):
    """Which column is which field. Field names are `f_<field>`, values the column's position."""

    def __init__(self, *args, run: ImportRun, table: Table, member: Member, **kwargs):
        self.run, self.table = run, table
        self.specs = fields.specs(run.kind)
        by_field = {
            name: str(table.headings.index(h)) for h, name in run.mapping.items() if h in table.headings
        }
        kwargs["initial"] = {f"f_{s.name}": by_field.get(s.name, "") for s in self.specs} | run.options
        super().__init__(*args, **kwargs)
        columns = [("", LEFT_OUT), *((str(n), heading) for n, heading in enumerate(table.headings))]
        for spec in self.specs:
            self.fields[f"f_{spec.name}"] = forms.ChoiceField(
                label=spec.label, choices=columns, required=False, help_text=spec.hint
            )
        if run.kind == Kind.MATTERS:
            self._matter_options(member)

    def _matter_options(self, member: Member) -> None:
        if member.powers.level(Perm.CONTACT_EDIT) is Level.YES:
            self.fields["create_clients"] = forms.BooleanField(
                label="Make clients that are missing",
                required=False,
                help_text="A client whose name is not among contacts becomes a new contact.",
            )
        areas = PracticeArea.objects.filter(is_active=True)
        self.fields["default_area"] = forms.TypedChoiceField(
            label="Practice area of rows without one",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "None: report the row"), *((a.pk, a.name) for a in areas)],
        )
        self.fields["default_responsible"] = forms.TypedChoiceField(
            label="Responsible attorney of rows without one",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "None: report the row"), *((m.pk, m.name) for m in licensed_attorneys())],
        )

    @property
    def lines(self) -> list[tuple[fields.Field, forms.BoundField]]:
        """(what is asked for, its select), in order."""
        return [(spec, self[f"f_{spec.name}"]) for spec in self.specs]

    @property
    def extras(self) -> list[forms.BoundField]:
        """The options below the columns."""
        return [field for field in self if not field.name.startswith("f_")]

    def chosen(self) -> dict[str, str]:
        """{heading: field} as the selects stand now, valid or not."""
        found = {}
        for spec in self.specs:
            value = str(self[f"f_{spec.name}"].value() or "")
            if value.isdecimal() and len(value) < 4 and int(value) < len(self.table.headings):
                found.setdefault(self.table.headings[int(value)], spec.name)
        return found

    def unmapped(self) -> list[str]:
        """Headings that no field takes."""
        taken = self.chosen()
        return [heading for heading in self.table.headings if heading not in taken]

    def clean(self) -> dict[str, Any]:
        """No column twice, none of the required ones missing."""
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for spec in self.specs:
            value = cleaned.get(f"f_{spec.name}")
            if value and value in taken:
                self.add_error(f"f_{spec.name}", f"This column is taken for {taken[value]} already.")
            elif value:
                taken[value] = spec.label
            elif spec.required and f"f_{spec.name}" not in self.errors:
                self.add_error(f"f_{spec.name}", "Choose the column. It is required.")
        for text in fields.missing(self.run.kind, self.chosen()):
            if " with the name, " in text or " with the client, " in text:
                self.add_error(None, text)
        return cleaned

    def options(self) -> dict[str, Any]:
        """The options, as the run keeps them."""
        return {field.name: self.cleaned_data.get(field.name) for field in self.extras}


class TimekeepersForm(forms.Form):
    """Who in the firm each timekeeper of a LEDES file is, and which of its matters are taken."""

    def __init__(self, *args, run: ImportRun, read: Ledes, people: People, guessed: dict[str, int], **kwargs):
        super().__init__(*args, **kwargs)
        kept = run.options.get("timekeepers", {})
        former = sorted(people.members, key=lambda m: (not m.is_active, m.name))
        choices = [
            ("", "Choose a person"),
            *((m.pk, m.name if m.is_active else f"{m.name} (left)") for m in former),
        ]
        self.keys: list[str] = []
        for number, name in timekeepers(read):
            key = key_of((number, name))
            self.keys.append(key)
            self.fields[f"t_{key}"] = forms.TypedChoiceField(
                label=f"{name} ({number})",
                choices=choices,
                coerce=int,
                initial=kept.get(key, guessed.get(key)),
                error_messages={"required": f"Choose who {name} is in the firm."},
            )
        found = matters_in(read)
        if len(found) > 1:
            self.fields["take"] = forms.MultipleChoiceField(
                label="Matters of the file to take over",
                widget=forms.CheckboxSelectMultiple,
                choices=[(m, f"{m} ({n} line{'s' if n != 1 else ''})") for m, n in found.items()],
                initial=run.options.get("take", list(found)),
                help_text="All of them go onto the one matter that you chose.",
                error_messages={"required": "Choose at least one."},
            )

    def options(self) -> dict[str, Any]:
        """The options, as the run keeps them."""
        options: dict[str, Any] = {"timekeepers": {key: self.cleaned_data[f"t_{key}"] for key in self.keys}}
        if "take" in self.cleaned_data:
            options["take"] = self.cleaned_data["take"]
        return options


class CardsForm(forms.Form):
    """A file of vCards."""

    file = forms.FileField(
        label="vCard file",
        help_text="A .vcf file of a phone, a mail program or other software: up to 500 contacts.",
        error_messages={"empty": "The file is empty.", "required": "Choose a file."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".vcf,.vcard,text/vcard,text/x-vcard"
