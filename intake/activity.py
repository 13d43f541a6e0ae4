"""How the acts of intake are said in a matter's activity."""

from matters.activity import Phrase

PHRASES: dict[str, Phrase] = {}
