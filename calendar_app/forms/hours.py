"""The form of a room."""

from django import forms

from practice.models import Office


class RoomForm(forms.Form):
    """A room of an office."""

    name = forms.CharField(max_length=80)
    office = forms.ModelChoiceField(queryset=None, required=False, empty_label="None")
    seats = forms.IntegerField(required=False, min_value=1, max_value=999)
    note = forms.CharField(max_length=200, required=False, help_text="Screen, phone, how to get in.")
    is_active = forms.BooleanField(required=False, initial=True, label="Can be booked")

    def __init__(self, *args, room=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.order_by("name")
        if room is None:
            del self.fields["is_active"]
