"""The calendar's forms."""

from calendar_app.forms.acts import ExtendForm, OverrideForm, ProofForm
from calendar_app.forms.chains import ChainForm, CountForm, MoveForm, ticked
from calendar_app.forms.closures import ClosureForm
from calendar_app.forms.deadlines import DeadlineForm

__all__ = [
    "ChainForm",
    "ClosureForm",
    "CountForm",
    "DeadlineForm",
    "ExtendForm",
    "MoveForm",
    "OverrideForm",
    "ProofForm",
    "ticked",
]
