"""Task lists and automations of a demo firm, with what they have done. Through the services: it is little."""

from django.db import connection

from calendar_app.models import Closure
from exchange.demo.base import DAY, Maker
from matters.models import Matter, Stage
from practice.exceptions import DomainError
from practice.models import AuditEvent
from work.models import TaskType
from workflows.models import MailDraft, Run, TaskList
from workflows.queries.starters import STARTERS
from workflows.services import applying, automations, following, running, task_lists

# (list, description, items): title, anchor, days, unit, for whom, checklist.
LISTS: list[tuple[str, str, list]] = [
    (
        "Opening a file",
        "Every new matter, from the day it opens.",
        [
            ("Send the signed engagement letter", "opened", 1, "court", "responsible", []),
            ("Open the paper file and print labels", "opened", 2, "court", "part:Secretary", []),
            ("Enter parties and their counsel", "opened", 2, "court", "part:Paralegal", ["Opposing party", "Insurer"]),
            ("Docket the limitation date", "opened", 1, "court", "responsible", []),
            ("File the action at the latest", "limitation", -30, "calendar", "responsible", []),
        ],
    ),
    (
        "Discovery start",
        "When a case moves to discovery.",
        [
            ("Litigation hold letter to the client", "stage", 2, "court", "responsible", []),
            ("Initial disclosures", "stage", 14, "calendar", "part:Paralegal",
             ["Witnesses", "Documents", "Damages", "Insurance"]),
            ("First interrogatories", "stage", 21, "calendar", "responsible", []),
            ("Serve them", "item", 1, "court", "part:Paralegal", []),
        ],
    ),
    (
        "Closing a file",
        "Before a matter is closed.",
        [
            ("Return originals", "applied", 5, "court", "part:Secretary", []),
            ("Closing letter", "applied", 5, "court", "responsible", []),
            ("Archive box and retention date", "applied", 10, "court", "part:Secretary", []),
        ],
    ),
]  # fmt: skip


class Flows(Maker):
    """Task lists, automations switched on, their runs, an e-mail draft, a closure."""

    def flows(self) -> None:
        lead = self.attorneys[0]
        year = self.today.year
        Closure.objects.create(
            name="Winter break",
            starts_on=self.today.replace(year, 12, 24),
            ends_on=self.today.replace(year, 12, 31),
        )
        lists = [self._flow_list(lead, *row) for row in LISTS]
        rows = Matter.objects.filter(state="open", responsible=lead).order_by("-opened_on", "-id")
        matters = list(rows.with_people().select_related("stage")[:12])
        for matter in matters[:2]:
            applying.apply_list(lists[0], matter, by=lead)
        # The events of eighteen months are sealed first, so that what is switched on now does not answer to them.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        self._flow_automations(lead, lists, matters)

    def _flow_list(self, by, name: str, text: str, rows: list) -> TaskList:
        made = task_lists.create_list(by=by, name=name, description=text)
        kinds = {kind.name: kind for kind in TaskType.objects.all()}
        before = None
        for title, anchor, days, unit, who, lines in rows:
            assign, _, part = who.partition(":")
            before = task_lists.save_item(
                made, None, by=by, title=title, anchor=anchor, offset=days, unit=unit, assign=assign, part=part,
                checklist=lines, after=before if anchor == "item" else None,
                blocked_by=before if anchor == "item" else None, type=kinds.get("Drafting") if part == "Paralegal" else None,
            )  # fmt: skip
        return made

    def _flow_automations(self, lead, lists, matters) -> None:
        made = {}
        for key in ("discovery", "opening", "limitation", "quiet", "overdue", "closing"):
            starter = STARTERS[key]
            actions = [dict(action) for action in starter.actions]
            for action in actions:
                if action["kind"] == "apply_list":
                    action["task_list"] = str(lists[1 if key == "discovery" else 0].pk)
            settings = dict(starter.settings)
            if key == "discovery":
                settings["stage"] = self._flow_stage(matters)
            made[key] = automations.create_automation(
                by=lead, name=starter.name, note=starter.text, trigger=starter.trigger, settings=settings, match="all",
                conditions=[dict(c) for c in starter.conditions], actions=actions,
            )  # fmt: skip
        for key in ("discovery", "opening", "limitation", "overdue"):
            automations.switch_on(made[key], by=lead)
        self._flow_runs(made, lead, matters)

    @staticmethod
    def _flow_stage(matters) -> str:
        names = Stage.objects.filter(practice_area__in=[m.practice_area_id for m in matters], is_active=True)
        found = names.filter(name__icontains="discovery").first() or names.order_by("position").first()
        return found.name

    def _flow_runs(self, made, lead, matters) -> None:
        """Runs as events of these matters would have caused them: some done, one undone, one failed."""
        events = []
        for number, matter in enumerate(matters[2:7]):
            key = "opening" if number % 2 else "discovery"
            verb = "matter.open" if key == "opening" else "matter.staged"
            event = AuditEvent.objects.create(
                at=self.evening(self.today - (6 - number) * DAY), actor_id=lead.pk, actor_name=lead.name, verb=verb,
                object_type="matters.matter", object_id=matter.pk, object_label=str(matter)[:300],
                matter=matter,
                changes={"stage": [None, made[key].settings["stage"]]} if key == "discovery" else {"state": ["pending", "open"]},
            )  # fmt: skip
            events.append((made[key], event, matter))
        runs = []
        for number, (automation, event, matter) in enumerate(events):
            if number == 3 and matter.client.email:
                type(matter.client).objects.filter(pk=matter.client_id).update(email="")
            run = following.take_up(automation, event)
            if run is not None:
                runs.append(running.carry_out(run.pk))
        done = [run for run in runs if run.state == Run.State.DONE]
        if done:
            try:
                running.undo_run(done[0], by=lead)
            except DomainError:
                return
        MailDraft.objects.filter(state="draft").update(created_at=self.evening(self.today - DAY))
