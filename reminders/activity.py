"""How the acts of reminders are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "reminders.set": Phrase("set own reminders of {object}", "bell"),
    "reminders.mine": Phrase("asked to be reminded of {object} besides", "bell-plus", hidden=True),
    "reminders.client_on": Phrase("has {client} reminded of {object} by e-mail", "mail"),
    "reminders.client_off": Phrase("has {client} not reminded of {object}", "mail-off"),
    "ladder.changed": Phrase("changed {changes}", "bell"),
    "reminder_rules.changed": Phrase("changed {changes}", "bell"),
    "reminder_preferences.changed": Phrase("changed {changes}", "bell"),
}
