"""A random walk over approvals.

A firm's people submit, approve, return, reassign, withdraw, edit, delegate; licences lapse, walls go up, people go away, the
rules change; and the guarded acts are tried by their own doors and by plain SQL. After each step what may not be is looked for.
"""

import datetime
from collections import Counter

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import Absence, BarLicence, Delegation, Member
from accounts.services.delegations import delegate
from billing.models import Invoice
from billing.services.drafts import draft_matters
from billing.services.invoices import approve_invoice, submit_for_review
from billing.services.lines import set_message
from matters.models import Matter, Wall
from matters.services.states import accept_matter
from practice.exceptions import DomainError
from supervision import services
from supervision.kinds import content_of, hash_of, kind
from supervision.models import Approval, Policy
from supervision.queries import approved, newest
from tests import cast
from tests.soak import times
from tests.supervision.kit import Caption

PEOPLE = ("attorney", "associate", "paralegal", "assistant", "secretary", "admin", "freelancer")
ATTORNEYS = ("attorney", "associate")
KEYS = ("deed", "matter", "invoice")
# The attorneys more often than the rest, so that something does come into effect.
person = st.sampled_from(PEOPLE + ATTORNEYS * 3)
counsel = st.sampled_from(ATTORNEYS)
thing = st.sampled_from(KEYS)
# What the page showed: nothing in particular, what is there now, what was there before, nonsense.
seen = st.sampled_from(("", "now", "old", "bad"))


class Deed(Caption):
    """A kind whose effect stands only as long as its approval: the matter's description says that it is in force."""

    key, label, act = "deed", "Deed", "Put the deed in force"

    def maker(self, obj, arguments):
        return obj.created_by

    def on_approve(self, obj, approval, *, by):
        put_in_force(obj)

    def on_void(self, obj, approval, *, by):
        Matter.objects.filter(pk=obj.pk).update(description="")


def put_in_force(matter):
    """The guarded act: it asks for its approval itself, whoever calls it."""
    services.require("deed", matter)
    Matter.objects.filter(pk=matter.pk).update(description="in force")


class Walk(RuleBasedStateMachine):
    """One firm, three guarded things: a deed on the open matter, a pending matter, a draft bill."""

    people = None  # the cast, set by the test
    reached: Counter  # what came into effect on all walks, by kind and ground

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        people = self.people
        maker = people.paralegal
        Matter.objects.filter(pk=people.matter.pk).update(created_by=maker)
        pending = cast.make_matter(
            people, number="2026-0900", name="Pending", state="pending", accepted_by=None, created_by=maker
        )
        bill = draft_matters([people.matter.pk], until=timezone.localdate(), by=people.assistant)
        self.ids = {"deed": people.matter.pk, "matter": pending.pk, "invoice": bill[people.matter.pk].pk}
        self.before = {key: self.hash(key) for key in KEYS}
        self.effective: set[str] = set()
        self.edits = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    # What the rules are made of

    def who(self, key) -> Member:
        """Somebody of the cast as the next request would load them."""
        return Member.objects.select_related("role", "user").get(pk=getattr(self.people, key).pk)

    def obj(self, key):
        return kind(key).get(self.ids[key])

    def hash(self, key, arguments=None) -> str:
        arguments = arguments or {}
        return hash_of(content_of(kind(key), self.obj(key), arguments), arguments)

    def shown(self, key, what) -> str:
        return {"": "", "now": self.hash(key), "old": self.before[key], "bad": "f" * 64}[what]

    def try_(self, act, *args, **more):
        """Do it, or be refused for a reason: nothing else may go wrong, and a refusal leaves nothing behind."""
        before = self.picture()
        try:
            with transaction.atomic():
                return act(*args, **more)
        except DomainError as error:
            assert error.message
            assert self.picture() == before
            return None

    def picture(self):
        return (
            Approval.objects.count(),
            list(Approval.objects.order_by("id").values_list("id", "state", "assigned_to_id")),
            self.in_effect(),
        )

    def waiting(self, key) -> Approval | None:
        return Approval.objects.filter(kind=key, object_id=self.ids[key], state="waiting").first()

    def in_effect(self) -> set[str]:
        """What stands now, read from the tables and not from the approvals."""
        found = set()
        if Matter.objects.filter(pk=self.ids["deed"], description="in force").exists():
            found.add("deed")
        if Matter.objects.filter(pk=self.ids["matter"]).exclude(state__in=Matter.BEFORE).exists():
            found.add("matter")
        if Invoice.objects.filter(pk=self.ids["invoice"], state="approved").exists():
            found.add("invoice")
        return found

    # Acts

    @rule(key=thing, by=person, to=st.none() | person, urgent=st.booleans())
    def submit(self, key, by, to, urgent):
        to = self.who(to) if to else None
        if key == "invoice":
            self.try_(submit_for_review, self.obj(key), by=self.who(by), to=to)
        else:
            self.try_(services.submit, key, self.obj(key), by=self.who(by), to=to, urgent=urgent)

    @rule(key=thing, by=person, what=seen)
    def approve(self, key, by, what):
        if waiting := self.waiting(key):
            self.try_(services.approve, waiting, by=self.who(by), seen=self.shown(key, what))

    @rule(key=thing, by=person, what=seen)
    def decide(self, key, by, what):
        """By the act's own door: the page, job or command that carries it out."""
        doors = {"deed": "deed", "matter": accept_matter, "invoice": approve_invoice}
        if key == "deed":
            self.try_(services.decide, "deed", self.obj(key), by=self.who(by), seen=self.shown(key, what))
        else:
            self.try_(doors[key], self.obj(key), by=self.who(by), seen=self.shown(key, what))

    @rule(key=thing, by=person, note=st.sampled_from(("", "Again")))
    def send_back(self, key, by, note):
        if waiting := self.waiting(key):
            self.try_(services.send_back, waiting, by=self.who(by), note=note)

    @rule(key=thing, by=person, to=person)
    def reassign(self, key, by, to):
        if waiting := self.waiting(key):
            self.try_(services.reassign, waiting, by=self.who(by), to=self.who(to))

    @rule(key=thing, by=person)
    def withdraw(self, key, by):
        if waiting := self.waiting(key):
            self.try_(services.withdraw, waiting, by=self.who(by))

    @rule(key=thing, by=person)
    def edit(self, key, by):
        """Change what was, or may be, approved, as a service would: it asks whether an approval falls with it."""
        self.before[key] = self.hash(key)
        self.edits += 1
        if key == "invoice":
            self.try_(set_message, self.obj(key), message=f"Message {self.edits}", by=self.who(by))
            return
        Matter.objects.filter(pk=self.ids[key]).update(court=f"Court {self.edits}")
        self.try_(services.void_if_changed, "deed", self.obj("deed"), by=self.who(by))

    @rule(key=thing)
    def void_what_did_not_change(self, key):
        stands = approved(key, self.obj(key))
        services.void_if_changed(key, self.obj(key), by=None)
        if stands is not None:
            stands.refresh_from_db()
            assert stands.state == "approved"

    @rule(key=thing)
    def properly(self, key):
        """Staff sends it, and whoever it waits for approves what is there."""
        self.submit(key, "paralegal", None, False)
        if waiting := self.waiting(key):
            decider = Member.objects.select_related("role", "user").get(pk=waiting.assigned_to_id)
            self.try_(services.approve, waiting, by=decider, seen=self.shown(key, "now"))

    @rule(key=thing, by=counsel)
    def alone(self, key, by):
        """Somebody sends something and decides it at once."""
        self.submit(key, by, None, False)
        self.approve(key, by, "now")

    @rule(key=thing, by=counsel)
    def behind_the_wall(self, key, by):
        """Somebody decides what they are screened from, as a job of theirs would."""
        matter = self.obj(key) if key == "matter" else Matter.objects.get(pk=self.ids["deed"])
        if not Wall.objects.filter(matter=matter, member=getattr(self.people, by), lifted_at=None).exists():
            self.wall(by)
        self.approve(key, by, "now")
        self.decide(key, by, "now")

    # The guarded effects themselves, without asking anybody

    @rule(key=thing)
    def act_unasked(self, key):
        """The private effect, called by somebody who thinks that nobody looks."""
        from billing.services.invoices import issue
        from matters.services.states import open_accepted

        last = newest(key, self.obj(key)) or Approval(kind=key, arguments={})
        by = self.who("attorney")
        if key in self.in_effect():
            return
        if key == "deed":
            self.try_(put_in_force, self.obj(key))
        elif key == "matter":
            self.try_(open_accepted, self.obj(key), last, by=by)
        else:
            self.try_(issue, self.obj(key), last, by=by)

    @rule(key=st.sampled_from(("matter", "invoice")))
    def act_by_sql(self, key):
        """The step taken in the table: PostgreSQL refuses it without an approval."""
        if key in self.in_effect():
            return
        rows = Matter.objects if key == "matter" else Invoice.objects
        values = {"state": "open", "accepted_by": self.who("attorney")}
        if key == "invoice":
            values = {"state": "approved", "number": "X-1", "approved_by": self.who("attorney")}
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.filter(pk=self.ids[key]).update(**values)

    # The world around them

    @rule(holder=counsel, how=st.sampled_from(("suspended", "inactive", "expired", "again", "again")))
    def licence(self, holder, how):
        """It lapses, or is verified again by the other attorney. Which of it may be is the business of licences."""
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        values = {"status": how}
        if how == "expired":
            values = {"expires_on": yesterday}
        elif how == "again":
            other = self.people.associate if holder == "attorney" else self.people.attorney
            values = {
                "status": "active",
                "expires_on": None,
                "verified_by": other,
                "verified_at": timezone.now(),
            }
        try:
            with transaction.atomic():
                BarLicence.objects.filter(member=getattr(self.people, holder)).update(**values)
        except DatabaseError as error:
            assert "licence" in str(error)

    @rule(member=person)
    def wall(self, member):
        """Up when it is down, down when it is up."""
        screened = self.who(member)
        for matter in Matter.objects.filter(pk__in=[self.ids["deed"], self.ids["matter"]]):
            up = Wall.objects.filter(matter=matter, member=screened, lifted_at=None)
            if up.exists():
                up.update(lifted_at=timezone.now(), lifted_by=self.people.attorney)
            else:
                Wall.objects.create(
                    matter=matter, member=screened, reason="Former client", created_by=self.people.attorney
                )

    @rule(member=counsel, substitute=person, days=st.integers(0, 1))
    def absence(self, member, substitute, days):
        if member == substitute:
            return
        today = timezone.localdate()
        Absence.objects.filter(member=getattr(self.people, member)).delete()
        Absence.objects.create(
            member=getattr(self.people, member),
            substitute=getattr(self.people, substitute),
            starts_on=today - datetime.timedelta(days=days),
            ends_on=today,
            created_by=self.people.attorney,
        )

    @rule(by=counsel, to=person, power=st.sampled_from(("document.approve", "calendar.manage_for_others")))
    def lend(self, by, to, power):
        until = timezone.localdate() + datetime.timedelta(days=9)
        self.try_(
            delegate, self.who(to), by=self.who(by), principal=self.who(by), until=until, powers=[power],
            matter=Matter.objects.get(pk=self.ids["deed"]),
        )  # fmt: skip
        assert not Delegation.objects.filter(powers__contains=["document.approve"]).exists()

    @rule(strict=st.lists(thing, unique=True))
    def second_person(self, strict):
        Policy.objects.update_or_create(defaults={"second_person": strict})

    # What must hold

    @invariant()
    def one_round_waits_at_a_time(self):
        for key in KEYS:
            assert Approval.objects.filter(kind=key, object_id=self.ids[key], state="waiting").count() <= 1

    @invariant()
    def what_was_decided_is_what_was_read(self):
        for round_ in Approval.objects.filter(object_id__in=self.ids.values()):
            assert round_.content_hash == hash_of(round_.content, round_.arguments)
            if round_.state == "returned":
                assert round_.decision_note

    @invariant()
    def no_effect_without_its_approval(self):
        now = self.in_effect()
        for key in now - self.effective:
            self.look_at(key)
        for key in now & {"deed", "invoice"}:
            # These stand only as long as their content is what was approved.
            assert approved(key, self.obj(key)) is not None, key
        self.effective = now

    def look_at(self, key):
        """A fresh effect: its newest round is approved, for exactly this content, by somebody who may, of whom the
        firm's records say so, and who did not make it unless the ground is written down.
        """
        last = newest(key, self.obj(key))
        assert last is not None, key
        assert last.state == "approved", key
        assert last.content_hash == self.hash(key, last.arguments), key
        decider = last.decided_by_id
        today = timezone.localdate()
        licensed = {
            licence.member_id
            for licence in BarLicence.objects.filter(status="active")
            if licence.expires_on is None or licence.expires_on >= today
        }
        assert decider in licensed, key
        matter = self.ids["matter"] if key == "matter" else self.ids["deed"]
        assert not Wall.objects.filter(matter_id=matter, member_id=decider, lifted_at=None).exists(), key
        self.reached[key] += 1
        self.reached[last.basis] += 1
        makers = {last.prepared_by_id, last.submitted_by_id}
        strict = key in (Policy.objects.first() or Policy()).second_person
        if last.basis == "second_person":
            assert decider not in makers, key
        elif last.basis == "sole_attorney":
            assert licensed == {decider}, key
        else:
            assert last.basis == "own_work" and not strict, key


def walk(people, *, examples=10, steps=24) -> Counter:
    """Run the machine over the cast; raises what it finds. Returns what came into effect."""
    machine = type("WalkOfTheCast", (Walk,), {"people": people, "reached": Counter()})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=times(examples),
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            # Made smaller, a failure would cost minutes; the steps are printed, and the same in each run.
            phases=[Phase.generate],
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return machine.reached
