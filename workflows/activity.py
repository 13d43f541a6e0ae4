"""How the acts of workflows are said in a matter's activity."""

from matters.activity import Phrase

PHRASES: dict[str, Phrase] = {}
