"""Forms for opening and changing a matter."""

from decimal import Decimal

from django import forms

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import licensed_attorneys
from matters.forms.contacts import TagsField
from matters.forms.pickers import ContactPick
from matters.models import Contact, FeeArrangement, MatterTemplate, Party, PracticeArea
from matters.services.matters import SUBSTANTIVE_FIELDS, edits_clerical_facts_alone
from practice.fields import DayField
from practice.models import Office


def members_field(members: list[Member], **kwargs) -> forms.TypedChoiceField:
    """A select of members already read, so that the form makes no second query."""
    by_id = {str(member.pk): member for member in members}

    def pick(value):
        return by_id[str(value)]

    choices = [("", "Choose an attorney"), *((str(m.pk), m.name) for m in members)]
    return forms.TypedChoiceField(choices=choices, coerce=pick, empty_value=None, **kwargs)


def team_field(members: list[Member], **kwargs) -> forms.TypedMultipleChoiceField:
    """Check boxes of members already read."""
    by_id = {str(member.pk): member for member in members}
    choices = [(str(m.pk), f"{m.name}, {m.title or m.role.name}") for m in members]
    return forms.TypedMultipleChoiceField(
        choices=choices, coerce=lambda value: by_id[str(value)], widget=forms.CheckboxSelectMultiple, **kwargs
    )


class FeeFields(forms.Form):
    """How the client is charged."""

    kind = forms.ChoiceField(choices=FeeArrangement.Kind, label="Fee", initial=FeeArrangement.Kind.HOURLY)
    flat_amount = forms.DecimalField(
        max_digits=14, decimal_places=2, min_value=Decimal("0.01"), required=False, label="Flat fee"
    )
    contingency_percent = forms.DecimalField(
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=100,
        required=False,
        label="Contingency, percent",
    )
    payment_terms_days = forms.IntegerField(
        min_value=0,
        max_value=365,
        required=False,
        label="Days to pay",
        help_text="The firm's usual terms, unless you say.",
    )

    signed_on = DayField(
        required=False,
        label="Client signed on",
        widget=forms.DateInput,
        help_text="A contingent fee is in force only once the client has signed it (Model Rule 1.5(c)).",
    )

    def clean(self):
        data = super().clean()
        needed = {"flat": "flat_amount", "contingency": "contingency_percent"}.get(data.get("kind"))
        if needed and needed not in self.errors and not data.get(needed):
            what = (
                "the flat fee, such as 2500.00"
                if needed == "flat_amount"
                else "the percentage, such as 33.33"
            )
            self.add_error(needed, f"Type {what}.")
        return data


class FeeForm(FeeFields):
    """A new fee arrangement from a day on."""

    effective_from = DayField(label="From", widget=forms.DateInput)
    note = forms.CharField(
        max_length=1000,
        required=False,
        label="Scope and terms",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What the fee covers, and what it does not.",
    )
    field_order = (
        "kind",
        "flat_amount",
        "contingency_percent",
        "signed_on",
        "effective_from",
        "payment_terms_days",
        "note",
    )


class DetailFields(forms.Form):
    """Plain facts of a matter that its opening and its later editing share."""

    matter_type = forms.CharField(
        max_length=80, required=False, label="Type", help_text="Breach of contract, premises liability"
    )
    court = forms.CharField(max_length=120, required=False)
    department = forms.CharField(max_length=80, required=False)
    judge = forms.CharField(max_length=120, required=False)
    case_number = forms.CharField(max_length=60, required=False, label="Case number")
    jurisdiction = forms.CharField(max_length=80, required=False)
    client_reference = forms.CharField(
        max_length=60, required=False, label="Client's reference", help_text="In LEDES the client matter ID."
    )
    tags = TagsField(required=False, help_text="With commas between them: insurance, rush")

    def add_people(self, *, optional: str = "Nobody") -> None:
        """Originating attorney and office, from the firm's own."""
        people = list(Member.objects.active().order_by("name"))
        self.fields["originating"] = members_field(people, label="Originating attorney", required=False)
        self.fields["originating"].choices = [("", optional), *self.fields["originating"].choices[1:]]
        offices = Office.objects.all()
        self.fields["office"] = forms.ModelChoiceField(offices, required=False, empty_label="None")


class MatterForm(DetailFields, FeeFields):
    """A new matter. Fees are offered to members who set or propose them; the client may be made on the spot."""

    name = forms.CharField(max_length=200, label="Caption", help_text="Brightwater Ceramics v. Solano Tile")
    practice_area = forms.ModelChoiceField(None, empty_label="Choose a practice area")
    description = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    limitation_on = DayField(
        required=False, label="Limitation date", widget=forms.DateInput, help_text="Last day to file."
    )
    limitation_basis = forms.CharField(
        max_length=200, required=False, label="Counted from", help_text="The law and the event."
    )
    budget = forms.DecimalField(max_digits=14, decimal_places=2, min_value=Decimal("0.01"), required=False)
    restricted = forms.BooleanField(
        required=False, label="Restricted", help_text="Only the team and people you name see it."
    )
    accept = forms.BooleanField(
        required=False,
        initial=True,
        label="Accept it now",
        help_text="The matter opens at once. Otherwise it waits for an attorney.",
    )
    new_kind = forms.ChoiceField(
        choices=Contact.Kind, required=False, label="Kind", initial=Contact.Kind.COMPANY
    )
    new_name = forms.CharField(max_length=200, required=False, label="Name")
    new_email = forms.EmailField(required=False, label="E-mail")
    new_phone = forms.CharField(max_length=40, required=False, label="Phone")

    note = forms.CharField(
        max_length=1000,
        required=False,
        label="Scope and terms",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What the fee covers, and what it does not.",
    )

    FEES = ("kind", "flat_amount", "contingency_percent", "payment_terms_days", "signed_on", "note")
    NEW = ("new_kind", "new_name", "new_email", "new_phone")

    def __init__(self, *args, member: Member, template: MatterTemplate | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.member, self.template = member, template
        self.add_people()
        for role in template.ask_roles if template else ():
            label = Party.Role(role).label
            self.fields[f"party_{role}"] = ContactPick(member, label=label, required=False)
            if member.can(Perm.CONTACT_EDIT):
                self.fields[f"party_{role}_new"] = forms.CharField(
                    max_length=200, required=False, label=f"Or a new contact: {label.lower()}"
                )
        if template and template.caption:
            self.fields["name"].required = False
            self.fields["name"].help_text = f"Left empty: {template.caption}"
        attorneys = licensed_attorneys()
        others = [m for m in Member.objects.active().select_related("role").order_by("name") if m.pk]
        self.fields["client"] = ContactPick(member, url_name="client_options", label="Client", required=False)
        self.fields["practice_area"].queryset = PracticeArea.objects.filter(is_active=True)
        self.fields["responsible"] = members_field(attorneys, label="Responsible attorney")
        self.fields["supervising"] = members_field(
            attorneys,
            label="Supervising attorney",
            required=False,
            help_text="The responsible attorney, unless you say.",
        )
        self.fields["team"] = team_field(others, required=False)
        self.decides_fee = member.can(Perm.FEE_SET)
        if not self.decides_fee and not member.powers.may_prepare(Perm.ENGAGEMENT_DRAFT):
            for name in self.FEES:
                del self.fields[name]
        if not member.can(Perm.MATTER_ACCEPT):
            del self.fields["accept"]
        if not member.can(Perm.CONTACT_EDIT):
            for name in self.NEW:
                del self.fields[name]
        if any(a.pk == member.pk for a in attorneys):
            self.fields["responsible"].initial = str(member.pk)
        elif len(attorneys) == 1:
            self.fields["responsible"].initial = str(attorneys[0].pk)

    @property
    def sets_fees(self) -> bool:
        """Whether terms are asked for: they are set by an attorney, and proposed by staff."""
        return "kind" in self.fields

    @property
    def new_client_open(self) -> bool:
        """Whether the fields of a new client are shown: once something was typed or went wrong there."""
        return any(
            self[name].errors or (self.is_bound and self[name].value())
            for name in ("new_name",)
            if name in self.fields
        )

    def clean(self):
        data = super().clean() if self.sets_fees else forms.Form.clean(self)
        client, new = data.get("client"), data.get("new_name")
        if client and new:
            self.add_error("new_name", f"{client} is chosen already. Clear the one or the other.")
        elif not client and not new and "client" not in self.errors:
            self.add_error("client", "Choose the client.")
        elif "client" in self.errors and new:
            del self.errors["client"]
        return data

    @property
    def asked(self) -> list[tuple]:
        """(bound field of the contact, bound field of a new one or None) of the parties that the template asks for."""
        return [
            (self[f"party_{role}"], self[f"party_{role}_new"] if f"party_{role}_new" in self.fields else None)
            for role in (self.template.ask_roles if self.template else ())
        ]

    def parties(self) -> list[tuple[str, Contact | None, str]]:
        """(role, contact chosen or None, name of a new contact) of the parties that were named."""
        found = []
        for role in self.template.ask_roles if self.template else ():
            chosen = self.cleaned_data.get(f"party_{role}")
            new = self.cleaned_data.get(f"party_{role}_new", "").strip()
            if chosen or new:
                found.append((role, chosen, "" if chosen else new))
        return found

    def fee(self) -> dict | None:
        """The fee arrangement as create_matter takes it; None for members who are not asked for one."""
        return {name: self.cleaned_data.get(name) for name in self.FEES} if self.sets_fees else None

    def new_client(self) -> dict | None:
        """The fields of a client to be made, or None when one was chosen."""
        data = self.cleaned_data
        if not data.get("new_name"):
            return None
        kind = data.get("new_kind") or Contact.Kind.COMPANY
        found = {
            "kind": kind,
            "name": data["new_name"],
            "email": data["new_email"],
            "phone": data["new_phone"],
        }
        if kind == Contact.Kind.PERSON:
            first, _, last = data["new_name"].strip().rpartition(" ")
            found |= {"first_name": first, "last_name": last}
        return found


class DeclineForm(forms.Form):
    """Why the firm does not take a matter on, and where the client was sent."""

    reason = forms.CharField(
        max_length=500, label="Why the firm does not take it on", widget=forms.Textarea(attrs={"rows": 2})
    )
    referred_to = forms.CharField(
        max_length=200,
        required=False,
        label="Referred to",
        help_text="The lawyer or service the client was sent to, if any.",
    )


class MatterEditForm(DetailFields):
    """Change a matter. Client and practice area are offered to attorneys; what it is about, to those who write that."""

    name = forms.CharField(max_length=200, label="Caption")
    description = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    budget = forms.DecimalField(max_digits=14, decimal_places=2, min_value=Decimal("0.01"), required=False)

    def __init__(self, *args, member: Member, matter, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_people()
        if edits_clerical_facts_alone(member):
            for name in SUBSTANTIVE_FIELDS & set(self.fields):
                del self.fields[name]
        if member.is_licensed:
            areas = PracticeArea.objects.filter(is_active=True) | PracticeArea.objects.filter(
                pk=matter.practice_area_id
            )
            self.fields["client"] = ContactPick(member, label="Client")
            self.fields["practice_area"] = forms.ModelChoiceField(areas, empty_label=None)
        self.order_fields(
            [
                "name",
                "client",
                "practice_area",
                "matter_type",
                "description",
                "court",
                "department",
                "judge",
                "case_number",
            ]
        )


class AttorneysForm(forms.Form):
    """Who answers for the matter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        attorneys = licensed_attorneys()
        self.fields["responsible"] = members_field(attorneys, label="Responsible attorney")
        self.fields["supervising"] = members_field(attorneys, label="Supervising attorney")
