"""Leads of a demo firm: one in each state with what belongs to it, a year of earlier ones, forms and a second script."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from conflicts.services.deciding import decide_check
from conflicts.services.judging import judge
from exchange.demo import names
from exchange.demo.base import DAY, Maker
from exchange.demo.papers import pdf_of
from intake import services
from intake.models import FormLink, HeldFile, IntakeForm, Lead, LeadSource, Question, Submission
from intake.queries.clock import business_seconds, due_at, hours
from intake.services import forms as intake_forms
from intake.services import scripts as intake_scripts
from intake.services.decisions import accept_lead, decline_lead
from intake.services.links import send_form
from intake.services.sources import firm_defaults
from matters.models import PracticeArea
from practice.exceptions import DomainError
from supervision.models import Approval

# (name, kind, area, source, what happened, other side, urgency)
ASKING = (
    ("Dana Reyes", "person", "Civil litigation", "Search engine",
     "Rear-ended on the bridge by a delivery truck on the way to work. Neck and shoulder; the car is a total loss.",
     "Halton Freight, Inc.", "high"),
    ("Marisol Quintero", "person", "Employment", "Former client",
     "Let go two weeks after she reported unpaid overtime. Has the schedules and the messages of her manager.",
     "Copperfield Foods Co-op", "normal"),
    ("Orchard Lane Bakery", "company", "Business", "Referral by an attorney",
     "The landlord wants to end the lease three years early and has changed the locks of the store room.",
     "Eastvale Properties LLC", "high"),
    ("Gideon Fallowfield", "person", "Family", "Web site",
     "Wants to change the custody schedule: he moves to Sacramento in spring.", "Nerys Fallowfield", "normal"),
    ("Wren Aldous", "person", "Probate and trusts", "Former client",
     "His aunt died in June. There are two wills, the second one without witnesses.", "Estate of Lorna Aldous", "normal"),
    ("Petra Sandoval", "person", "Real estate", "Directory",
     "The neighbor’s fence stands five feet on her side. The survey is from 1988.", "Ormesby Fence Co.", "low"),
    ("Tariq Nasser", "person", "Civil litigation", "Referral by somebody else",
     "A contractor left the kitchen half done and asks for the last payment.", "Ironbark Surveyors, Inc.", "normal"),
    ("Lodestar Robotics, Inc.", "company", "Business", "Referral by an attorney",
     "A founder leaves and claims a fifth of the shares. The agreement was never signed.", "Cyrus Wayfarer", "high"),
    ("Ines Colbert", "person", "Employment", "Search engine",
     "Refused a promotion after she told them that she is pregnant.", "Meridian Dental Group, P.C.", "normal"),
    ("Howard Lisle", "person", "Real estate", "Walk-in",
     "Sold a house; the buyers want it undone because of the foundation.", "Tamsin Rosethorn", "normal"),
    ("Bao Tran", "person", "Family", "Web site", "Wants an uncontested divorce, no children.", "Linh Tran", "low"),
    ("Estelle Moreau", "person", "Civil litigation", "Search engine",
     "Wants to sue a newspaper for a review of her restaurant.", "The Harbor Courier", "low"),
)  # fmt: skip


class Leads(Maker):
    """Sources, forms, scripts, leads."""

    def leads(self) -> None:
        """All of it, after matters and the desk."""
        firm_defaults(None)
        self.keeper = next(
            (m for m in self.members.values() if m.role.template == "firm_admin"), self.attorneys[0]
        )
        assistant = next((m for m in self.members.values() if m.role.template == "legal_assistant"), None)
        self.front = assistant or self.support[0]
        self.areas = {area.name: area for area in PracticeArea.objects.all()}
        LeadSource.objects.filter(name="Search engine").update(monthly_cost=Decimal("900.00"))
        LeadSource.objects.filter(name="Directory").update(monthly_cost=Decimal("120.00"))
        self.sources = {source.name: source for source in LeadSource.objects.all()}
        self.forms()
        self.injury_script()
        self.past_leads()
        self.live_leads()

    def forms(self) -> None:
        """An injury form with questions that depend on each other, on the firm's own site; and a short one, switched off."""
        by = self.keeper
        form = intake_forms.save_form(
            None,
            by=by,
            name="Injury",
            title="Tell us what happened",
            intro="It takes about five minutes. An attorney reads every answer.",
            practice_area=self.areas.get("Civil litigation"),
            source=self.sources.get("Web site"),
            owner=self.front,
            hosts=[self.firm.website] if self.firm.website else [],
        )
        said = {"section": "Your matter", "by": by}
        hurt = intake_forms.save_question(
            form, None, label="Was anybody hurt", kind="yes_no", required=True, **said
        )
        intake_forms.save_question(
            form, None, label="Who treated the injury", hint="Doctor or hospital.", kind="text", show_if=hurt,
            show_values=["Yes"], **said,
        )  # fmt: skip
        insured = intake_forms.save_question(
            form, None, label="Has an insurer been in touch", kind="choice", choices=["No", "My own", "The other side’s"],
            **said,
        )  # fmt: skip
        intake_forms.save_question(
            form, None, label="Which insurer", kind="text", target="party:insurer", show_if=insured,
            show_values=["My own", "The other side’s"], **said,
        )  # fmt: skip
        intake_forms.save_question(
            form, None, label="Photographs, police report, letters", kind="file", section="Papers", by=by
        )
        intake_forms.save_form(form, by=by, is_active=True)
        intake_forms.save_form(
            None, by=by, name="General", title="How can we help", source=self.sources.get("Web site")
        )

    def injury_script(self) -> None:
        script = intake_scripts.save_script(
            None,
            by=self.keeper,
            name="Injury, first call",
            practice_area=self.areas.get("Civil litigation"),
            opening="I am sorry to hear that. I am no attorney, and cannot tell you what your claim is worth; let me take "
            "down what an attorney needs.",
            closing="Do not sign anything from an insurer before you have spoken with an attorney. We call you back today.",
        )
        for ask, hint, kind, target in (
            ("May I have your full name?", "Ask how it is spelled.", "text", "name"),
            ("What number do we call back?", "", "text", "phone"),
            (
                "When did it happen?",
                "The limitation runs from here. Write the date into the answer.",
                "text",
                "",
            ),
            ("Where, and how?", "In their words.", "long", "summary"),
            (
                "Who was driving, or who is at fault?",
                "Full name and company.",
                "text",
                "party:opposing_party",
            ),
            ("Were you treated by a doctor?", "", "yes_no", ""),
            ("Has an insurer called?", "Which one.", "text", "party:insurer"),
        ):
            intake_scripts.save_line(
                script, None, by=self.keeper, ask=ask, hint=hint, kind=kind, target=target, choices=[]
            )

    def past_leads(self) -> None:
        """A year of leads that are over or lost, written in bulk; those that became matters bring what their bills say."""
        rng, office = self.side, hours()
        chosen = [
            m
            for m in self.matter_list
            if m.state == "open" and m.opened_on and m.opened_on > self.today - 330 * DAY
        ]
        matters = chosen[: 26 if len(self.matter_list) > 60 else 8]
        sources = [
            self.sources[n]
            for n in ("Search engine", "Former client", "Web site", "Referral by an attorney", "Directory")
        ]
        weights = [30, 25, 22, 15, 8]
        rows = []
        for number in range(len(matters) * 3):
            matter = matters[number // 3] if number % 3 == 0 else None
            day = (matter.opened_on if matter else self.today) - rng.randint(3, 20 if matter else 300) * DAY
            received = datetime.datetime.combine(
                day, datetime.time(rng.randint(8, 17), rng.randint(0, 59)), self.zone
            )
            answered = received + datetime.timedelta(minutes=rng.choice([6, 12, 18, 35, 50, 80, 190, 1200]))
            source = rng.choices(sources, weights)[0]
            name = f"{rng.choice(names.FIRST)} {rng.choice(names.LAST)}"
            lost = matter is None
            rows.append(
                Lead(
                    name=matter.client.name if matter else name,
                    kind="company" if matter and matter.client.kind == "company" else "person",
                    contact=matter.client if matter else None,
                    email=f"{name.split()[0].lower()}@{name.split()[-1].lower()}.example",
                    phone=f"(510) 555-0{rng.randint(100, 199)}",
                    channel=rng.choice(["phone", "phone", "form", "email"]),
                    practice_area=matter.practice_area if matter else rng.choice(list(self.areas.values())),
                    source=source,
                    referrer_name=rng.choice(["Nora Quist", "Alder & Birch LLP", "Ramona Fernsby"])
                    if source.wants_referrer
                    else "",
                    state="lost" if lost else "new",
                    state_at=answered,
                    outcome=rng.choice(["Chose another firm", "Did not call back", "Wanted a quote only"])
                    if lost
                    else "",
                    owner=rng.choice([self.front, *self.paralegals[:1]]),
                    attorney=matter.responsible if matter else None,
                    received_at=received,
                    answer_due_at=due_at(office, received),
                    answered_at=answered,
                    answer_seconds=business_seconds(office, received, answered),
                    matter=matter,
                    value=Decimal(rng.randint(2, 60) * 1000) if matter else None,
                    created_by=self.front,
                )
            )
        Lead.objects.bulk_create(rows)
        self._converted([lead for lead in rows if lead.matter_id])

    def _converted(self, leads: list[Lead]) -> None:
        """The decisions of the past, then the state that rests on them."""
        rounds = []
        for lead in leads:
            assert lead.answered_at is not None  # past_leads says when
            at = lead.answered_at + 2 * DAY
            rounds.append(
                Approval(
                    kind="lead", object_id=lead.pk, matter_id=lead.matter_id, round=1, title=f"Accept {lead.name}"[:200],
                    arguments={"to": "accepted"}, content={"fields": {"Who asks": lead.name}, "rows": {}},
                    content_hash="0" * 64, state="approved", prepared_by=self.front, submitted_by=self.front,
                    submitted_at=at, assigned_to=lead.attorney, assigned_at=at, reserved=True, decided_by=lead.attorney,
                    decided_at=at, basis="second_person",
                )
            )  # fmt: skip
            lead.state, lead.decided_by, lead.decided_at = "converted", lead.attorney, at
            lead.signed_on, lead.converted_at = at.date(), at
        Approval.objects.bulk_create(rounds)
        Lead.objects.bulk_update(leads, ["state", "decided_by", "decided_at", "signed_on", "converted_at"])

    def live_leads(self) -> None:
        """One lead in each state, taken there by the people who would."""
        front, attorney = self.front, self.attorneys[0]
        helper = self.paralegals[0] if self.paralegals else front
        found = [self._asked(number, *row) for number, row in enumerate(ASKING)]
        (
            new,
            late,
            contacted,
            screening,
            conflict,
            talk,
            engaged,
            decision,
            accepted,
            referred,
            declined,
            lost,
        ) = found
        Lead.objects.filter(pk=new.pk).update(owner=None)
        long_ago = timezone.now() - 3 * DAY
        Lead.objects.filter(pk=late.pk).update(
            received_at=long_ago, answer_due_at=long_ago + DAY / 24, channel="form"
        )
        self._sent_form(late)
        for number, lead in enumerate(
            (contacted, screening, conflict, talk, engaged, decision, accepted, referred, declined, lost)
        ):
            services.answer_lead(lead, by=front)
            Lead.objects.filter(pk=lead.pk).update(answer_seconds=(7 + 11 * number) * 60)
        services.add_note(
            contacted, by=front, kind="message", text="Left a message with the owner’s sister; calls back."
        )
        services.set_next_action(contacted, by=front, next_action="Call again", next_action_on=self.today)
        self._form_under_way(contacted)
        services.move_lead(screening, by=front, to="screening")
        services.add_file(
            screening,
            by=front,
            filename="Custody order 2024.pdf",
            content=pdf_of("Custody order", ["Demo paper."]),
        )
        services.set_next_action(
            screening,
            by=helper,
            next_action="Ask for the school calendar",
            next_action_on=self.today + 2 * DAY,
        )
        services.run_check(conflict, by=front)
        at = datetime.datetime.combine(self._workday(1), datetime.time(14), self.zone)
        services.book_consultation(talk, by=front, at=at, with_=attorney, place="Small conference room")
        soon = datetime.datetime.combine(self.today, datetime.time(16), self.zone)
        if soon < timezone.now() or self.today.weekday() > 4:
            soon = datetime.datetime.combine(self._workday(1), datetime.time(10, 30), self.zone)
        services.book_consultation(conflict, by=front, at=soon, with_=attorney, minutes=15, place="By phone")
        services.move_lead(conflict, by=front, to="conflict")
        terms = {
            "kind": "flat",
            "flat_amount": Decimal("4500.00"),
            "note": "Through mediation; a trial is extra.",
        }
        for lead in (engaged, decision, accepted):
            services.prepare_matter(lead, by=helper, responsible=attorney, team=[helper], fee=terms)
        letter = services.draft_letter(Lead.objects.get(pk=engaged.pk), by=helper, kind="engagement")
        services.sign_off_letter(letter, by=attorney)
        waiting = services.draft_letter(Lead.objects.get(pk=decision.pk), by=helper, kind="engagement")
        services.submit_letter(waiting, by=helper, note="Terms as you set them for Foxglove.")
        self._decided(decision, accepted, referred, declined, front, attorney)
        services.lose_lead(lost, by=front, reason="Wanted to begin at once; chose another firm")

    def _decided(self, decision, accepted, referred, declined, front, attorney) -> None:
        if self._lead_cleared(decision, front, attorney):
            services.submit_lead(decision, by=front, note="Good papers, and the client is calm.", to=attorney)
        if self._lead_cleared(accepted, front, attorney):
            accept_lead(Lead.objects.get(pk=accepted.pk), by=attorney)
        decline_lead(
            referred, by=attorney, reason="Not our field", refer=True, referred_to="Nora Quist, Berkeley"
        )
        decline_lead(declined, by=attorney, reason="No basis after the first talk")
        services.draft_letter(Lead.objects.get(pk=declined.pk), by=front, kind="non_engagement")

    def _lead_cleared(self, lead: Lead, front, attorney) -> bool:
        """Run its conflict check, judge what was found, and have it cleared. False when somebody else would have to."""
        check = services.run_check(Lead.objects.get(pk=lead.pk), by=front)
        found = list(check.hits.values_list("pk", flat=True))
        try:
            with transaction.atomic():
                if found:
                    judge(
                        check,
                        by=attorney,
                        hits=found,
                        value="none",
                        reason="A namesake; another city and business.",
                    )
                decide_check(check, by=attorney, to="cleared", note="Namesakes only.")
        except DomainError:
            return False
        return True

    def _workday(self, ahead: int) -> datetime.date:
        day = self.today + ahead * DAY
        while day.weekday() >= 5:
            day += DAY
        return day

    def _asked(self, number: int, name, kind, area, source, summary, other, urgency) -> Lead:
        first = name.split()[0].lower()
        lead = services.create_lead(
            by=self.front,
            name=name,
            kind=kind,
            email=f"{first}@{first}-mail.example",
            phone=f"(510) 555-01{60 + number}",
            practice_area=self.areas.get(area),
            source=self.sources.get(source),
            referrer_name="Nora Quist" if "attorney" in source else "",
            summary=summary,
            urgency=urgency,
            attorney=self.attorneys[number % len(self.attorneys)],
            limitation_on=self.today + (25 + 67 * number) * DAY if number % 3 == 0 else None,
            value=Decimal(4000 + 7500 * number),
            score=max(20, 90 - 6 * number),
            received_at=timezone.now() - datetime.timedelta(minutes=12) - number * DAY / 2,
        )
        services.add_party(lead, by=self.front, name=other)
        return lead

    def _form_under_way(self, lead: Lead) -> None:
        """A form sent to somebody who has opened it and looks it over again: the file they chose is held meanwhile."""
        form = IntakeForm.objects.get(name="Injury")
        link = send_form(form, by=self.front, lead=lead, mail=False)
        FormLink.objects.filter(pk=link.pk).update(
            email=lead.email, sent_at=timezone.now() - DAY, opened_at=timezone.now() - DAY / 48
        )
        content = pdf_of("Police report", ["Report 26-0417. Two vehicles, no injury noted at the scene."])
        HeldFile.objects.create(
            nonce=f"demo-{link.pk}", question=Question.objects.filter(form=form, kind="file").order_by("pk")[0],
            filename="Police report 26-0417.pdf", size=len(content), content=content,
        )  # fmt: skip

    def _sent_form(self, lead: Lead) -> None:
        form = IntakeForm.objects.get(name="Injury")
        asked = {q.label: q for q in Question.objects.filter(form=form)}
        answers = {
            "Your name": lead.name,
            "E-mail": lead.email,
            "What happened": lead.summary,
            "Was anybody hurt": "No",
            "Has an insurer been in touch": "No",
        }
        Submission.objects.create(
            form=form,
            lead=lead,
            nonce="demo",
            sent_at=lead.received_at,
            answers=[
                {"question": asked[k].pk, "label": k, "kind": asked[k].kind, "value": v}
                for k, v in answers.items()
                if k in asked
            ],
        )
