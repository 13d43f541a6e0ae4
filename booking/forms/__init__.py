"""Forms of booking."""

from booking.forms.bookings import DeclineForm, LinkForm, MoveForm
from booking.forms.pages import PageForm

__all__ = ["DeclineForm", "LinkForm", "MoveForm", "PageForm"]
