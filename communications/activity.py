"""How the acts of calls, slips, memos and notes are said in a matter's activity."""

from matters.activity import Phrase

PHRASES: dict[str, Phrase] = {}
