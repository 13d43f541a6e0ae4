"""The calendar's forms."""

from calendar_app.forms.acts import ExtendForm, OverrideForm, ProofForm
from calendar_app.forms.chains import ChainForm, CountForm, MoveForm, ticked
from calendar_app.forms.closures import ClosureForm
from calendar_app.forms.deadlines import DeadlineForm
from calendar_app.forms.further import FurtherForm

__all__ = [
    "ChainForm",
    "ClosureForm",
    "CountForm",
    "DeadlineForm",
    "ExtendForm",
    "FurtherForm",
    "MoveForm",
    "OverrideForm",
    "ProofForm",
    "ticked",
]
