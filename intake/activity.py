"""How the acts of intake are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "lead.created": Phrase("took down {object}", "user-question", url_name="lead_detail"),
    "lead.changed": Phrase("changed {changes} of {object}", "pencil", url_name="lead_detail"),
    "lead.answered": Phrase("answered {object}", "phone-call", url_name="lead_detail"),
    "lead.noted": Phrase("noted something on {object}", "note", url_name="lead_detail"),
    "lead.party_added": Phrase("named {party} in {object}", "user-plus", url_name="lead_detail"),
    "lead.party_removed": Phrase("took {party_before} out of {object}", "user-minus", url_name="lead_detail"),
    "lead.file_added": Phrase("stored {file} with {object}", "upload", url_name="lead_detail"),
    "lead.consultation_booked": Phrase(
        "booked a consultation with {object}", "calendar-plus", url_name="lead_detail"
    ),
    "lead.consultation_cancelled": Phrase(
        "cancelled the consultation with {object}", "calendar-off", url_name="lead_detail"
    ),
    "lead.notes_carried": Phrase("carried {notes} notes over from {object}", "note", url_name="lead_detail"),
    "lead.form_sent": Phrase("sent {object} the form {form}", "send"),
    "lead.form_linked": Phrase("made {object} a link to the form {form}", "link"),
    "lead.form_resent": Phrase("sent {object} the form {form} again", "send"),
    "lead.form_ended": Phrase("ended the link of {object} to the form {form}", "link-off"),
    "lead.form_answered": Phrase("{object} answered the form {form}", "forms", url_name="lead_detail"),
    "lead.prepared": Phrase(
        "prepared the matter from the lead {object}", "briefcase-2", url_name="lead_detail"
    ),
    "lead.signed_by_client": Phrase(
        "noted that {object} signed on {signed_on}", "writing-sign", url_name="lead_detail"
    ),
    "lead.new": Phrase("moved {object} to New", "arrow-right", url_name="lead_detail"),
    "lead.contacted": Phrase("moved {object} to Contacted", "arrow-right", url_name="lead_detail"),
    "lead.screening": Phrase("moved {object} to Screening", "arrow-right", url_name="lead_detail"),
    "lead.conflict": Phrase("moved {object} to Conflict check", "arrow-right", url_name="lead_detail"),
    "lead.consultation": Phrase(
        "moved {object} to Consultation booked", "arrow-right", url_name="lead_detail"
    ),
    "lead.engagement": Phrase("moved {object} to Engagement sent", "arrow-right", url_name="lead_detail"),
    "lead.decision": Phrase("sent {object} for a decision", "send", url_name="lead_detail"),
    "lead.accepted": Phrase("accepted {object} as a client", "check", "ok", url_name="lead_detail"),
    "lead.signed": Phrase("moved {object} to Signed", "writing-sign", url_name="lead_detail"),
    "lead.converted": Phrase("converted the lead {object}", "briefcase-2", "ok", url_name="lead_detail"),
    "lead.declined": Phrase("declined {object}: {reason}", "x", url_name="lead_detail"),
    "lead.referred": Phrase("referred {object} out: {reason}", "arrow-forward-up", url_name="lead_detail"),
    "lead.lost": Phrase("lost {object}: {reason}", "user-off", url_name="lead_detail"),
    "letter.drafted": Phrase("drafted: {object}", "file-pencil", url_name="letter_detail"),
    "letter.changed": Phrase("changed the draft: {object}", "pencil", url_name="letter_detail"),
    "letter.deleted": Phrase("threw the draft away: {letter_before}", "trash"),
    "letter.signed_off": Phrase("signed off: {object}", "pencil-check", url_name="letter_detail"),
    "letter.sent": Phrase("sent: {object}", "send", url_name="letter_detail"),
    "leadsource.created": Phrase("added the source {object}", "plus"),
    "leadsource.changed": Phrase("changed the source {object}", "pencil"),
    "leadsource.deleted": Phrase("deleted the source {object}", "trash"),
    "intakepolicy.changed": Phrase("set the response clock", "clock"),
    "intakeform.created": Phrase("made the intake form {object}", "forms", url_name="intake_form_detail"),
    "intakeform.changed": Phrase("changed the intake form {object}", "forms", url_name="intake_form_detail"),
    "intakeform.moved": Phrase(
        "gave the intake form {object} a new address", "link", url_name="intake_form_detail"
    ),
    "intakeform.deleted": Phrase("deleted the intake form {object}", "trash"),
    "script.created": Phrase("made the phone script {object}", "phone", url_name="script_detail"),
    "script.changed": Phrase("changed the phone script {object}", "phone", url_name="script_detail"),
    "lettertext.changed": Phrase("changed the wording: {object}", "file-text"),
}
