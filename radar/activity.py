"""How the acts of the radar are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "radar.rules_changed": Phrase("changed {changes} of the radar", "radar"),
    "radar.snoozed": Phrase("put “{signal}” aside until {until}: {reason}", "zzz"),
    "radar.woken": Phrase("took “{signal}” up again", "bell"),
}
