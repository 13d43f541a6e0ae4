"""Staff judge hits, an attorney decides: in services, in the inbox, and in the database."""

import pytest

from conflicts import services
from conflicts.models import Check, Clearance, Disposition, Hit, Report
from documents.services import create_document
from matters import services as matters
from matters.models import Matter
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from supervision import services as approvals
from supervision.models import Approval
from tests.conflicts.kit import judge_all, new_matter, party, person
from tests.doors import refused_in_sql


@pytest.fixture
def check(a, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    party(a.matter, person("Ada Quill"))
    return services.start_check(by=a.assistant, names=[("Ada Quill", "client"), ("Otis Farrow", "witness")])


def test_cleared_by_an_attorney_on_judged_hits(a, check):
    with pytest.raises(DomainError, match="2 hits are not judged yet"):
        services.decide_check(check, by=a.attorney, to="cleared")
    judge_all(check, a.assistant)
    for other in (a.assistant, a.paralegal, a.secretary, a.admin):
        with pytest.raises(Refused) as refused:
            services.decide_check(check, by=other, to="cleared")
        assert refused.value.proposal.kind == "conflict"
    services.decide_check(check, by=a.attorney, to="cleared", note="Different Ada Quill.")
    check.refresh_from_db()
    assert (check.state, check.decided_by, check.decision_note) == (
        "cleared",
        a.attorney,
        "Different Ada Quill.",
    )
    clearance = Clearance.objects.get(check_ref=check)
    assert clearance.outcome == "cleared" and len(clearance.content["hits"]) == 2
    assert clearance.content["searched"]["contact"] == 2
    assert "Quill" not in str(clearance.content["hits"])
    assert AuditEvent.objects.filter(verb="conflict.cleared").count() == 1


def test_staff_send_it_and_an_edit_between_is_noticed(a, check):
    judge_all(check, a.assistant)
    approval = services.propose_decision(check, by=a.assistant, to="cleared", attorney=a.attorney)
    hit = Hit.objects.filter(check_ref=check).first()
    services.judge(check, by=a.assistant, hits=[hit.pk], value="conflict", reason="She is the one.")
    with pytest.raises(DomainError):
        approvals.approve(approval, by=a.attorney, seen=approval.content_hash)
    approvals.withdraw(approval, by=a.assistant)
    services.judge(check, by=a.assistant, hits=[hit.pk], value="none", reason="Not her.")
    approval = services.propose_decision(check, by=a.assistant, to="cleared", attorney=a.attorney)
    approvals.approve(approval, by=a.attorney, seen=approval.content_hash)
    assert Check.objects.get(pk=check.pk).state == "cleared"


def test_a_conflict_is_not_cleared_and_a_waiver_needs_the_consent(a, check):
    judge_all(check, a.assistant)
    one = Hit.objects.filter(check_ref=check).first()
    services.judge(check, by=a.assistant, hits=[one.pk], value="conflict", reason="Our client’s opponent.")
    with pytest.raises(DomainError, match="judged to be a conflict"):
        services.decide_check(check, by=a.attorney, to="cleared")
    services.judge(check, by=a.attorney, hits=[one.pk], value="waiver", reason="Both agree in writing.")
    with pytest.raises(DomainError, match="informed consent"):
        services.decide_check(check, by=a.attorney, to="cleared")
    services.decide_check(check, by=a.attorney, to="waiver", note="Both clients asked on Monday.")
    paper = create_document(a.matter, content=b"We consent.", filename="consent.txt", by=a.attorney).document
    services.decide_check(check, by=a.attorney, to="cleared", consent=paper)
    check.refresh_from_db()
    assert (check.state, check.consent) == ("cleared", paper)
    assert list(Clearance.objects.order_by("id").values_list("outcome", flat=True)) == ["waiver", "cleared"]


def test_nobody_judges_or_decides_what_concerns_them(a, check):
    services.declare_interest(by=a.attorney, kind="relative", name="Ada Quill")
    services.rerun(check, by=a.assistant)
    own = Hit.objects.get(check_ref=check, kind="interest")
    with pytest.raises(Refused, match="concerns you"):
        services.judge(check, by=a.attorney, hits=[own.pk], value="none", reason="My cousin.")
    judge_all(check, a.assistant)
    with pytest.raises(Refused, match="Another attorney"):
        services.decide_check(check, by=a.attorney, to="cleared")
    services.decide_check(check, by=a.associate, to="cleared")
    assert Check.objects.get(pk=check.pk).decided_by == a.associate


def test_plain_sql_clears_nothing(a, check):
    decided = "decided_by_id = %s, decided_at = now()"
    clear = f"UPDATE conflicts_check SET state = 'cleared', {decided} WHERE id = %s"
    refused_in_sql(clear, a.attorney.pk, check.pk)
    hit = Hit.objects.filter(check_ref=check).first()
    refused_in_sql("UPDATE conflicts_hit SET disposition = 'none' WHERE id = %s", hit.pk)
    refused_in_sql("DELETE FROM conflicts_hit WHERE id = %s", hit.pk)
    judge_all(check, a.assistant)
    refused_in_sql(clear, a.attorney.pk, check.pk)
    refused_in_sql(
        "INSERT INTO conflicts_check (firm_id, number, about_kind, label, note, state, round, searched, created_at, "
        "decided_by_id, decided_at, decision_note, reopened_why) "
        "VALUES (%s, 'C-X', 'name', 'x', '', 'cleared', 1, '{}', now(), %s, now(), '', '')",
        a.firm.pk,
        a.attorney.pk,
    )
    services.decide_check(check, by=a.attorney, to="cleared")
    other = Hit.objects.filter(check_ref=check).first()
    row = Disposition.objects.filter(hit=other).first()
    assert row.reason == "Another person."
    refused_in_sql("UPDATE conflicts_clearance SET note = 'x' WHERE check_ref_id = %s", check.pk)


def test_opened_again_with_a_reason(a, check):
    judge_all(check, a.assistant)
    services.decide_check(check, by=a.attorney, to="cleared")
    hit = Hit.objects.filter(check_ref=check).first()
    with pytest.raises(DomainError, match="is decided"):
        services.judge(check, by=a.assistant, hits=[hit.pk], value="conflict", reason="x")
    with pytest.raises(Refused):
        services.reopen_check(check, by=a.assistant, reason="x")
    services.reopen_check(check, by=a.attorney, reason="The client named a brother.")
    check.refresh_from_db()
    assert (check.state, check.round) == ("in_review", 2)
    assert Approval.objects.get(kind="conflict").state == "void"
    services.decide_check(check, by=a.attorney, to="cleared")
    assert Clearance.objects.filter(check_ref=check).count() == 2


def test_the_report_is_made_once_and_kept(a, check):
    judge_all(check, a.assistant)
    services.decide_check(check, by=a.attorney, to="cleared")
    clearance = Clearance.objects.get(check_ref=check)
    first, file = services.report_for(clearance, by=a.attorney)
    assert file.read(5) == b"%PDF-"
    second, file = services.report_for(clearance, by=a.paralegal)
    assert (first.pk, first.sha256) == (second.pk, second.sha256) and Report.objects.count() == 1
    refused_in_sql("DELETE FROM conflicts_report WHERE id = %s", first.pk)


def test_acceptance_waits_for_it(a):
    client = person("Ines Falk")
    new = new_matter(a, "2026-0703", client, through_intake=True)
    with pytest.raises(DomainError, match="No conflict check was run"):
        matters.accept_matter(new, by=a.attorney)
    check = services.start_check(by=a.paralegal, matter=new)
    with pytest.raises(DomainError, match="not cleared yet"):
        matters.accept_matter(Matter.objects.get(pk=new.pk), by=a.attorney)
    judge_all(check, a.paralegal)
    services.decide_check(check, by=a.attorney, to="cleared")
    assert Matter.objects.get(pk=new.pk).state == "awaiting_acceptance"
    matters.accept_matter(Matter.objects.get(pk=new.pk), by=a.attorney)
    assert Matter.objects.get(pk=new.pk).state == "open"
