"""Calls, message slips, memos, notes and visitors."""

from communications.models.calls import Call
from communications.models.made import Made
from communications.models.memos import Memo, MemoReading
from communications.models.notes import Mention, Note, NoteVersion
from communications.models.slips import Slip
from communications.models.visitors import Visitor

__all__ = ["Call", "Made", "Memo", "MemoReading", "Mention", "Note", "NoteVersion", "Slip", "Visitor"]
