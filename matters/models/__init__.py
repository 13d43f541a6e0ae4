"""Contacts, matters, who works on them and who may see them."""

from matters.models.access import GrantManager, MatterPermission, Wall, WallNotice
from matters.models.areas import PracticeArea, PracticeAreaFieldSet, Stage
from matters.models.consents import DirectConsent
from matters.models.contact_parts import Address, ContactName, Email, Phone, Relation, digits_of
from matters.models.contacts import Contact, ContactQuerySet
from matters.models.fees import FeeArrangement
from matters.models.guests import GuestEngagement, SelfCheck, Undertaking
from matters.models.matters import Matter, MatterQuerySet, TeamMember
from matters.models.merges import ContactMerge, MergedRow
from matters.models.parties import Party, PartyQuerySet
from matters.models.stages import ClosingMark, StageVisit
from matters.models.templates import MatterTemplate, TemplatePerson
from matters.models.traces import Pin, Visit

__all__ = [
    "Address",
    "ClosingMark",
    "ContactMerge",
    "ContactName",
    "DirectConsent",
    "Email",
    "MatterTemplate",
    "MergedRow",
    "Party",
    "PartyQuerySet",
    "Phone",
    "Relation",
    "Stage",
    "StageVisit",
    "TemplatePerson",
    "digits_of",
    "Undertaking",
    "SelfCheck",
    "GuestEngagement",
    "Contact",
    "ContactQuerySet",
    "FeeArrangement",
    "GrantManager",
    "Matter",
    "MatterPermission",
    "MatterQuerySet",
    "Pin",
    "PracticeArea",
    "PracticeAreaFieldSet",
    "TeamMember",
    "Visit",
    "Wall",
    "WallNotice",
]
