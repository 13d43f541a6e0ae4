"""Forms about people: members, invitations."""

from decimal import Decimal

from django import forms

from accounts.models import Member, Role
from accounts.queries import zone_of
from accounts.services.members import may_give, may_make_partner
from accounts.time_zones import ZONES
from practice.fields import DayField
from practice.models import Office


def supervisors():
    """Active attorneys who can supervise, by name."""
    return Member.objects.active().filter(role__template="attorney").select_related("role").order_by("name")


class InviteForm(forms.Form):
    """An invitation."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ModelChoiceField(queryset=None, empty_label=None)
    title = forms.CharField(
        required=False,
        max_length=80,
        help_text="As clients see it: Paralegal, Of counsel. Empty: as the role.",
    )
    supervisor = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="Nobody",
        help_text="The attorney who answers for this person’s work.",
    )
    office = forms.ModelChoiceField(queryset=None, required=False, empty_label="None")
    expires_on = DayField(
        label="Last day of access", required=False, help_text="Guests need one; for others leave it empty."
    )

    def __init__(self, *args, by: Member, **kwargs):
        super().__init__(*args, **kwargs)
        roles = Role.objects.all()
        self.fields["role"].queryset = roles.filter(pk__in=[r.pk for r in roles if may_give(by, r)])
        self.fields["supervisor"].queryset = supervisors()
        offer_offices(self)


def offer_offices(form: forms.Form) -> None:
    """Give the form's field its offices; a firm without any is not asked."""
    offices = Office.objects.order_by("name")
    form.fields["office"].queryset = offices
    if not offices:
        del form.fields["office"]


def zone_choices(member: Member) -> list:
    """The zones a member may be in; the first is that of their office or firm."""
    office = member.office
    place = office.name if office is not None and office.time_zone else "the firm"
    usual = zone_of(Member(firm=member.firm, office=office))
    return [("", f"With {place} ({usual.rpartition('/')[2].replace('_', ' ')})"), *ZONES]


class MemberForm(forms.Form):
    """A member's seat."""

    name = forms.CharField(max_length=150)
    role = forms.ModelChoiceField(queryset=None, empty_label=None)
    title = forms.CharField(required=False, max_length=80)
    supervisor = forms.ModelChoiceField(queryset=None, required=False, empty_label="Nobody")
    office = forms.ModelChoiceField(queryset=None, required=False, empty_label="None")
    time_zone = forms.ChoiceField(required=False, help_text="Their calendar and reminders go by it.")
    daily_target = forms.DecimalField(
        label="Hours a day",
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(24),
        decimal_places=1,
        help_text="The target shown on the time page.",
    )
    expires_on = DayField(label="Last day of access", required=False)
    is_partner = forms.BooleanField(
        label="Partner",
        required=False,
        help_text="Also sees the firm’s figures, manages people, roles and settings.",
    )

    def __init__(self, *args, member: Member, by: Member, **kwargs):
        kwargs.setdefault(
            "initial",
            {
                "name": member.name,
                "role": member.role_id,
                "title": member.title,
                "supervisor": member.supervisor_id,
                "office": member.office_id,
                "time_zone": member.time_zone,
                "daily_target": Decimal(member.daily_target_seconds) / 3600
                if member.daily_target_seconds
                else None,
                "expires_on": member.expires_on,
                "is_partner": member.is_partner,
            },
        )
        super().__init__(*args, **kwargs)
        roles = list(Role.objects.all())
        held = next(r for r in roles if r.pk == member.role_id)
        free = member.pk != by.pk and may_give(by, held)
        offered = [r.pk for r in roles if r.pk == member.role_id or (free and may_give(by, r))]
        self.fields["role"].queryset = Role.objects.filter(pk__in=offered)
        self.fields["supervisor"].queryset = supervisors().exclude(pk=member.pk)
        self.fields["time_zone"].choices = zone_choices(member)
        offer_offices(self)
        if member.pk == by.pk or not may_make_partner(by):
            self.fields["is_partner"].disabled = True
        if member.pk == by.pk:
            for name in ("role", "expires_on"):
                self.fields[name].disabled = True
            self.fields["role"].help_text = "Nobody changes their own role."

    def values(self) -> dict:
        """The cleaned values as change_member takes them."""
        data = dict(self.cleaned_data)
        target = data.pop("daily_target")
        return data | {"daily_target_seconds": int((target or 0) * 3600)}
