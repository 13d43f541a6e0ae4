"""The pages of rule packs and closures, as the people who use them."""

import datetime

import pytest

from court_rules import services
from court_rules.models import CourtClosure, FirmPack, FirmPackVersion
from practice.scope import firm_scope
from supervision.models import Approval

D = datetime.date


@pytest.fixture
def version(a):
    with firm_scope(a.firm, a.attorney):
        pack = services.create_pack(
            by=a.attorney,
            name="Department 14",
            jurisdiction="us.ca",
            uses="ca-ccp",
            effective_from=D(2026, 1, 1),
        )
        draft = pack.versions.get()
        services.save_rule(
            draft, by=a.attorney,
            rule={
                "key": "binder", "title": "Trial binder", "trigger": "trial", "cite": "Order 11", "count": 5,
                "unit": "court_days", "direction": "before",
            },
        )  # fmt: skip
        return FirmPackVersion.objects.get(pk=draft.pk)


def row(**values):
    """The editor's fields of one rule with one period."""
    data = {
        "title": "Witness list", "cite": "Order 12", "event": "on:trial", "mode": "one", "kind": "deadline",
        "p-TOTAL_FORMS": "2", "p-INITIAL_FORMS": "0", "p-0-count": "8", "p-0-unit": "court_days",
        "p-0-direction": "before", "p-1-count": "",
    }  # fmt: skip
    return {**data, **values}


def test_everybody_who_sees_matters_reads_shipped_packs(a, sign_in):
    for who in (a.attorney, a.paralegal, a.secretary, a.admin):
        page = sign_in(who).get(
            "/settings/rule-packs/shipped/ca-ccp/", {"rule": "1005-b-opposition", "on": "11/30/2026"}
        )
        assert page.status_code == 200
        assert "Friday, November 13, 2026" in page.content.decode()
        assert "Code Civ. Proc. § 1005(b)" in page.content.decode()


def test_the_bench_answers_with_the_derivation(a, sign_in):
    client = sign_in(a.paralegal)
    url = "/settings/rule-packs/shipped/ca-ccp/try/"
    case = {"rule": "1005-b-notice", "on": "11/30/2026", "service": "mail-us"}
    said = client.get(url, case, headers={"HX-Request": "true"}).content.decode()
    assert "Friday, October 23, 2026" in said
    assert "Veterans Day" in said
    said = client.get(url, {**case, "closed": "10/23/2026"}).content.decode()
    assert "Thursday, October 22, 2026" in said
    bad = client.get(url, {**case, "on": "soonish"}).content.decode()
    assert "note danger" in bad
    assert "rp-day" not in bad
    assert client.get(url, {"rule": "nothing", "on": "11/30/2026"}).status_code == 200


def test_federal_rules_ask_for_the_state_of_the_court(a, sign_in):
    page = sign_in(a.attorney).get("/settings/rule-packs/shipped/frcp/").content.decode()
    assert 'name="state"' in page


def test_files_of_a_shipped_pack(a, sign_in):
    client = sign_in(a.attorney)
    assert (
        client.get("/settings/rule-packs/shipped/ca-crc/?export=yaml")
        .content.decode()
        .startswith("# Periods of Title 3")
    )
    table = client.get("/settings/rule-packs/shipped/ca-crc/?export=csv").content.decode()
    assert "ca-crc.3-725,Case management statement" in table
    assert "ca-ccp" in client.get("/settings/rule-packs/?export=csv").content.decode()
    assert client.get("/settings/rule-packs/shipped/no-such/").status_code == 404


def test_a_rule_is_written_in_the_form_and_kept(a, sign_in, version):
    client = sign_in(a.attorney)
    url = f"/settings/rule-packs/versions/{version.pk}/rules/"
    tried = client.post(f"{url}try/", row(on="11/30/2026")).content.decode()
    assert "Monday, November 16, 2026" in tried  # the eighth court day before
    assert client.post(f"{url}new/", row()).status_code == 303
    with firm_scope(a.firm, a.attorney):
        rule = FirmPackVersion.objects.get(pk=version.pk).content["rules"][1]
    assert rule == {
        "key": "witness-list", "title": "Witness list", "cite": "Order 12", "trigger": "trial", "count": 8,
        "unit": "court_days", "direction": "before",
    }  # fmt: skip


def test_the_form_writes_the_earlier_of_two_and_changes_of_the_law(a, sign_in, version):
    client = sign_in(a.attorney)
    url = f"/settings/rule-packs/versions/{version.pk}/rules/new/"
    two = row(
        mode="earliest", **{"p-1-count": "20", "p-1-direction": "before", "p-0-title": "Eight court days"}
    )
    assert client.post(url, two).status_code == 303
    dated = row(
        title="Statement",
        mode="dates",
        **{"p-0-end": "2026-06-30", "p-1-count": "4", "p-1-start": "2026-07-01"},
    )
    assert client.post(url, dated).status_code == 303
    with firm_scope(a.firm, a.attorney):
        rules = FirmPackVersion.objects.get(pk=version.pk).content["rules"]
    assert rules[1]["take"] == "earliest"
    assert rules[1]["of"][1] == {"count": 20, "direction": "before"}
    assert [one.get("until", one.get("from")) for one in rules[2]["periods"]] == ["2026-06-30", "2026-07-01"]
    edit = client.get(f"/settings/rule-packs/versions/{version.pk}/rule/statement/").content.decode()
    assert 'value="2026-07-01"' in edit


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cite": ""}, "Citation"),
        ({"p-0-count": ""}, "Say how many."),
        ({"mode": "latest"}, "Of several periods there must be two at least."),
        ({"event": "new:"}, "Name the event"),
        ({"key": "binder"}, "has a rule “binder” already"),
        ({"p-0-unit": "hours"}, "Hours need a trigger with a time"),
    ],
)
def test_a_bad_rule_is_refused_at_its_field(a, sign_in, version, wrong, said):
    page = sign_in(a.attorney).post(f"/settings/rule-packs/versions/{version.pk}/rules/new/", row(**wrong))
    assert page.status_code == 422
    assert said in page.content.decode()


def test_from_example_to_force_in_the_browser(a, sign_in, version):
    client = sign_in(a.attorney)
    base = f"/settings/rule-packs/versions/{version.pk}/"
    assert "has no example yet" in client.get(base).content.decode()
    case = {"rule": "binder", "on": "11/30/2026", "due": "11/19/2026", "why": "Thanksgiving"}
    assert client.post(f"{base}examples/", case).status_code == 303
    assert "Bring into force" in client.get(base).content.decode()
    assert client.post(f"{base}force/").status_code == 303
    assert "Bring into force" not in client.get(base).content.decode()
    assert "In force" in client.get(f"/settings/rule-packs/{version.pack_id}/").content.decode()
    assert client.post(f"{base}rule/binder/remove/").status_code == 400


def test_a_wrong_example_is_marked(a, sign_in, version):
    client = sign_in(a.attorney)
    base = f"/settings/rule-packs/versions/{version.pk}/"
    client.post(f"{base}examples/", {"rule": "binder", "on": "11/30/2026", "due": "11/20/2026"})
    assert "should be Nov 20, 2026, found Nov 19, 2026" in client.get(base).content.decode()
    assert client.post(f"{base}examples/0/remove/").status_code == 303


def test_the_administrator_sends_a_draft_to_an_attorney(a, sign_in, version):
    base = f"/settings/rule-packs/versions/{version.pk}/"
    client = sign_in(a.admin)
    client.post(f"{base}examples/", {"rule": "binder", "on": "11/30/2026", "due": "11/19/2026"})
    page = client.get(base).content.decode()
    assert "Bring into force" not in page
    assert f"/approvals/submit/rule_pack/{version.pk}/" in page or "Send for approval" in page
    assert client.post(f"{base}force/").status_code == 403


def test_a_paralegal_reads_and_is_told_who_writes(a, sign_in, version):
    client = sign_in(a.paralegal)
    base = f"/settings/rule-packs/versions/{version.pk}/"
    page = client.get(base).content.decode()
    assert "Trial binder" in page
    assert "New rule" not in page
    refused = client.get(f"{base}rules/new/")
    assert refused.status_code == 403
    assert "Imogen Vance" in refused.content.decode()
    assert client.post(f"{base}rules/new/", row()).status_code == 403


def test_yaml_with_a_mistake_names_line_rule_and_field(a, sign_in, version):
    client = sign_in(a.attorney)
    url = f"/settings/rule-packs/versions/{version.pk}/yaml/"
    text = client.get(f"/settings/rule-packs/versions/{version.pk}/?export=yaml").content.decode()
    bad = client.post(url, {"source": text.replace("count: 5", "count: soon")})
    assert bad.status_code == 422
    assert (
        "rule binder, field count: “soon” is neither a whole number nor a choice that asks for one."
        in bad.content.decode()
    )
    assert client.post(url, {"source": text.replace("count: 5", "count: 6")}).status_code == 303
    assert (
        "6 court days before" in client.get(f"/settings/rule-packs/versions/{version.pk}/").content.decode()
    )


def test_import_makes_a_draft(a, sign_in):
    text = (
        "pack: marin-local\ntitle: Marin, local rules\nversion: '1'\nauthor: M\ncalendar: us.ca\neffective: {from: 2026-01-01}\n"
        "triggers: [{key: hearing, title: Hearing}]\n"
        "rules: [{key: papers, title: Papers, trigger: hearing, cite: Local Rule 1, count: 3}]\n"
    )
    page = sign_in(a.attorney).post("/settings/rule-packs/import/", {"source": text})
    assert page.status_code == 303
    with firm_scope(a.firm, a.attorney):
        assert FirmPack.objects.get(key="marin-local").versions.get().state == "draft"


def test_a_shipped_rule_is_copied_into_a_new_pack(a, sign_in):
    client = sign_in(a.attorney)
    url = "/settings/rule-packs/shipped/ca-ccp/1008/copy/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"into": ""}).status_code == 422
    page = client.post(url, {"into": "", "name": "Ours"})
    assert page.status_code == 303
    assert client.get(page["Location"]).status_code == 200


def test_another_firms_pack_is_not_there(firms, sign_in, version):
    client = sign_in(firms.b.attorney)
    assert client.get(f"/settings/rule-packs/{version.pack_id}/").status_code == 404
    assert client.get(f"/settings/rule-packs/versions/{version.pk}/").status_code == 404
    assert client.post(f"/settings/rule-packs/versions/{version.pk}/force/").status_code == 404


def test_closures_in_the_browser(a, sign_in):
    form = {"jurisdiction": "us.ca", "name": "Smoke", "starts_on": "11/18/2026", "source": "Order 26-1"}
    office = sign_in(a.admin)
    assert office.post("/settings/court-closures/new/", {**form, "source": ""}).status_code == 422
    assert office.post("/settings/court-closures/new/", form).status_code == 303
    with firm_scope(a.firm, a.attorney):
        closure = CourtClosure.objects.get()
        assert closure.confirmed_at is None
        assert Approval.objects.filter(kind="court_closure", object_id=closure.pk, state="waiting").exists()
    assert office.post(f"/settings/court-closures/{closure.pk}/confirm/").status_code == 403
    lawyer = sign_in(a.attorney)
    assert "Waits for an attorney" in lawyer.get("/settings/court-closures/").content.decode()
    assert lawyer.post(f"/settings/court-closures/{closure.pk}/confirm/").status_code == 303
    assert "Confirmed" in lawyer.get("/settings/court-closures/").content.decode()
    table = b"".join(lawyer.get("/settings/court-closures/?export=csv").streaming_content).decode()
    assert "Smoke,us.ca" in table
    assert sign_in(a.paralegal).get("/settings/court-closures/").status_code == 200
    assert sign_in(a.paralegal).get("/settings/court-closures/new/").status_code == 403


def test_the_bench_tells_a_count_that_is_none(a, sign_in, version):
    url = f"/settings/rule-packs/versions/{version.pk}/rules/try/"
    page = sign_in(a.attorney).post(url, row(**{"p-0-count": "-3", "on": "2026-03-02"}))
    assert "0 to 20,000, or the key of a choice." in page.text


def test_a_refused_rule_keeps_the_day_of_its_bench(a, sign_in, version):
    url = f"/settings/rule-packs/versions/{version.pk}/rules/new/"
    page = sign_in(a.attorney).post(url, row(**{"p-0-count": "-3", "on": "2026-03-02"}))
    assert page.status_code == 422
    assert 'name="on" value="2026-03-02"' in page.text


def test_a_pack_put_away_comes_back_by_undo(a, sign_in, version):
    client = sign_in(a.attorney)
    url = f"/settings/rule-packs/{version.pack_id}/archive/"
    page = client.post(url, follow=True)
    assert f"{url}?back=1" in page.text
    client.post(f"{url}?back=1")
    with firm_scope(a.firm, a.attorney):
        assert version.pack.__class__.objects.get(pk=version.pack_id).archived_at is None


def test_the_bench_shows_the_three_dates_and_asks_only_for_what_the_case_needs(a, sign_in):
    client = sign_in(a.secretary)
    url = "/settings/rule-packs/shipped/frcp/try/"
    said = client.get(url, {"rule": "answer", "on": "6/12/2026"}).content.decode()
    # July 4, 2026 is a Saturday: the 21st day is the Friday on which it is observed.
    dates = [said.index(f"<dt>{one}") for one in ("Earliest safe", "Prevailing", "Latest arguable")]
    assert dates == sorted(dates)
    assert "<dd>Jul 3, 2026</dd>" in said
    assert "United States attorney served" not in said
    officer = client.get(
        url, {"rule": "answer", "on": "6/12/2026", "c-defendant": "us_officer"}
    ).content.decode()
    assert "United States attorney served" in officer


def test_a_mistake_in_the_editor_names_its_field_and_in_a_text_its_line(a, sign_in, version):
    client = sign_in(a.attorney)
    url = f"/settings/rule-packs/versions/{version.pk}/"
    tried = client.post(f"{url}rules/try/", row(**{"p-0-count": "eight"}, on="11/30/2026")).content.decode()
    assert (
        "key of a choice" not in tried
    )  # a word may be the key of a choice: the engine says that there is none
    tried = client.post(f"{url}rules/try/", row(**{"p-0-count": "eight days"})).content.decode()
    assert "How many: 0 to 20,000, or the key of a choice." in tried
    source = client.get(f"{url}yaml/").content.decode()
    assert "data-line" not in source
    page = client.post(
        "/settings/rule-packs/import/",
        {"source": "pack: x\ntitle: X\nrules:\n  - key: y\n    count: some days\n"},
    )
    assert page.status_code == 422
    assert 'data-line="5"' in page.content.decode()
    assert "<code>count: some days</code>" in page.content.decode()


def test_what_cannot_be_extended_is_written_in_the_form_and_kept(a, sign_in, version):
    client = sign_in(a.attorney)
    url = f"/settings/rule-packs/versions/{version.pk}/"
    assert client.post(f"{url}rules/new/", row(no_extension="Order 12(d)")).status_code == 303
    with firm_scope(a.firm, a.attorney):
        kept = FirmPackVersion.objects.get(pk=version.pk).content["rules"][1]
    assert kept["no_extension"] == {"cite": "Order 12(d)"}
    page = client.get(f"{url}rule/witness-list/").content.decode()
    assert 'value="Order 12(d)"' in page
    assert "The court must not extend it" in page  # the bench beside it


def test_a_next_version_shows_what_it_changes(a, sign_in, version):
    with firm_scope(a.firm, a.attorney):
        services.add_example(
            version, by=a.attorney, test={"rule": "binder", "trigger": "2026-11-30", "due": "2026-11-19"}
        )
        services.put_in_force(FirmPackVersion.objects.get(pk=version.pk), by=a.attorney)
        draft = services.new_version(FirmPack.objects.get(pk=version.pack_id), by=a.attorney)
    client = sign_in(a.attorney)
    url = f"/settings/rule-packs/versions/{draft.pk}/"
    assert "Nothing: the rules are those of version 1." in client.get(url).content.decode()
    changed = row(
        title="Trial binder", cite="Order 11", was="binder", key="binder", critical="on", **{"p-0-count": "7"}
    )
    assert client.post(f"{url}rule/binder/", changed).status_code == 303
    assert client.post(f"{url}rules/new/", row()).status_code == 303
    page = client.get(url).content.decode()
    assert "<del>5 court days before</del>" in page
    assert "<ins>7 court days before</ins>" in page
    assert "<ins>Critical</ins>" in page
    assert "<ins>8 court days before</ins>" in page
