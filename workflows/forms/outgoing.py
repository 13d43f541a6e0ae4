"""The form of an e-mail draft."""

from django import forms


class DraftForm(forms.Form):
    """An e-mail before it goes out."""

    to_email = forms.EmailField(label="To")
    subject = forms.CharField(max_length=200)
    body = forms.CharField(label="Text", max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}))
