"""The entries themselves: of the sidebar, the firm's menu, the create menu and the phone bar."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """An entry of NAV or CREATE. `perms`: any of them opens it, none: everybody. `g`: the letter after G."""

    label: str
    icon: str
    url_name: str
    perms: tuple[str, ...] = ()
    badge: str = ""
    g: str = ""
    key: str = ""  # a single key, shown in the create menu
    c: str = ""  # the letter after C, in the create menu
    prepare: bool = False  # also for those who may only prepare it
    words: str = ""  # more words by which the palette finds it
    query: str = ""


@dataclass(frozen=True)
class Section:
    label: str
    items: tuple[Item, ...]
    aria: str = ""


NAV: tuple[Section, ...] = (
    Section(
        "",
        (
            Item("Today", "sun", "home", g="h", words="home dashboard"),
            Item("Matters", "briefcase-2", "matter_list", ("matter.view",), g="m", words="cases files"),
            Item(
                "Radar",
                "radar-2",
                "radar_list",
                ("matter.view",),
                badge="radar.queries.badge",
                words="forgotten quiet stale limitation alerts",
            ),
            Item(
                "Calendar",
                "calendar-event",
                "calendar",
                ("calendar.own",),
                badge="feeds.queries.badges.open_questions",
                g="c",
                words="events hearings meetings schedule agenda week month rooms",
            ),
            Item(
                "Deadlines",
                "gavel",
                "deadline_list",
                ("matter.view",),
                badge="calendar_app.queries.urgent",
                g="j",
                words="docket court dates rules limitation",
            ),
            Item(
                "Tasks",
                "circle-check",
                "task_day",
                ("matter.view",),
                badge="work.queries.tasks.urgent",
                g="k",
                words="to do my day board overdue reassign",
            ),
            Item(
                "Reminders",
                "bell",
                "reminder_list",
                badge="reminders.queries.inbox.badge",
                g="n",
                words="notifications bell inbox acknowledge late digest",
            ),
            Item(
                "Contacts", "address-book", "contact_list", ("contact.view",), g="p", words="people clients"
            ),
            Item(
                "Leads",
                "user-question",
                "lead_list",
                ("lead.screen",),
                badge="intake.queries.leads.lead_badge",
                g="l",
                words="intake prospects pipeline inquiries potential clients",
            ),
            Item(
                "Conflicts",
                "arrows-split-2",
                "conflict_list",
                ("conflict.run",),
                g="x",
                words="conflict checks clear waiver",
            ),
            Item(
                "Depositions",
                "microphone-2",
                "deposition_list",
                ("matter.view",),
                words="depo witness transcript court reporter exhibits notice",
            ),
            Item(
                "Travel",
                "plane",
                "trip_list",
                ("matter.view",),
                words="trips itinerary flights hotels journeys",
            ),
            Item(
                "Booking",
                "calendar-plus",
                "booking_list",
                ("calendar.own",),
                badge="booking.queries.badges.to_confirm",
                words="appointments consultations find a time poll availability scheduler",
            ),
            Item("Documents", "folder", "document_list", ("matter.view",), g="d", words="files"),
            Item(
                "Communications",
                "message",
                "slip_list",
                badge="communications.queries.slips.badge",
                g="s",
                words="messages slips calls phone log memos mentions visitors",
            ),
            Item(
                "Front desk",
                "phone-call",
                "desk",
                ("message.slip",),
                g="f",
                words="reception caller number phone visitors",
            ),
            Item(
                "Office",
                "archive",
                "file_list",
                ("office.keep",),
                badge="office.queries.files.overdue_badge",
                g="o",
                words="paper files boxes originals supplies requests equipment labels",
            ),
        ),
        aria="Main",
    ),
    Section(
        "",
        (
            Item("Time", "clock", "time_list", ("time.record",), g="t", words="timesheet hours timers"),
            Item("Expenses", "credit-card", "expense_list", ("expense.enter",), g="e", words="costs"),
            Item(
                "Billing",
                "receipt",
                "invoice_list",
                ("invoice.view", "invoice.draft"),
                g="b",
                words="invoices bills",
            ),
            Item(
                "Approvals",
                "checkup-list",
                "approval_list",
                badge="supervision.queries.inbox.inbox_badge",
                g="a",
                words="inbox review sign-off decide returned",
            ),
            Item(
                "Payments",
                "cash",
                "payment_list",
                ("invoice.view", "payment.record"),
                g="y",
                words="receipts",
            ),
            Item(
                "Reports",
                "chart-bar",
                "report_index",
                ("supervision.delegate", "report.firm_financial"),
                g="r",
                words="delegation supervision insight figures",
            ),
        ),
        aria="Time and money",
    ),
)

# Under the firm's name.
FIRM_MENU: tuple[Item, ...] = (
    Item("Firm settings", "settings", "firm_settings", ("firm.settings",), words="office numbering"),
    Item("People", "users", "member_list", ("user.manage",), words="users staff invite"),
    Item("Guests", "user-plus", "guests", ("matter.team.assign",), words="freelancers virtual assistants"),
    Item("Ethical walls", "wall", "walls", ("wall.create",), words="screens conflicts chinese wall"),
    Item(
        "Emergency accesses",
        "lock-open",
        "break_glass_list",
        ("supervision.delegate",),
        words="break glass review restricted",
    ),
    Item("Roles", "shield-lock", "role_list", ("role.manage",), words="permissions powers"),
    Item(
        "Bar licences",
        "license",
        "licence_list",
        ("user.manage", "attorney_licence.verify"),
        words="attorneys bar numbers renewal expiry",
    ),
    Item(
        "Qualifications",
        "certificate",
        "qualification_list",
        ("user.manage", "supervision.delegate"),
        words="paralegals courses mcle cle education certificates",
    ),
    Item(
        "Security",
        "shield-check",
        "firm_security",
        ("firm.settings",),
        words="sessions sso single sign-on emergency access",
    ),
    Item("Sign-ins", "login", "sign_in_list", ("user.manage",), words="history logins"),
    Item(
        "Supervision", "checkup-list", "policy_settings", ("firm.settings",), words="approval rules reminders"
    ),
    Item(
        "Reminder ladders",
        "bell",
        "reminder_ladders",
        ("firm.settings",),
        words="reminders ladders rungs digest escalation clients",
    ),
    Item(
        "How I am reminded",
        "bell-cog",
        "reminder_preferences",
        words="digest quiet hours time zone preferences",
    ),
    Item(
        "Conflict settings",
        "arrows-split-2",
        "conflict_policy",
        ("firm.settings",),
        words="conflicts attorney",
    ),
    Item("My interests", "users", "interest_own", words="declare interest conflicts shares relatives"),
    Item("Delegations", "user-share", "delegation_list", words="delegate lend powers calendars"),
    Item(
        "Feeds and devices",
        "device-mobile",
        "feed_list",
        ("calendar.own",),
        words="calendar sync caldav ics iphone google outlook thunderbird app password import",
    ),
    Item("Away", "calendar-off", "absence_own", words="absence holiday vacation substitute"),
    Item("Rates", "currency-dollar", "rate_list", ("fee.set", "rate.view"), words="rate cards fees"),
    Item("Radar rules", "radar-2", "radar_rules", ("firm.settings",), words="quiet forgotten matters"),
    Item("Matter templates", "template", "mtemplate_list", ("firm.settings",), words="new matter defaults"),
    Item(
        "Intake",
        "forms",
        "intake_forms",
        ("firm.settings",),
        words="forms phone scripts sources letters leads",
    ),
    Item(
        "Task types", "circle-check", "task_type_list", ("firm.settings",), words="lowest role review nature"
    ),
    Item("Practice areas", "category", "practice_area_list", ("firm.settings",), words="stages"),
    Item(
        "Custom fields",
        "forms",
        "field_set_list",
        ("firm.settings",),
        words="own fields sets formulas picklists",
    ),
    Item(
        "Task lists", "list-check", "tasklist_list", ("task.assign",), words="templates workflows checklists"
    ),
    Item(
        "Automations",
        "bolt",
        "automation_list",
        ("automation.manage",),
        words="rules triggers workflows webhooks",
    ),
    Item(
        "E-mail drafts",
        "mail",
        "maildraft_list",
        ("message.client.send",),
        words="letters to send",
    ),
    Item(
        "Rule packs",
        "scale",
        "rule_pack_list",
        ("settings.rule_packs", "deadline.enter"),
        prepare=True,
        words="court rules deadlines local rules standing orders test bench",
    ),
    Item(
        "Court closures",
        "building-bank",
        "court_closure_list",
        ("settings.rule_packs", "deadline.enter"),
        prepare=True,
        words="court holidays closed by order",
    ),
    Item("Offices", "building", "office_list", ("firm.settings",), words="branches places time zones"),
    Item("Closures", "calendar-off", "closure_list", ("firm.settings",), words="holidays closed office days"),
    Item("Import", "file-import", "import_list", ("data.import",), words="csv ledes"),
    Item("Audit trail", "history", "audit_list", ("audit.view",), words="history log"),
)

CREATE: tuple[Item, ...] = (
    Item("Time entry", "clock-plus", "time_create", ("time.record",), key="E", c="t", words="add log hours"),
    Item(
        "Matter",
        "briefcase-2",
        "matter_create",
        ("matter.create_pending",),
        prepare=True,
        c="m",
        words="case",
    ),
    Item("Lead", "user-question", "lead_create", ("lead.create",), key="L", words="inquiry prospect intake"),
    Item("Intake call", "phone-call", "lead_call", ("lead.create",), words="phone script new caller"),
    Item("Contact", "address-book", "contact_create", ("contact.edit",), words="person company client"),
    Item("Task", "circle-check", "task_create", ("task.create",), c="k", words="to do assign"),
    Item(
        "Conflict check",
        "arrows-split-2",
        "conflict_create",
        ("conflict.run",),
        words="conflicts names search",
    ),
    Item("Expense", "credit-card", "expense_create", ("expense.enter",), words="cost disbursement"),
    Item(
        "Event",
        "calendar-plus",
        "event_create",
        ("calendar.own",),
        c="e",
        words="hearing meeting appointment deposition call calendar",
    ),
    Item(
        "Deadline",
        "gavel",
        "deadline_create",
        ("deadline.enter",),
        prepare=True,
        c="j",
        words="date docket court rule",
    ),
    Item(
        "Court dates",
        "list-numbers",
        "chain_create",
        ("deadline.enter",),
        prepare=True,
        words="chain rules hearing complaint served count deadlines docket",
    ),
    Item("Message", "message", "slip_create", ("message.slip",), words="slip while you were out take"),
    Item("Call", "phone", "call_create", ("message.slip",), words="log phone"),
    Item(
        "Deposition",
        "microphone-2",
        "deposition_create",
        ("deadline.enter",),
        prepare=True,
        words="depo notice witness",
    ),
    Item("Trip", "plane", "trip_create", ("travel.manage",), words="travel flight hotel itinerary"),
    Item("Bill run", "receipt", "bill_run_create", ("invoice.draft",), c="b", words="draft bills invoices"),
)

PHONE = ("home", "matter_list", "", "time_list", "calendar")  # "" is the create button
PHONE_SPARE = ("deadline_list", "contact_list", "document_list", "invoice_list")
