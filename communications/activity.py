"""How the acts of calls, slips, memos and notes are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "call.logged": Phrase("logged a {object}: {outcome}", "phone", url_name="call_detail"),
    "call.changed": Phrase("changed a {object}", "phone", url_name="call_detail"),
    "call.deleted": Phrase("deleted a {object}", "phone-off"),
    "call.restored": Phrase("brought back a {object}", "phone", url_name="call_detail"),
    "call.made": Phrase("made {made} of a {object}", "arrow-right", hidden=True),
    "slip.taken": Phrase("took a {object} for {for}", "message", url_name="slip_detail"),
    "slip.read": Phrase("read the {object}", "message", hidden=True),
    "slip.tried": Phrase("tried to call back, {object}: {outcome}", "phone-off", url_name="slip_detail"),
    "slip.called_back": Phrase("called back, {object}", "phone-outgoing", url_name="slip_detail"),
    "slip.closed": Phrase("closed the {object}", "check", url_name="slip_detail"),
    "slip.reopened": Phrase("opened the {object} again", "rotate", url_name="slip_detail"),
    "slip.forwarded": Phrase("handed the {object} on to {for}", "arrow-forward-up", url_name="slip_detail"),
    "slip.changed": Phrase("changed the {object}", "pencil", url_name="slip_detail"),
    "slip.made": Phrase("made {made} of the {object}", "arrow-right", hidden=True),
    "memo.sent": Phrase("sent the memo {object} to {to}", "notes", url_name="memo_detail"),
    "memo.read": Phrase("read the memo {object}", "eye", hidden=True),
    "memo.acknowledged": Phrase("confirmed the memo {object}", "eye-check", url_name="memo_detail"),
    "memo.withdrawn": Phrase("withdrew the memo {object}", "x", url_name="memo_detail"),
    "memo.made": Phrase("made {made} of the memo {object}", "arrow-right", hidden=True),
    "note.written": Phrase("wrote a {object}", "note", url_name="note_detail"),
    "note.edited": Phrase("edited a {object}", "pencil", url_name="note_detail"),
    "note.pinned": Phrase("pinned a {object}", "pin", url_name="note_detail"),
    "note.unpinned": Phrase("unpinned a {object}", "pinned-off", url_name="note_detail"),
    "note.deleted": Phrase("deleted a {object}", "trash"),
    "note.restored": Phrase("brought back a {object}", "note", url_name="note_detail"),
    "note.made": Phrase("made {made} of a {object}", "arrow-right", hidden=True),
    "visit.signed_in": Phrase("signed in a {object} to {host}", "door-enter", url_name="visitor_detail"),
    "visit.met": Phrase("met: {object}", "users", url_name="visitor_detail"),
    "visit.signed_out": Phrase("signed out the {object}", "door-exit", url_name="visitor_detail"),
    "visit.signed_in_again": Phrase(
        "took back the sign-out, {object}", "door-enter", url_name="visitor_detail"
    ),
    "visitor.made": Phrase("made {made} of the {object}", "arrow-right", hidden=True),
}
