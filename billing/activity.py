"""How the acts on time, expenses, bills and payments are said in a matter's activity."""

from accounts.permissions import Perm
from practice.phrases import Phrase


def _time(text: str, icon: str = "clock", tone: str = "") -> Phrase:
    return Phrase(text, icon, tone, "money", url_name="time_detail")


def _expense(text: str, icon: str = "credit-card", tone: str = "") -> Phrase:
    return Phrase(text, icon, tone, "money", url_name="expense_detail")


def _bill(text: str, icon: str = "receipt", tone: str = "") -> Phrase:
    return Phrase(text, icon, tone, "money", url_name="invoice_detail", perm=Perm.INVOICE_VIEW)


def _paid(text: str, icon: str = "cash", tone: str = "") -> Phrase:
    return Phrase(text, icon, tone, "money", url_name="payment_detail", perm=Perm.INVOICE_VIEW)


def _owed(text: str, icon: str = "cash") -> Phrase:
    return Phrase(text, icon, "", "money", perm=Perm.INVOICE_VIEW)


def _sheet(text: str, icon: str = "clock") -> Phrase:
    return Phrase(text, icon, "", "money")


TIME = {
    "timesheet.draft": _sheet("opened the time sheet {object} again", "arrow-back-up"),
    "timesheet.submitted": _sheet("put the time sheet {object} forward", "send"),
    "timesheet.approved": _sheet("approved the time sheet {object}", "check"),
    "timesheet.returned": _sheet("returned the time sheet {object}: {reason}", "arrow-back-up"),
    "time.recorded": _time("recorded time: {object}"),
    "time.changed": _time("changed {changes} of time: {object}"),
    "time.moved": _time("moved time to another matter: {object}"),
    "time.made_billable": _time("made time billable: {object}"),
    "time.made_not_billable": _time("made time not billable: {object}"),
    "time.no_charge": _time("made time free of charge: {object}"),
    "time.charged": _time("charges time again: {object}"),
    "time.held": _time("held time back from the bill: {object}", "player-pause"),
    "time.released": _time("let time go to the bill: {object}"),
    "time.imported": _time("imported time: {object}", "upload"),
    "time.recalculated": _time("worked out the rate of time anew: {object}"),
    "time.deleted": Phrase("deleted time: {object}", "trash", group="money"),
    "time.restored": _time("brought time back: {object}", "arrow-back-up"),
    "timer.started": Phrase("started a timer", "player-play", hidden=True),
    "timer.resumed": Phrase("let a timer run on", "player-play", hidden=True),
    "timer.paused": Phrase("paused a timer", "player-pause", hidden=True),
    "timer.discarded": Phrase("discarded a timer", "trash", hidden=True),
    "timer.restored": Phrase("brought a timer back", "arrow-back-up", hidden=True),
    "timer.ended_by_wall": Phrase("a timer ended with the wall", "wall", hidden=True),
    "rate.set": Phrase("set the rate {object}", "coin", group="money", perm=Perm.INVOICE_VIEW),
    "rate.corrected": Phrase(
        "corrected the rate {object}: {reason}", "coin", group="money", perm=Perm.INVOICE_VIEW
    ),
    "rate.withdrawn": Phrase("withdrew the rate {object}", "coin", group="money", perm=Perm.INVOICE_VIEW),
}
EXPENSES = {
    "expense.recorded": _expense("recorded the expense {object}"),
    "expense.changed": _expense("changed {changes} of the expense {object}"),
    "expense.moved": _expense("moved the expense {object} to another matter"),
    "expense.held": _expense("held the expense {object} back from the bill", "player-pause"),
    "expense.released": _expense("let the expense {object} go to the bill"),
    "expense.billable": _expense("made the expense {object} billable"),
    "expense.not_billable": _expense("made the expense {object} not billable"),
    "expense.receipt_attached": _expense("attached the receipt of {object}", "paperclip"),
    "expense.imported": _expense("imported the expense {object}", "upload"),
    "expense.approved": _expense("approved the expense {object}", "check"),
    "expense.returned": _expense("returned the expense {object}: {reason}", "arrow-back-up"),
    "expense.submitted": _expense("put the expense {object} forward", "send"),
    "expense.reopened": _expense("opened the expense {object} again", "arrow-back-up"),
    "expense.deleted": Phrase("deleted the expense {object}", "trash", group="money"),
    "expense.restored": _expense("brought the expense {object} back", "arrow-back-up"),
    "payable.owed": _owed("owes {object}"),
    "payable.paid": _owed("paid {object}", "check"),
    "payable.void": _owed("made {object} void: {reason}", "x"),
}
BILLS = {
    "bill_run.started": Phrase("started the billing run {object}", "receipt", group="money"),
    "bill_run.retried": Phrase("tried the billing run {object} again", "receipt", group="money"),
    "invoice.drafted": _bill("drafted bill {object}"),
    "invoice.line_edited": _bill("edited a line of bill {object}"),
    "invoice.line_written_down": _bill("wrote a line of bill {object} down"),
    "invoice.line_no_charge": _bill("made a line of bill {object} free of charge"),
    "invoice.line_restored": _bill("brought a line of bill {object} back to its amount"),
    "invoice.line_held": _bill("held a line back from bill {object}"),
    "invoice.line_removed": _bill("took a line off bill {object}"),
    "invoice.work_added": _bill("added work to bill {object}"),
    "invoice.message_set": _bill("wrote the message of bill {object}"),
    "invoice.discarded": Phrase(
        "discarded the draft {object}", "trash", group="money", perm=Perm.INVOICE_VIEW
    ),
    "invoice.approved": _bill("approved bill {object}", "check"),
    "invoice.in_review": _bill("put bill {object} forward for review", "send"),
    "invoice.draft": _bill("took bill {object} back to its draft", "arrow-back-up"),
    "invoice.void": _bill("made bill {object} void: {reason}", "x", "warn"),
    "invoice.pdf_stored": _bill("the paper of bill {object} was stored", "file-text"),
    "invoice.mail_asked": _bill("asked for bill {object} to be mailed to {to}", "send"),
    "invoice.sent": _bill("sent bill {object}", "send"),
    "invoice.reminder_due": _bill("a reminder of bill {object} is due"),
    "invoice.reminder_asked": _bill("asked for a reminder of bill {object} to {to}", "send"),
    "invoice.reminded": _bill("sent a reminder of bill {object}", "send"),
    "invoice.reminders_stopped": _bill("stopped the reminders of bill {object}", "bell-off"),
    "invoice.reminders_resumed": _bill("let the reminders of bill {object} run again", "bell"),
    "invoice.paid": _bill("bill {object} is paid", "cash"),
    "invoice.payment_reversed": _bill("bill {object} is open again", "cash", "warn"),
    "invoice.reversed": _bill("reversed a bill by {object}", "arrow-back-up", "warn"),
    "payment.recorded": _paid("recorded the payment {object}"),
    "payment.reversed": _paid("reversed the payment {object}: {reason}", tone="warn"),
}
PHRASES: dict[str, Phrase] = {**TIME, **EXPENSES, **BILLS}
