"""The form of a note."""

from django import forms


class NoteForm(forms.Form):
    """A note; @ opens the list of those who may be named."""

    body = forms.CharField(
        max_length=20_000,
        label="Note",
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "Write a note. @ names a colleague."}),
    )
    privileged = forms.BooleanField(required=False, label="Privileged")
    pin = forms.BooleanField(required=False, label="Pin")

    def __init__(self, *args, people_url: str = "", new: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if people_url:
            self.fields["body"].widget.attrs["data-mention"] = people_url
        if not new:
            del self.fields["pin"]
