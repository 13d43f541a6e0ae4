"""How the acts of depositions are said in a matter's activity."""

from practice.phrases import Phrase

D = "deposition_detail"
PHRASES: dict[str, Phrase] = {
    "deposition.planned": Phrase("planned the {object}", "microphone-2", url_name=D),
    "deposition.changed": Phrase("changed the {object}", "microphone-2", url_name=D),
    "deposition.moved": Phrase("moved the {object}", "calendar", url_name=D),
    "deposition.drafted": Phrase("drafted the notice of the {object}, version {version}", "file-text", url_name=D),
    "deposition.served": Phrase("noted the notice of the {object} as served on {served_on}", "mail-forward", url_name=D),
    "deposition.withdrawn": Phrase("withdrew the notice of the {object}: {reason}", "mail-x", "warn", url_name=D),
    "deposition.subpoenaed": Phrase("noted the subpoena for the {object} as served on {served_on}", "mail-forward", url_name=D),
    "deposition.crew_confirmed": Phrase("noted for the {object}: {who} is confirmed", "check", url_name=D),
    "deposition.crew_unconfirmed": Phrase("noted for the {object}: {who} is not confirmed", "x", "warn", url_name=D),
    "deposition.noticed": Phrase("marked the {object} as noticed", "mail-check", url_name=D),
    "deposition.confirmed": Phrase("marked the {object} as confirmed", "check", url_name=D),
    "deposition.taken": Phrase("marked the {object} as taken", "microphone-2", url_name=D),
    "deposition.transcript_in": Phrase("has the transcript of the {object}", "file-text", url_name=D),
    "deposition.closed": Phrase("closed the {object}", "lock", url_name=D),
    "deposition.cancelled": Phrase("cancelled the {object}: {reason}", "x", "warn", url_name=D),
    "deposition.resumed": Phrase("took the cancellation of the {object} back", "arrow-back-up", url_name=D),
    "deposition.ordered": Phrase("ordered the transcript of the {object}", "file-description", url_name=D),
    "deposition.received": Phrase("noted that the transcript of the {object} came in on {received_on}", "file-text", url_name=D),
    "deposition.review": Phrase("set the end of review of the transcript, {object}: {due_on} ({authority})", "hourglass", url_name=D),
    "deposition.signed": Phrase("noted that the witness signed the transcript, {object}", "writing-sign", url_name=D),
    "deposition.cost_added": Phrase("entered a cost of the {object}: {cost}", "receipt", url_name=D),
    "deposition.cost_changed": Phrase("changed a cost of the {object}: {cost}", "receipt", url_name=D),
    "deposition.cost_removed": Phrase("took out a cost of the {object}: {cost_before}", "receipt", url_name=D),
    "deposition.cost_charged": Phrase("made an expense of the {object}: {cost}", "receipt", url_name=D),
    "deposition.cost_uncharged": Phrase("took back the expense of the {object}: {cost}", "arrow-back-up", url_name=D),
    "exhibit.added": Phrase("added an exhibit: {exhibit}", "paperclip", hidden=True),
    "exhibit.changed": Phrase("changed {object}", "paperclip", hidden=True),
    "exhibit.marked": Phrase("marked {object}", "paperclip"),
    "exhibit.offered": Phrase("noted {object} as offered", "paperclip"),
    "exhibit.unmarked": Phrase("took the mark off {object}", "paperclip", hidden=True),
    "exhibit.removed": Phrase("took out an exhibit: {exhibit_before}", "paperclip", hidden=True),
}  # fmt: skip
