"""What runs by the clock: the schedule of Celery beat."""

from datetime import timedelta

CELERY_BEAT_SCHEDULE = {
    # Reading on costs two short queries in a firm where nothing is switched on.
    "follow events for automations": {
        "task": "workflows.tasks.follow_all_firms",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "look for days that automations wait for": {
        "task": "workflows.tasks.look_at_days",
        "schedule": timedelta(minutes=30),
    },
    "make bookings follow the calendar": {
        "task": "booking.tasks.follow_calendars",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "remind who booked": {
        "task": "booking.tasks.remind_visitors",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "make first talks follow the calendar": {
        "task": "intake.tasks.follow_calendars",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "throw away files that strangers chose and never sent": {
        "task": "intake.tasks.drop_held_files",
        "schedule": timedelta(minutes=20),
        "options": {"expires": 1200},
    },
    "relay the outbox": {
        "task": "practice.tasks.relay_outbox",
        "schedule": timedelta(seconds=5),
        # While the worker is down they must not pile up.
        "options": {"expires": 5},
    },
    "forget old lines of the sync log": {
        "task": "feeds.tasks.forget_logs",
        "schedule": timedelta(hours=12),
    },
    "forget old sign-ins": {
        "task": "accounts.tasks.forget_sign_ins",
        "schedule": timedelta(hours=12),
    },
    "announce supervision reports": {
        "task": "reports.tasks.announce_supervision_reports",
        "schedule": timedelta(hours=1),
    },
    "check budgets": {"task": "matters.tasks.check_budgets_of_all_firms", "schedule": timedelta(minutes=10)},
    "work out the day's formulas": {
        "task": "custom_fields.tasks.as_days_pass",
        "schedule": timedelta(minutes=30),
    },
    "count court dates again": {
        "task": "calendar_app.tasks.recheck_chains",
        "schedule": timedelta(hours=6),
    },
    "hold rooms for series": {
        "task": "calendar_app.tasks.carry_rooms",
        "schedule": timedelta(hours=24),
    },
    "end guests": {"task": "matters.tasks.end_guests_of_all_firms", "schedule": timedelta(hours=1)},
    # Each rung is stored once a day that ends, so it may run often: a worker that was down at night misses nothing.
    "remind of delegations": {
        "task": "accounts.tasks.remind_of_delegations",
        "schedule": timedelta(hours=1),
    },
    "warn of licences and courses": {
        "task": "accounts.tasks.warn_of_credentials",
        "schedule": timedelta(hours=6),
    },
    "remind of approvals and pass them on": {
        "task": "supervision.tasks.remind_and_escalate",
        "schedule": timedelta(minutes=15),
    },
    "remind of memos": {
        "task": "communications.tasks.remind_of_memos",
        "schedule": timedelta(hours=1),
    },
    # Each rung, person and thing has one row, each day's digest too: it may run often, and what was missed is sent late.
    "remind": {
        "task": "reminders.tasks.remind",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "keep the time of trips": {"task": "travel.tasks.keep_time", "schedule": timedelta(minutes=5)},
    "tidy reminders": {"task": "reminders.tasks.tidy", "schedule": timedelta(minutes=10)},
    "remind of unpaid invoices": {
        "task": "billing.tasks.remind_unpaid_invoices",
        "schedule": timedelta(minutes=30),
    },
}
