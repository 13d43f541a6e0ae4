"""What attorneys of a demo firm decided about papers, dates and matters, and what waits for them."""

import datetime
import random
from decimal import Decimal

from django.utils import timezone

from calendar_app.models import Deadline
from documents import services as documents
from documents.models import DRAFTED, Document, Version
from exchange.demo.base import DAY, Maker
from matters import services as matters
from matters.models import Matter
from practice import audit
from practice.exceptions import DomainError
from supervision import services as approvals
from supervision.kinds import hash_of, kind
from supervision.models import Approval

State, Basis = Approval.State, Approval.Basis


class Reviews(Maker):
    """Signed-off papers and verified dates in bulk; a new matter, a paper, a share and a closing that wait."""

    def reviews(self) -> None:
        """Everything about reviews. Choices of its own generator, so that the rest of the firm stays as it was."""
        rng = random.Random(f"reviews of {self.firm.slug}")
        self.verified_dates(rng)
        self.signed_papers(rng)
        self.waiting_papers()
        self.waiting_matters()

    def round_of(self, key: str, obj, *, maker, checker, at: datetime.datetime) -> Approval:
        """An approved round of the past."""
        of = kind(key)
        said = audit.plain(of.snapshot(obj, {}))
        own = maker.pk == checker.pk
        return Approval(
            kind=key,
            object_id=obj.pk,
            matter_id=obj.matter_id,
            title=of.title(obj, {})[:200],
            content=said,
            content_hash=hash_of(said, {}),
            state=State.APPROVED,
            prepared_by=maker,
            submitted_by=maker,
            submitted_at=at,
            assigned_to=checker,
            assigned_at=at,
            reserved=True,
            decided_by=checker,
            decided_at=min(at + datetime.timedelta(hours=rng_hours(obj.pk)), timezone.now()),
            basis=Basis.OWN_WORK if own else Basis.SECOND_PERSON,
        )

    def verified_dates(self, rng: random.Random) -> None:
        """Five of six court and statutory dates are verified by another than who set them."""
        rows = list(
            Deadline.objects.exclude(kind=Deadline.Kind.INTERNAL)
            .select_related("matter", "created_by")
            .order_by("id")
        )
        rounds, verified = [], []
        for row in rows:
            checkers = [m for m in self.attorneys if m.pk != row.created_by_id]
            if not checkers or (row.done_at is None and rng.random() < 0.17):
                continue
            checker = next((m for m in checkers if m.pk == row.matter.responsible_id), checkers[0])
            at = min(row.created_at, self.moment(row.due_on - 14 * DAY, 9))
            rounds.append(self.round_of("deadline", row, maker=row.created_by, checker=checker, at=at))
            row.verified_by, row.verified_at = checker, rounds[-1].decided_at
            verified.append(row)
        Approval.objects.bulk_create(rounds, batch_size=500)
        Deadline.objects.bulk_update(verified, ["verified_by", "verified_at"], batch_size=200)

    def signed_papers(self, rng: random.Random) -> None:
        """Two of three drafted papers are signed off; attorneys sign their own."""
        rows = Version.objects.filter(document__category__in=DRAFTED).select_related(
            "document", "matter__responsible", "uploaded_by"
        )
        rounds = []
        for row in rows.order_by("id"):
            if rng.random() < 0.67:
                checker = row.matter.responsible
                rounds.append(
                    self.round_of("document", row, maker=row.uploaded_by, checker=checker, at=row.created_at)
                )
        Approval.objects.bulk_create(rounds, batch_size=500)

    def waiting_papers(self) -> None:
        """Drafts in review, one returned, a privilege marked, and a share that the secretary proposed."""
        staff = [*self.paralegals, *self.support]
        signed = Approval.objects.filter(kind="document").values("object_id")
        drafts = Version.objects.filter(document__category__in=DRAFTED, uploaded_by__in=staff)
        drafts = drafts.exclude(pk__in=signed).select_related("document", "matter", "uploaded_by__role")
        sent = [
            approvals.submit("document", row, by=row.uploaded_by, note="Ready for your review.")
            for row in drafts.order_by("-id")[:5]
            if row.uploaded_by is not None
        ]
        if sent:
            attorney = next(m for m in self.attorneys if m.pk == sent[-1].assigned_to_id)
            approvals.send_back(
                sent[-1], by=attorney, note="Cite the local rule, and attach the declaration as exhibit B."
            )
        for document in Document.objects.filter(category="evidence", matter__state="open").order_by("-id")[
            :3
        ]:
            lead = next(m for m in self.attorneys if m.pk == document.matter.responsible_id)
            documents.set_privilege(
                document, to="work_product", reason="Gathered for the pending action.", by=lead
            )
        if not self.support:
            return
        ready = Document.objects.filter(category__in=DRAFTED, versions__in=signed, matter__state="open")
        for document in (
            ready.exclude(matter__client__email="").select_related("matter__client").order_by("-id")[:1]
        ):
            documents.propose_share(
                document,
                document.matter.client,
                by=self.support[-1],
                note="The client asked for it by phone.",
            )

    def waiting_matters(self) -> None:
        """A new matter sent for acceptance with proposed terms, a returned one, and a closing proposed."""
        staff = (self.support or self.paralegals)[:1]
        if not staff:
            return
        by = staff[0]
        pending = Matter.objects.filter(state__in=Matter.BEFORE).with_people().order_by("-created_at", "-id")
        for number, matter in enumerate(pending[:3]):
            if number == 0:
                matters.propose_fee(
                    matter,
                    by=by,
                    kind="flat",
                    flat_amount=Decimal(4800),
                    note="Through the first hearing; trial is apart.",
                )
            sent = approvals.submit("matter", matter, by=by, note="Conflict search found nothing.")
            if number == 1:
                attorney = next(m for m in self.attorneys if m.pk == sent.assigned_to_id)
                approvals.send_back(
                    sent, by=attorney, note="Who is the other party’s insurer? Then send it again."
                )
        for matter in (
            Matter.objects.filter(state=Matter.State.OPEN).with_people().order_by("opened_on", "id")[:60]
        ):
            try:
                matters.propose_closing(matter, by=by, to="closed", reason="Judgment entered; file returned.")
            except DomainError:
                continue
            break


def rng_hours(number: int) -> int:
    """Hours until a decision of the past: 2 to 49, the same each time."""
    return 2 + number * 7 % 48
