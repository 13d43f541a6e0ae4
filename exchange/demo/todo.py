"""Tasks of a demo firm, in every state."""

from exchange.demo.base import DAY, Maker
from matters.models import Wall
from work import services
from work.models import ChecklistItem, Task, TaskType
from work.queries.roles import suits

# Title, type, days until due, minutes estimated, lines of the checklist.
USUAL = [
    ("Draft motion to compel", "Draft pleading or motion", 150, ("Notice", "Points and authorities", "Proposed order")),
    ("Research waiver of privilege by disclosure", "Legal research", 180, ()),
    ("Summarize the deposition of the plant manager", "Discovery", 240, ("Page and line", "Exhibits listed")),
    ("Request medical records", "Client contact", 30, ("Authorization signed", "Sent to the provider")),
    ("Prepare exhibit binder", "Copy, scan, mail", 90, ()),
    ("Confirm the mediator's dates with all sides", "Scheduling", 30, ()),
    ("Proofread the opposition brief", "Proofread and format", 60, ("Citations", "Table of authorities")),
    ("Call the client about the settlement offer", "Legal advice or decision", 30, ()),
    ("Serve responses to requests for production", "Filing and service", 45, ("Verification signed", "Proof of service")),
    ("Index the documents produced", "Discovery", 200, ()),
    ("Draft letter to opposing counsel about the protective order", "Draft letter", 45, ()),
    ("Update the client on the next hearing", "Client contact", 15, ()),
    ("Cite-check the trial brief", "Legal research", 120, ()),
    ("Prepare for the case management conference", "Court appearance", 60, ()),
]  # fmt: skip


class Todo(Maker):
    """Types of tasks, tasks on matters and of the office."""

    def todo(self) -> None:
        services.add_defaults(self.attorneys[0])
        self.types = {kind.name: kind for kind in TaskType.objects.all()}
        self._many()
        self._desk()

    def _who(self, matter, kind):
        """Somebody of the matter who may do such a task."""
        team = [*self.team_of[matter.pk], matter.responsible]
        fit = [m for m in team if suits(m, kind, self.firm) and not m.sees_named_matters_only]
        return self.side.choice(fit) if fit else matter.responsible

    def _many(self) -> None:
        """Open and finished tasks on most matters at work."""
        rng = self.side
        live = [m for m in self.matter_list if m.state in ("open", "on_hold")]
        made, lines = [], []
        for matter in live:
            for title, name, minutes, checklist in rng.sample(USUAL, k=rng.choice([0, 1, 2, 2, 3, 4])):
                kind = self.types[name]
                doer = self._who(matter, kind)
                due = self.today + rng.choice([-9, -4, -1, 0, 0, 1, 2, 3, 5, 8, 13, 21, 34]) * DAY
                moved = rng.random() < 0.15
                own = doer.role.template == "attorney"
                finished = (own or not kind.reviewed) and rng.random() < 0.35
                given = self.moment(due - rng.randint(4, 16) * DAY)
                task = Task(
                    title=title, matter=matter, type=kind, assignee=doer, due_on=due,
                    original_due_on=due - 5 * DAY if moved else due,
                    delegated_by=None if own else matter.responsible, supervising=None if own else matter.responsible,
                    priority=rng.choices([1, 2, 3], weights=[15, 70, 15])[0],
                    needs_review=kind.reviewed and not own, estimate_seconds=minutes * 60,
                    state="done" if finished else rng.choices(["open", "doing"], weights=[80, 20])[0],
                    done_at=self.moment(min(due, self.today)) if finished else None, done_by=doer if finished else None,
                    created_by=matter.responsible, created_at=given,
                )  # fmt: skip
                made.append(task)
                lines.append((task, checklist))
        Task.objects.bulk_create(made, batch_size=500)
        self.record("task.created", [(task, task.created_at, task.created_by) for task in made])
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                task=task, matter=task.matter, text=text, position=number,
                done_at=task.created_at if number == 1 else None, done_by=task.assignee if number == 1 else None,
            )
            for task, texts in lines
            for number, text in enumerate(texts, start=1)
        )  # fmt: skip

    def _desk(self) -> None:
        """What the people of the demo find today: each state, made by the services as in the product."""
        lead = self.attorneys[0]
        paralegal = (self.paralegals or [lead])[0]
        helper = self.support[0]
        walled = set(Wall.objects.filter(lifted_at=None).values_list("matter_id", flat=True))
        mine = [
            m for m in self.matter_list
            if m.responsible_id == lead.pk and m.state == "open" and m.pk not in walled and not m.restricted
        ]  # fmt: skip
        if not mine:
            return
        first, second = mine[0], mine[-1]
        draft, research = self.types["Draft pleading or motion"], self.types["Legal research"]
        letter, scan = self.types["Draft letter"], self.types["Copy, scan, mail"]
        make = services.create_task
        motion = make(
            by=lead, title="Draft opposition to motion for summary judgment", matter=first, type=draft,
            assignee=paralegal, due_on=self.today + 2 * DAY, priority=1, estimate_seconds=4 * 3600,
            note="Use the separate statement of last week. Judge Marchetti wants 15 pages.",
            checklist=["Separate statement", "Declarations", "Evidence index", "Proof of service"],
        )  # fmt: skip
        for item in list(motion.checklist.all())[:2]:
            services.tick_item(item, by=paralegal, done=True)
        services.start_task(motion, by=paralegal)
        services.add_note(
            motion,
            by=paralegal,
            text="The declaration of the expert comes on Thursday. @Imogen is that in time?",
        )
        serve = make(
            by=lead, title="File and serve the opposition", matter=first, type=self.types["Filing and service"],
            assignee=helper, due_on=self.today + 3 * DAY,
        )  # fmt: skip
        services.add_blocker(serve, by=lead, on=motion)
        waiting = make(
            by=lead, title="Research notice requirements for the preliminary injunction", matter=first, type=research,
            assignee=paralegal, due_on=self.today, estimate_seconds=2 * 3600,
        )  # fmt: skip
        services.complete_task(
            waiting, by=paralegal, outcome="Memo in the matter's folder, three cases on point."
        )
        back = make(
            by=lead, title="Draft letter to opposing counsel on the discovery schedule", matter=second, type=letter,
            assignee=helper, due_on=self.today + DAY,
        )  # fmt: skip
        services.complete_task(back, by=helper, outcome="Draft attached to the matter.")
        services.return_task(
            back, by=lead, note="Name the dates of the stipulation, and shorten the second paragraph."
        )
        asleep = make(
            by=paralegal,
            title="Follow up on the subpoena to the bank",
            matter=second,
            due_on=self.today + 6 * DAY,
        )
        services.snooze_task(
            asleep, by=paralegal, until=self.today + 4 * DAY, reason="The bank answers within ten days"
        )
        accepted = make(
            by=lead, title="Summarize the expert's report", matter=second, type=self.types["Discovery"],
            assignee=paralegal, due_on=self.today - DAY,
        )  # fmt: skip
        accepted = services.complete_task(accepted, by=paralegal, outcome="Summary of four pages.")
        services.accept_work(accepted, by=lead)
        moved = make(
            by=lead, title="Call the adjuster about the reserve", matter=first, due_on=self.today - 2 * DAY
        )
        services.change_task(moved, by=lead, due_on=self.today, reason="Adjuster was out until today")
        make(
            by=lead, title="Review trust balances", due_on=self.today + DAY, recurrence="FREQ=MONTHLY;BYMONTHDAY=-1",
            estimate_seconds=1800,
        )  # fmt: skip
        make(
            by=helper, title="Order toner and exhibit tabs", due_on=self.today, recurrence="FREQ=WEEKLY;INTERVAL=2",
            priority=3, type=scan,
        )  # fmt: skip
        big = make(
            by=lead, title="Prepare for trial", matter=first, assignee=paralegal, due_on=self.today + 30 * DAY
        )
        for title in ("Witness list", "Exhibit list", "Jury instructions"):
            make(by=lead, title=title, parent=big, assignee=paralegal, due_on=self.today + 21 * DAY)
        dropped = make(by=lead, title="Ask for a second extension", matter=second, assignee=paralegal)
        services.cancel_task(dropped, by=lead, reason="The other side agreed by telephone")
        make(by=lead, title="Look at lease renewal of the office", private=True, due_on=self.today + 9 * DAY)
        make(
            by=lead,
            title="Find a replacement for the expert",
            matter=second,
            unassigned=True,
            due_on=self.today + 7 * DAY,
        )
        guest = self.members.get("dashiell")
        shared = getattr(self, "guest_matters", None)
        if guest is not None and shared:
            make(
                by=lead,
                title="Scan the exhibits of the deposition",
                matter=shared[0],
                type=scan,
                assignee=guest,
                due_on=self.today + DAY,
            )
