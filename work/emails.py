"""The mails about tasks: what happened to somebody, and what is due today."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Member
from practice import mail
from work.models import Notice, Task


def _message_id(name: str) -> str:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{name}@{domain}>"


def notices(to: Member, rows: list[Notice]) -> None:
    """Send what happened in the last ten minutes, as one mail. The fixed Message-ID makes a second delivery recognisable."""
    context = {
        "to": to,
        "firm": to.firm,
        "rows": rows,
        "only": rows[0] if len(rows) == 1 else None,
        "link": f"{settings.BASE_URL}{reverse('task_day')}",
        "base_url": settings.BASE_URL,
    }
    name = f"tasks-{to.firm_id}-{to.pk}-{rows[-1].pk}"
    mail.send("task_notices", to.user.email, context, message_id=_message_id(name))


def digest(
    to: Member, day, *, late: list[Task], today: list[Task], review: list[Task], somebody: list[Task]
) -> None:
    """Send the tasks of the day: late, due today, to accept, and those that need somebody."""
    context = {
        "to": to,
        "firm": to.firm,
        "day": day,
        "late": late,
        "today": today,
        "review": review,
        "somebody": somebody,
        "count": len(late) + len(today),
        "link": f"{settings.BASE_URL}{reverse('task_day')}",
        "base_url": settings.BASE_URL,
    }
    name = f"task-digest-{to.firm_id}-{to.pk}-{day.isoformat()}"
    mail.send("task_digest", to.user.email, context, message_id=_message_id(name))
