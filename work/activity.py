"""How the acts of tasks are said in a matter's activity."""

from matters.activity import Phrase

PHRASES: dict[str, Phrase] = {}
