"""The contact form."""

from django import forms

from accounts.models import Member
from matters.forms.pickers import ContactPick
from matters.models import Contact, DirectConsent, Relation
from practice.fields import DayField


class TagsField(forms.CharField):
    """Tags typed with commas between them."""

    def to_python(self, value):
        return [tag.strip() for tag in super().to_python(value).split(",") if tag.strip()]

    def clean(self, value):
        tags = self.to_python(value)
        if any(len(tag) > 40 for tag in tags):
            raise forms.ValidationError("A tag has at most 40 characters.")
        if len(tags) > 20:
            raise forms.ValidationError("Type at most 20 tags.")
        return tags

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value


class ContactForm(forms.Form):
    """A person by first and last name, or a body by its name."""

    kind = forms.ChoiceField(choices=Contact.Kind, widget=forms.RadioSelect, initial=Contact.Kind.PERSON)
    first_name = forms.CharField(max_length=80, required=False, label="First name")
    last_name = forms.CharField(max_length=120, required=False, label="Last name")
    # Django takes fields out of the class: the form's own `prefix`, that of its inputs' names, stays None.
    prefix = forms.CharField(  # type: ignore[assignment]
        max_length=20, required=False, label="Form of address", help_text="Ms., Dr., Hon."
    )
    middle_name = forms.CharField(max_length=80, required=False, label="Middle name")
    suffix = forms.CharField(max_length=20, required=False, label="Suffix", help_text="Jr., III, Esq.")
    name = forms.CharField(max_length=200, required=False, label="Name")
    company = forms.CharField(max_length=200, required=False, label="Works at")
    title = forms.CharField(max_length=100, required=False, label="Title")
    email = forms.EmailField(required=False, label="E-mail")
    phone = forms.CharField(max_length=40, required=False)
    address = forms.CharField(
        max_length=500, required=False, label="Street", widget=forms.Textarea(attrs={"rows": 2})
    )
    city = forms.CharField(max_length=100, required=False)
    region = forms.CharField(max_length=60, required=False, label="State")
    postcode = forms.CharField(max_length=20, required=False, label="ZIP code")
    country = forms.CharField(max_length=60, required=False)
    tags = TagsField(required=False, help_text="With commas between them: client, VIP")
    ledes_client_id = forms.CharField(
        max_length=20,
        required=False,
        label="LEDES client ID",
        help_text="For clients who take electronic bills.",
    )
    website = forms.CharField(max_length=200, required=False)
    birthday = DayField(required=False)
    language = forms.CharField(max_length=40, required=False, help_text="To write and speak in.")
    preferred_channel = forms.ChoiceField(
        choices=[("", "Any"), *Contact.Channel.choices], required=False, label="Reach by"
    )
    preferred_hours = forms.CharField(
        max_length=80, required=False, label="Best time", help_text="Weekdays after 4 PM"
    )
    do_not_mail = forms.BooleanField(required=False, label="No newsletters, greetings or other mass mail")
    do_not_call = forms.BooleanField(required=False, label="Write, do not phone")
    represented = forms.BooleanField(
        required=False,
        label="Has another lawyer: do not contact directly",
        help_text="Everybody who is about to write, call or share is warned. Only an attorney allows it, or takes the mark away.",
    )
    tax_form = forms.ChoiceField(
        choices=[("", "None"), *Contact.TaxForm.choices], required=False, label="Tax form on file"
    )
    tax_form_on = DayField(required=False, label="Received on")
    tax_id_end = forms.CharField(
        max_length=4,
        required=False,
        label="Tax number ends in",
        help_text="Four characters. The whole number stays on the form.",
    )
    restricted = forms.BooleanField(
        required=False, label="Sensitive", help_text="Each opening of this record is kept in the audit trail."
    )
    notes = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, member: Member, contact: Contact | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        others = Contact.objects.visible_to(member)
        self.fields["represented_by"] = ContactPick(
            member,
            queryset=others.exclude(pk=contact.pk) if contact else others,
            required=False,
            label="Lawyer",
            placeholder="Who represents them",
        )

    def clean(self):
        data = super().clean()
        if data.get("kind") == Contact.Kind.PERSON:
            if "first_name" in data and "last_name" in data and not (data["first_name"] or data["last_name"]):
                self.add_error("last_name", "Type a first or a last name.")
        elif "name" in data and not data["name"]:
            self.add_error("name", "Type the name.")
        return data


class RelationForm(forms.Form):
    """How a contact stands to another."""

    kind = forms.ChoiceField(choices=Relation.Kind, label="Relation")
    note = forms.CharField(max_length=200, required=False)

    def __init__(self, *args, member: Member, contact: Contact, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"] = ContactPick(
            member, queryset=Contact.objects.visible_to(member).exclude(pk=contact.pk), label="Contact"
        )
        self.order_fields(["kind", "other", "note"])


class ConsentForm(forms.Form):
    """Why a represented contact may be written to or called directly, and how long."""

    ground = forms.ChoiceField(
        choices=DirectConsent.Ground.choices, label="What allows it", widget=forms.RadioSelect
    )
    reason = forms.CharField(
        max_length=500,
        label="How you know",
        help_text="Who said so and when, the order, the other matter.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until_on = DayField(required=False, label="Until", help_text="Empty: until it is withdrawn.")

    def __init__(self, *args, matters, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["matter"] = forms.ModelChoiceField(
            matters, required=False, label="In which matter", empty_label="In all matters"
        )
        self.order_fields(["matter", "ground", "reason", "until_on"])


class MergeWithForm(forms.Form):
    """The other of two contacts that are one."""

    def __init__(self, *args, member: Member, contact: Contact, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"] = ContactPick(
            member,
            queryset=Contact.objects.visible_to(member).exclude(pk=contact.pk),
            label="Merge with",
        )
