"""Feeds, devices and what they were told, imports, invitations, and the questions that other programs raise."""

from feeds.models.access import AppPassword, Feed, FeedPerson
from feeds.models.imports import CalendarImport, ImportLine
from feeds.models.invitations import DateProposal, Invitation
from feeds.models.questions import ChangeQuestion
from feeds.models.sync import SyncCollection, SyncLog, SyncResource

__all__ = [
    "AppPassword",
    "CalendarImport",
    "ChangeQuestion",
    "DateProposal",
    "Feed",
    "FeedPerson",
    "ImportLine",
    "Invitation",
    "SyncCollection",
    "SyncLog",
    "SyncResource",
]
