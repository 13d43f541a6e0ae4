"""Forms of intake."""

from intake.forms.leads import (
    ConsultationForm,
    DeclineForm,
    LeadForm,
    LoseForm,
    NoteForm,
    PartyForm,
    PrepareForm,
    SignForm,
    SubmitForm,
)
from intake.forms.letters import LetterForm, LetterTextForm, WayForm
from intake.forms.links import SendFormForm
from intake.forms.settings import ClockForm, IntakeFormForm, LineForm, QuestionForm, ScriptForm, SourceForm

__all__ = [
    "ClockForm",
    "ConsultationForm",
    "DeclineForm",
    "IntakeFormForm",
    "LeadForm",
    "LetterForm",
    "LetterTextForm",
    "LineForm",
    "LoseForm",
    "NoteForm",
    "PartyForm",
    "PrepareForm",
    "QuestionForm",
    "ScriptForm",
    "SendFormForm",
    "SignForm",
    "SourceForm",
    "SubmitForm",
    "WayForm",
]
