"""The mails about tasks: what happened to somebody."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Member
from practice import mail
from work.models import Notice


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
    mail.send("task_notices", to.user.email, context, message_id=mail.message_id(name))
