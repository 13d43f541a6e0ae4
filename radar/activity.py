"""How the acts of the radar are said in a matter's activity."""

from matters.activity import Phrase

PHRASES: dict[str, Phrase] = {
    "radar.snoozed": Phrase("put “{signal}” aside until {until}: {reason}", "zzz"),
    "radar.woken": Phrase("took “{signal}” up again", "bell"),
}
