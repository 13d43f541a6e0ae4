"""Automations to start from: whole examples, which the editor opens with and the firm then makes its own."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Starter:
    """One example. What it names of the firm (a list, a stage) is left to be chosen where the firm has none of that name."""

    key: str
    name: str
    text: str
    trigger: str
    settings: dict[str, Any] = field(default_factory=dict)
    conditions: tuple[dict[str, Any], ...] = ()
    actions: tuple[dict[str, Any], ...] = ()


def _task(
    title: str, *, who: str = "responsible", days: str = "", unit: str = "calendar", note: str = ""
) -> dict:
    return {
        "kind": "create_task", "title": title, "who": who, "days": days, "unit": unit, "type": "", "priority": "2",
        "note": note,
    }  # fmt: skip


def _tell(who: str, text: str) -> dict:
    return {"kind": "notify", "who": who, "text": text}


STARTERS: dict[str, Starter] = {
    s.key: s
    for s in (
        Starter(
            "opening", "Opening a file", "A task list and a welcome e-mail draft when a matter is opened.",
            "matter_opened",
            actions=(
                {"kind": "apply_list", "task_list": ""},
                {
                    "kind": "draft_email", "to": "client", "address": "", "who": "responsible",
                    "subject": "Your matter {number}",
                    "text": "Dear {client},\n\nWe have opened your matter, {caption}. {responsible} is responsible for it "
                    "and will be in touch about the next steps.\n\nKeep all papers about it, and send us copies.",
                },
            ),
        ),
        Starter(
            "discovery", "Discovery begins", "When a matter moves to Discovery: its list, and a word to the attorney.",
            "matter_staged", {"stage": "Discovery"},
            actions=(
                {"kind": "apply_list", "task_list": ""},
                _tell("responsible", "{matter} has moved to Discovery. Its tasks are made."),
            ),
        ),
        Starter(
            "limitation", "Limitation in 60 days", "A task and a notice while there is still time to file.",
            "date_reached", {"date": "limitation_on", "days": 60},
            actions=(
                _task("Limitation in 60 days: file or confirm it is satisfied", days="5", unit="court"),
                _tell("supervising", "The limitation date of {matter} is 60 days away."),
            ),
        ),
        Starter(
            "quiet", "Nothing for 30 days", "Open matters on which nobody has done anything come back to mind.",
            "no_activity", {"days": 30},
            actions=(_task("Look at {caption}: nothing for 30 days", days="3", unit="court"),),
        ),
        Starter(
            "overdue", "Bill 14 days overdue", "A reminder draft that somebody reads before it goes out.",
            "invoice_overdue", {"days": 14},
            conditions=({"field": "invoice.open", "op": "over", "value": "100"},),
            actions=(
                {
                    "kind": "draft_email", "to": "client", "address": "", "who": "responsible",
                    "subject": "Our bill for {caption}",
                    "text": "Dear {client},\n\nOur bill {record} is past its due date. If it is on its way, thank you; "
                    "otherwise let us know when we may expect it.",
                },
                _task("Call {client} about the open bill", days="5", unit="court"),
            ),
        ),
        Starter(
            "signed", "Document signed off", "Sending is a task of its own once an attorney has signed a paper off.",
            "document_signed",
            conditions=({"field": "document.category", "op": "is", "value": "correspondence"},),
            actions=(_task("Send “{record}”", who="own", days="1", unit="court"),),
        ),
        Starter(
            "lead", "New lead with a date", "A lead whose limitation date is near is an attorney’s business at once.",
            "lead_created",
            conditions=({"field": "lead.limitation_on", "op": "within", "value": "90"},),
            actions=(_task("Urgent: {record} has a limitation date soon", who="runner", days="1", unit="court"),),
        ),
        Starter(
            "closing", "Closing a file", "What remains when a matter is closed: originals, the letter, the archive.",
            "matter_closed",
            actions=(
                _task("Return originals to {client}", days="10", unit="court"),
                {
                    "kind": "create_document", "name": "Closing letter to {client}", "category": "correspondence",
                    "text": "{today}\n\n{client}\n\nRe: {caption}\n\nDear {client},\n\nThis matter is now closed. We keep the "
                    "file as our retention policy says; your original papers are returned with this letter.\n\n{responsible}",
                },
            ),
        ),
    )
}  # fmt: skip
