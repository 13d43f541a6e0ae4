"""Licences that want something, and paralegals' papers and courses."""

import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import BarLicence, EducationCourse, EducationRule, Member, Qualification
from exchange.demo.base import DAY, Maker
from practice.models import AuditEvent

# key: (kind, issued on, issuer, where, confirmed)
PAPERS = {
    "otis": ("aba", datetime.date(2014, 5, 30), "Merritt Harbor College", "Personnel file 12", True),
    "lucia": ("degree", datetime.date(2019, 9, 2), "Imogen Vance", "Declaration in personnel file 19", True),
    "noor": (
        "institution",
        datetime.date(2018, 6, 15),
        "Bayline Community College",
        "Scan sent by e-mail",
        False,
    ),
}
# key: [(title, provider, days ago, hours, subject, confirmed)]
COURSES = {
    "otis": [
        ("Confidentiality and metadata", "Alameda Paralegal Forum", 210, "2", "ethics", True),
        ("E-discovery after the amendments", "Bayline Legal Education", 160, "2.5", "general", True),
        ("Deposition summaries", "Bayline Legal Education", 95, "1.5", "general", True),
        ("Screening and conflicts", "Alameda Paralegal Forum", 6, "1", "ethics", False),
    ],
    "lucia": [
        ("Unauthorized practice: where the line is", "Alameda Paralegal Forum", 300, "4", "ethics", True),
        ("Probate accountings", "Bayline Legal Education", 120, "4", "general", True),
    ],
    "wendell": [("Civil procedure update", "Bayline Legal Education", 40, "3", "general", False)],
    "noor": [
        ("Ethics for paralegals", "Alameda Paralegal Forum", 200, "4", "ethics", True),
        ("Family law forms", "Bayline Legal Education", 180, "4", "general", True),
    ],
}


class Credentials(Maker):
    """What the lists of licences and qualifications show. The people and their first licences are there."""

    members: dict[str, Member]
    attorneys: list[Member]

    def credentials(self) -> None:
        self._licences()
        lead = self.attorneys[0]
        for key, (kind, issued_on, issuer, reference, confirmed) in PAPERS.items():
            if key in self.members:
                Qualification.objects.create(
                    member=self.members[key],
                    kind=kind,
                    issued_on=issued_on,
                    issuer=issuer,
                    reference=reference,
                    entered_by=self.members[key],
                    **self._confirmed(lead, confirmed),
                )
        first, _last = EducationRule().period(self.today)
        for key, courses in COURSES.items():
            for title, provider, ago, hours, subject, confirmed in courses if key in self.members else ():
                EducationCourse.objects.create(
                    member=self.members[key],
                    title=title,
                    provider=provider,
                    taken_on=max(first, self.today - ago * DAY),
                    hours=Decimal(hours),
                    subject=subject,
                    entered_by=self.members[key],
                    **self._confirmed(lead, confirmed),
                )

    @staticmethod
    def _confirmed(by: Member, yes: bool) -> dict:
        return {"confirmed_by": by, "confirmed_at": timezone.now()} if yes else {}

    def _licences(self) -> None:
        """One that ends in three weeks, one to verify, one given up; nobody is locked out."""
        if "ansel" in self.members:
            BarLicence.objects.filter(member=self.members["ansel"]).update(expires_on=self.today + 23 * DAY)
            BarLicence.objects.create(
                member=self.members["priyanka"],
                jurisdiction="Oregon",
                number="194417",
                admitted_on=datetime.date(2019, 4, 25),
                expires_on=datetime.date(self.today.year + 1, 1, 31),
            )
            BarLicence.objects.create(
                member=self.members["judith"],
                jurisdiction="Nevada",
                number="9081",
                status=BarLicence.Status.INACTIVE,
                status_since=datetime.date(self.today.year - 1, 6, 30),
            )
            BarLicence.objects.create(
                member=self.members["imogen"],
                jurisdiction="Federal: N.D. Cal.",
                number="214300",
                admitted_on=datetime.date(2005, 2, 11),
                verified_by=self.members["theodore"],
                verified_at=timezone.now(),
            )
        licences = list(BarLicence.objects.select_related("member", "verified_by"))
        acts = [("licence.entered", one, one.member, 400) for one in licences]
        acts += [("licence.verified", one, one.verified_by, 398) for one in licences if one.verified_by]
        AuditEvent.objects.bulk_create(
            AuditEvent(
                at=self.moment(self.today - ago * DAY),
                actor_id=by.pk,
                actor_name=by.name,
                verb=verb,
                object_type="accounts.barlicence",
                object_id=one.pk,
                object_label=str(one),
            )
            for verb, one, by, ago in acts
        )
