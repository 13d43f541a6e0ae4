"""What one line typed into the palette does: time, a task, a call. It shows how it was understood before it is done."""

from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Member
from accounts.permissions import Perm
from billing.durations import hours_text
from billing.queries.quick import Line as TimeLine
from billing.queries.quick import read_line as read_time
from home.grammar import Calling, calling, task_line, time_line
from matters.models import Contact, Matter
from matters.queries.find import find_contacts, find_matters, matters_by_use
from practice.palette import Entry
from practice.templatetags.ui import day
from work.queries.quick import read_line as read_task

HEADING = "Do it"
DESK = ("legal_assistant", "legal_secretary")


def search(member: Member, text: str) -> list[Entry]:
    """The acts a typed line asks for, the likeliest first; nothing for lines that ask for none."""
    if line := time_line(text):
        return _time(member, line) if member.can(Perm.TIME_RECORD) else []
    if line := task_line(text):
        return _task(member, line) if member.can(Perm.TASK_CREATE) else []
    if asked := calling(text):
        return _call(member, asked)
    return []


def _url(url_name: str, /, **query) -> str:
    return f"{reverse(url_name)}?{urlencode({key: value for key, value in query.items() if value})}"


def _time(member: Member, text: str) -> list[Entry]:
    line = read_time(text, member)
    if line.choices and line.seconds:
        return [_time_on(line, line.seconds, matter) for matter in line.choices]
    if line.is_whole:
        # Either of them missing is a problem, and the line has none.
        assert line.seconds is not None
        assert line.matter is not None
        return [_time_on(line, line.seconds, line.matter)]
    return [Entry(HEADING, line.problems[0], "", reverse("time_list"), "clock", lead="Time:")]


def _time_on(line: TimeLine, spent: int, matter: Matter) -> Entry:
    codes = [code for code in (line.task_code, line.activity_code) if code]
    minutes, seconds = divmod(spent, 60)
    typed = [
        f"{minutes // 60}:{minutes % 60:02}:{seconds:02}",
        matter.number,
        line.narrative,
        *(f"#{code}" for code in codes),
        f"@{line.date:%Y-%m-%d}",
    ]
    told = " · ".join([line.narrative or "Say what was done", *codes, day(line.date)])
    return Entry(
        HEADING,
        f"{hours_text(spent)} on {matter.name}",
        told,
        _url("time_quick", line=" ".join(typed)),
        "clock-plus",
        lead="Record",
        post=True,
        key=matter.pk,
    )


def _task(member: Member, text: str) -> list[Entry]:
    line = read_task(text, member)
    if line.problems:
        return [Entry(HEADING, line.problems[0], "", reverse("task_day"), "square-check", lead="Task:")]
    told = [
        line.matter.name if line.matter else "",
        f"for {line.assignee.name}" if line.assignee and line.assignee.pk != member.pk else "",
        day(line.due_on) if line.due_on else "",
        "High priority" if line.priority == 1 else "",
    ]
    return [
        Entry(
            HEADING,
            line.title,
            " · ".join(part for part in told if part),
            _url("task_quick", line=text),
            "square-check",
            lead="Task:",
            post=True,
        )
    ]


def _call(member: Member, asked: Calling) -> list[Entry]:
    """A message slip and a log entry for the desk, a task for others; the number to call when the person is known."""
    contacts = _contacts(member, asked.name)
    person = contacts[0] if len(contacts) == 1 else None
    name = person.name if person else asked.name
    matter = _matter(member, asked.about)
    about = {"matter": matter.pk if matter else "", "contact": person.pk if person else "", "name": name}
    told = " · ".join(
        part
        for part in (
            matter.name if matter else f"No open matter matches “{asked.about}”" if asked.about else "",
            {"urgent": "Urgent", "today": "Today"}.get(asked.urgency, ""),
        )
        if part
    )
    slip = task = log = None
    if member.can(Perm.MESSAGE_SLIP):
        slip = Entry(
            HEADING, name, told, _url("slip_create", **about, urgency=asked.urgency), "message", lead="Message from"
        )  # fmt: skip
    if member.can(Perm.TASK_CREATE):
        line = [f"Call {name}", f"#{matter.number}" if matter else "", asked.day]
        line.append("!high" if asked.priority == 1 else "")
        typed = " ".join(part for part in line if part)
        task = Entry(
            HEADING, f"Call {name}", told, _url("task_quick", line=typed), "square-check", lead="Task:", post=True
        )  # fmt: skip
    if member.can(Perm.MESSAGE_SLIP) or member.can(Perm.TIME_RECORD):
        log = Entry(HEADING, name, told, _url("call_create", **about), "phone", lead="Log a call with")
    number = [
        Entry(HEADING, f"{c.name} {c.phone}", c.company, f"tel:{_digits(c.phone)}", "phone-call", lead="Call")
        for c in contacts[:2]
        if c.phone
    ]
    order = [slip, log, task] if member.role.template in DESK else [task, slip, log]
    return [*(entry for entry in order if entry is not None), *number]


def _contacts(member: Member, name: str) -> list[Contact]:
    if not member.can(Perm.CONTACT_VIEW):
        return []
    rows = find_contacts(Contact.objects.visible_to(member), name)
    return list(rows.order_by("sort_name", "id")[:3]) if name else []


def _matter(member: Member, text: str) -> Matter | None:
    """The open matter that is meant: the one the member opened last among those that match."""
    if not text or not member.can(Perm.MATTER_VIEW):
        return None
    rows = Matter.objects.visible_to(member).exclude(state__in=[*Matter.ENDED, Matter.State.DECLINED])
    return matters_by_use(find_matters(rows, text), member).first()


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit() or c == "+")
