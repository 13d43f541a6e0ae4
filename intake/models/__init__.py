"""Leads: who asks the firm to act for them, how they came, what they were asked, sent and told."""

from intake.models.forms import IntakeForm, Question, Submission
from intake.models.leads import Lead, LeadFile, LeadNote, LeadParty, LeadQuerySet, LeadSource
from intake.models.letters import Letter, LetterText
from intake.models.links import FormLink, HeldFile
from intake.models.policy import IntakePolicy
from intake.models.scripts import Script, ScriptAnswer, ScriptLine

__all__ = [
    "FormLink",
    "HeldFile",
    "IntakeForm",
    "IntakePolicy",
    "Lead",
    "LeadFile",
    "LeadNote",
    "LeadParty",
    "LeadQuerySet",
    "LeadSource",
    "Letter",
    "LetterText",
    "Question",
    "Script",
    "ScriptAnswer",
    "ScriptLine",
    "Submission",
]
