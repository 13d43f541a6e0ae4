"""A check searches every source, ranks what stands on the other side first, and says part, side, matter and why."""

import pytest

from accounts.models import Member
from communications.models import Note
from conflicts import services
from conflicts.models import Check, Hit, HitLine
from documents.services import create_document
from documents.services.texts import read_version
from intake.models import Lead, LeadParty
from matters.models import ContactName, Matter
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.conflicts.kit import company, new_matter, party, person, places


def found(check, kind):
    return [line for line in HitLine.objects.filter(hit__check_ref=check) if line.kind == kind]


def test_the_other_side_of_an_open_matter_comes_first(a):
    quill = person("Ada Quill")
    witness = person("Ada Quillan")
    party(a.matter, quill)
    party(a.matter, witness, "witness", "third")
    check = services.start_check(by=a.assistant, names=[("Ada Quill", "client")])
    assert (check.state, check.number[:2], check.label) == ("in_review", "C-", "Ada Quill")
    first = Hit.objects.filter(check_ref=check).first()
    assert first.adverse and first.score == 100
    line = first.lines.get(kind="party")
    assert (line.name, line.role, line.side, line.matter_id) == (
        "Ada Quill",
        "Opposing party",
        "opposing",
        a.matter.pk,
    )
    assert (line.place, line.state, line.why) == (str(a.matter), "Open", ["same name"])
    other = next(x for x in found(check, "contact") if x.name == "Ada Quillan")
    assert other.why == ["misspelt: quill and quillan"] and not other.hit.adverse
    assert AuditEvent.objects.filter(verb="conflict.run", object_id=check.pk).exists()


def test_every_source_is_searched(a, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    client = company("Halcyon Freight Ltd")
    alias = ContactName.objects.create(
        contact=company("Sunrise Cargo Inc"), kind="former", name="Halcyon Freight"
    )
    person("Worker Bee", company="Halcyon Freight")
    Lead.objects.create(name="Halcyon Freight")
    lead = Lead.objects.create(name="Somebody Else", summary="They sue Halcyon Freight, Inc. of Oakland.")
    LeadParty.objects.create(lead=lead, name="Halcyon Freight Limited", role="opposing_party")
    Note.objects.create(
        about_kind="matter",
        about_id=a.matter.pk,
        matter=a.matter,
        body="Halcyon Freight called.",
        written_by=a.paralegal,
    )
    version = create_document(
        a.matter, content=b"Lease with Halcyon Freight LLC.", filename="l.txt", by=a.paralegal
    )
    read_version(version.pk)
    services.declare_interest(by=a.secretary, kind="company", name="Halcyon Freight")
    new_matter(a, "2026-0700", client, name="Halcyon Freight v. Port", state="declined")
    check = services.start_check(by=a.paralegal, names=[("Halcyon Freight LLC", "opposing_party")])
    kinds = {line.kind for line in HitLine.objects.filter(hit__check_ref=check)}
    assert kinds == {"contact", "client", "alias", "lead", "lead_party", "note", "document", "interest"}
    by_kind = {line.kind: line for line in HitLine.objects.filter(hit__check_ref=check)}
    assert by_kind["alias"].name == "Sunrise Cargo Inc (Halcyon Freight)"
    assert by_kind["alias"].role == "Former name" and by_kind["alias"].object_id == alias.pk
    assert by_kind["client"].role == "Client" and by_kind["client"].hit.adverse
    assert by_kind["lead"].state == "New" or "sue Halcyon Freight" in by_kind["lead"].snippet
    assert "Lease with Halcyon Freight" in by_kind["document"].snippet
    assert by_kind["interest"].role == f"Declared by {a.secretary.name}"


def test_staff_are_parties_too(a):
    check = services.start_check(by=a.assistant, names=[("Otis Farrow", "opposing_party")])
    assert ("member", "Otis Farrow", "Works here") in places(check)


def test_a_matters_own_people_are_no_hits_but_their_other_matters_are(a):
    client, other = person("Ines Falk"), person("Olaf Brandt")
    new = new_matter(a, "2026-0701", client, name="Falk v. Brandt")
    party(new, other)
    party(a.matter, other, "client", "ours")
    check = services.start_check(by=a.paralegal, matter=new)
    assert [s.name for s in check.subjects.all()] == ["Ines Falk", "Olaf Brandt"]
    assert places(check) == [("party", "Olaf Brandt", "Client")]
    assert Hit.objects.get(check_ref=check).adverse
    assert Matter.objects.get(pk=new.pk).state == "conflict_check"
    with pytest.raises(DomainError, match="open for this already"):
        services.start_check(by=a.paralegal, matter=new)


def test_a_leads_people_are_asked_about(a):
    lead = Lead.objects.create(name="Ines Falk")
    LeadParty.objects.create(lead=lead, name="Brightwater Ceramics", role="opposing_party")
    check = services.start_check(by=a.assistant, lead_id=lead.pk, names=[("Falk Trust", "other")])
    assert [s.name for s in check.subjects.all()] == ["Ines Falk", "Brightwater Ceramics", "Falk Trust"]
    assert Hit.objects.filter(check_ref=check, adverse=True).count() == 1
    matter = new_matter(a, "2026-0702", person("Ines Falk"))
    services.follow_lead(lead.pk, matter, by=a.paralegal)
    check.refresh_from_db()
    assert check.matter_id == matter.pk and check.subjects.first().matter_id == matter.pk


def test_who_may_run_and_what_is_refused(a):
    with pytest.raises(Refused):
        services.start_check(by=a.freelancer, names=[("Ada Quill", "client")])
    for names, match in (
        ([], "Give a name"),
        ([("x" * 201, "client")], "at most 200"),
        ([("Ada", "king")], "Choose the part"),
    ):
        with pytest.raises(DomainError, match=match):
            services.start_check(by=a.paralegal, names=names)
    assert not Check.objects.exists() and Member.objects.exists()


def test_names_are_added_and_taken_out(a):
    check = services.start_check(by=a.assistant, names=[("Zebulon Ashgrove", "client")])
    assert services.add_name(check, by=a.assistant, name="Brightwater", role="opposing_party") > 0
    with pytest.raises(DomainError, match="asks about brightwater already"):
        services.add_name(check, by=a.assistant, name="brightwater", role="opposing_party")
    first, second = check.subjects.order_by("id")
    services.drop_name(first, by=a.assistant)
    with pytest.raises(DomainError, match="Hits were found"):
        services.drop_name(second, by=a.assistant)
    assert services.rerun(check, by=a.assistant) == 0
