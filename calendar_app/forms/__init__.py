"""The calendar's forms."""

from calendar_app.forms.closures import ClosureForm
from calendar_app.forms.deadlines import DeadlineForm

__all__ = ["ClosureForm", "DeadlineForm"]
