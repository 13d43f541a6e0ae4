"""From a phone call by a stranger to an accepted matter with a signed-off engagement letter. Each person signs in alone."""

import pytest
from django.utils import timezone

from conflicts.models import Check, Hit
from documents.models import Document
from intake.models import Lead, Letter, Script, ScriptLine
from matters.models import Contact, FeeArrangement, Matter, Party
from practice.scope import firm_scope
from supervision.models import Approval
from supervision.queries import newest

pytestmark = pytest.mark.browser

NUMBER = "(510) 555-0188"


@pytest.fixture
def house(firms):
    """A firm with a phone script, whose only matter has a carrier of nearly the same name on its other side."""
    a = firms.a
    with firm_scope(a.firm):
        script = Script.objects.create(
            name="New civil matter", practice_area=a.area, opening="Thank you for calling Alder."
        )
        for position, (ask, kind, target) in enumerate(
            (
                ("May I have your full name?", "text", "name"),
                ("Where can we write to you?", "text", "email"),
                ("What happened?", "long", "summary"),
                ("Who is on the other side?", "text", "party:opposing_party"),
                ("Is there a date you were told to keep?", "date", "limitation_on"),
            )
        ):
            ScriptLine.objects.create(script=script, position=position, ask=ask, kind=kind, target=target)
        carrier = Contact.objects.create(
            kind="company", name="Halton Freight, LLC", sort_name="Halton Freight, LLC"
        )
        Party.objects.create(
            matter=a.matter, contact=carrier, role="opposing_party", side="opposing", created_by=a.attorney
        )
    return a


def refused(page, path: str, **data) -> None:
    """The server itself refuses the act: 403 in words, whatever the page shows."""
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(
        path,
        form={"csrfmiddlewaretoken": token, **data},
        headers={"Referer": page.url},
        max_redirects=0,
    )
    assert answer.status == 403, (path, answer.status)
    assert "attorney" in answer.text()


def toast(page, text: str) -> None:
    page.locator(".toast", has_text=text).wait_for(timeout=8000)


def the_call(page) -> str:
    """The front desk types a number nobody knows, and takes the call down with the script. Returns the lead's address."""
    page.locator("#desk-q").fill(NUMBER)
    page.get_by_text(f"No contact has {NUMBER}").wait_for()
    page.get_by_role("link", name="New lead").click()
    assert page.locator("#id_phone").input_value() == NUMBER
    page.get_by_role("link", name="With a script").click()
    page.get_by_text(NUMBER).wait_for()
    page.get_by_role("button", name="Start").click()
    page.get_by_text("Thank you for calling Alder.").wait_for()
    for n, (ask, answer) in enumerate(
        (
            ("May I have your full name?", "Dana Reyes"),
            ("Where can we write to you?", "dana@reyes.example"),
            ("What happened?", "Rear-ended on the bridge by a truck."),
            ("Is there a date you were told to keep?", "5/1/2028"),
        ),
        start=1,
    ):
        page.get_by_label(ask).fill(answer)
        page.get_by_text(f"{n} of 5 answered").wait_for()
    page.get_by_role("link", name="Done").click()
    page.get_by_role("heading", name="Dana Reyes", exact=True).wait_for()
    return page.url


def the_other_side(page) -> None:
    """The opposing party, then the check. Only an attorney is offered to clear it."""
    names = page.locator("#names")
    names.locator("[name=name]").fill("Halton Freight Inc")
    names.get_by_role("button", name="Add", exact=True).click()
    names.get_by_text("Halton Freight Inc").wait_for()
    # What was sent is not offered back as if it were lost.
    assert page.get_by_text("was not saved").count() == 0
    page.get_by_role("button", name="Run conflict check").click()
    page.get_by_role("heading", name="Halton Freight Inc").wait_for()
    page.locator(".cn-hit", has_text="Halton Freight, LLC").wait_for()
    assert page.get_by_text("Only an attorney clears a conflict check").is_visible()
    assert page.get_by_role("button", name="Decide", exact=True).count() == 0


def judge(page, key: str, reason: str) -> None:
    """All hits alike, by the keys of the page."""
    page.locator("[data-select-all]").check()
    page.locator(f"[data-judge='{key}']").check(force=True)
    page.locator("#judge-reason").fill(reason)
    page.get_by_role("button", name="Judge", exact=True).click()
    toast(page, "1 hit judged")


def prepare(page, lead_url: str) -> None:
    """Client, parties, attorney and terms: a pending matter."""
    page.goto(lead_url)
    assert page.get_by_role("button", name="Accept").count() == 0
    page.get_by_role("link", name="Prepare matter").first.click()
    assert page.locator("#id_name").input_value() == "Reyes v. Halton Freight Inc"
    page.locator("#id_responsible").select_option(label="Imogen Vance")
    page.locator("#id_kind").select_option("flat")
    page.locator("#id_flat_amount").fill("2500")
    page.locator("#id_note").fill("Through the hearing.")
    page.get_by_role("button", name="Prepare matter").click()
    toast(page, "prepared")


def draft(page) -> str:
    """The engagement letter, sent for sign-off. Returns its address."""
    page.locator(".todo").get_by_role("button", name="Draft").click()
    body = page.locator("#id_body")
    assert "Dear Dana Reyes:" in body.input_value() and "{fee_terms}" in body.input_value()
    body.fill(body.input_value() + "\n\nBring the police report.")
    page.get_by_role("button", name="Save draft").click()
    toast(page, "Draft saved")
    assert page.get_by_role("button", name="Sign off and send").count() == 0
    page.get_by_role("button", name="Send for sign-off").click()
    toast(page, "Sent to Imogen Vance")
    return page.url


def test_a_stranger_calls_and_becomes_a_client(open_as, house):
    a = house

    # The legal assistant takes the call.
    desk = open_as(a.assistant, "/desk/")
    lead_url = the_call(desk)
    the_other_side(desk)
    check_url = desk.url
    with firm_scope(a.firm):
        lead, check = Lead.objects.get(), Check.objects.get()
        assert (lead.name, lead.phone, lead.email) == ("Dana Reyes", NUMBER, "dana@reyes.example")
        assert (lead.state, lead.answered_by, lead.channel) == ("conflict", a.assistant, "phone")
        assert str(lead.limitation_on) == "2028-05-01"
        assert [p.name for p in lead.parties.all()] == ["Halton Freight Inc"]
        hit = Hit.objects.get()
        assert (check.state, hit.disposition) == ("in_review", "")

    # The paralegal judges the hit, which is a proposal of a waiver, and prepares matter and letter.
    para = open_as(a.paralegal, check_url)
    judge(para, "2", "The same carrier? Ask.")
    assert para.locator("input[name=to][value=waiver]").is_checked()
    para.locator("#id_note").fill("The carrier stands against our client.")
    para.locator("#id_attorney").select_option(label="Imogen Vance")
    para.get_by_role("button", name="Send", exact=True).click()
    toast(para, "Sent to Imogen Vance")
    prepare(para, lead_url)
    with firm_scope(a.firm):
        matter = Matter.objects.get(name="Reyes v. Halton Freight Inc")
        assert (matter.state, matter.client.name, matter.accepted_by) == ("pending", "Dana Reyes", None)
        assert FeeArrangement.objects.get(matter=matter).state == "proposed"
    # Nothing goes to the decision while the conflict is open.
    assert para.get_by_text("The conflict check is not cleared yet.").is_visible()
    assert para.get_by_role("link", name="Send for decision").count() == 0
    letter_url = draft(para)
    with firm_scope(a.firm):
        letter = Letter.objects.get()
    for path in (
        f"/leads/{lead.pk}/accept/",
        f"/leads/letters/{letter.pk}/sign-off/",
        f"/matters/{matter.pk}/accept/",
    ):
        refused(para, path)
        refused(desk, path)

    # The attorney disposes of the hit and clears the conflict, then signs the letter off.
    boss = open_as(a.attorney, check_url)
    judge(boss, "1", "A namesake in Ohio.")
    boss.locator("input[name=to][value=cleared]").check()
    boss.locator("#id_note").fill("The carrier is nobody we act for.")
    boss.get_by_role("button", name="Decide", exact=True).click()
    toast(boss, "cleared")
    with firm_scope(a.firm):
        check.refresh_from_db()
        hit.refresh_from_db()
        assert (check.state, check.decided_by, hit.disposition) == ("cleared", a.attorney, "none")
        rounds = Approval.objects.filter(kind="conflict").order_by("round").values_list("state", "decided_by")
        assert list(rounds) == [("returned", a.attorney.pk), ("approved", a.attorney.pk)]
    boss.goto(letter_url)
    boss.get_by_role("button", name="Sign off and send").click()
    toast(boss, "Signed off and sent")
    with firm_scope(a.firm):
        letter.refresh_from_db()
        assert (letter.state, letter.signed_off_by, letter.document.matter) == ("sent", a.attorney, matter)
        assert "We charge a flat fee of $2,500.00." in letter.body and "police report" in letter.body
        assert newest("document", letter.version).decided_by == a.attorney
        assert Matter.objects.get(pk=matter.pk).state == "pending"

    # The paralegal sends the lead; the attorney accepts it from the inbox.
    para.goto(lead_url)
    para.get_by_role("link", name="Send for decision").click()
    para.get_by_role("button", name="Send", exact=True).click()
    toast(para, "Sent to Imogen Vance")
    boss.goto("/approvals/")
    boss.locator(".ap-a", has_text="Accept Dana Reyes").click()
    boss.locator("#pane", has_text="Through the hearing.").wait_for()
    boss.get_by_role("button", name="Accept").click()
    toast(boss, "Accept Dana Reyes")
    with firm_scope(a.firm):
        lead.refresh_from_db()
        assert (lead.state, lead.decided_by) == ("accepted", a.attorney)

    # The client has signed: the assistant opens the matter under the attorney's decision.
    desk.goto(lead_url)
    desk.get_by_role("button", name="Signed: open the matter").click()
    toast(desk, "is open")
    assert f"/matters/{matter.pk}/" in desk.url
    desk.goto(f"/matters/{matter.pk}/documents/")
    desk.get_by_role("link", name="Engagement letter to Dana Reyes").first.wait_for()
    with firm_scope(a.firm):
        matter, lead = Matter.objects.get(pk=matter.pk), Lead.objects.get()
        assert (matter.state, matter.accepted_by, lead.state) == ("open", a.attorney, "converted")
        assert [(p.contact.name, p.role) for p in Party.objects.filter(matter=matter)] == [
            ("Halton Freight Inc", "opposing_party")
        ]
        assert str(matter.limitation_on) == "2028-05-01"
        assert FeeArrangement.objects.get(matter=matter).state == "in_force"
        assert Document.objects.filter(matter=matter, category="correspondence").count() == 1
        made = Approval.objects.filter(state="approved", matter=matter).values_list("kind", "decided_by")
        assert {"lead", "letter", "document", "matter", "conflict"} <= {kind for kind, _ in made}
        assert {by for _, by in made} == {a.attorney.pk}
        assert lead.signed_on == timezone.localdate()
