"""The contact form."""

from django import forms

from matters.models import Contact


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
    notes = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self):
        data = super().clean()
        if data.get("kind") == Contact.Kind.PERSON:
            if "first_name" in data and "last_name" in data and not (data["first_name"] or data["last_name"]):
                self.add_error("last_name", "Type a first or a last name.")
        elif "name" in data and not data["name"]:
            self.add_error("name", "Type the name.")
        return data
