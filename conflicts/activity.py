"""How the acts of conflict checks are said in a matter's activity."""

from matters.activity import Phrase

PHRASES: dict[str, Phrase] = {}
