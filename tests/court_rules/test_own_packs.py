"""A firm writes a pack of its own: draft, examples, coming into force, what the engine then counts by."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from court_rules import drafts, services
from court_rules.engine import compute
from court_rules.models import FirmPack, FirmPackVersion
from court_rules.queries import jurisdictions, own_packs, packs_for, rules
from court_rules.text import RuleError
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from supervision.models import Approval
from supervision.services import approve, submit

D = datetime.date
RULE = {
    "title": "Trial binder",
    "trigger": "trial",
    "cite": "Dept. 14 Order 11",
    "count": 5,
    "unit": "court_days",
    "direction": "before",
}


def draft(by, *, name="Department 14", rule=RULE, example="2026-11-19"):
    pack = services.create_pack(
        by=by, name=name, jurisdiction="us.ca", uses="ca-ccp", effective_from=D(2026, 1, 1)
    )
    version = pack.versions.get()
    key = services.save_rule(
        version, by=by, rule=dict(rule), new_event="" if rule["trigger"] == "trial" else "Event"
    )
    version.refresh_from_db()
    if example:
        services.add_example(version, by=by, test={"rule": key, "trigger": "2026-11-30", "due": example})
        version.refresh_from_db()
    return version


def test_a_pack_comes_into_force_and_counts(a):
    with firm_scope(a.firm, a.attorney):
        version = draft(a.attorney)
        assert own_packs() == []
        services.put_in_force(version, by=a.attorney)
        found = compute("department-14.trial-binder", D(2026, 11, 30), packs=own_packs())
        assert [one.due for one in found] == [D(2026, 11, 19)]
        assert found[0].version == "1"
        assert "department-14" in packs_for()
        assert rules("binder")[0].id == "department-14.trial-binder"
        assert [one.key for one in jurisdictions() if any(p.key == "department-14" for p in one.packs)] == [
            "us.ca"
        ]


def test_what_is_in_force_stays_as_it_is(a):
    with firm_scope(a.firm, a.attorney):
        version = services.put_in_force(draft(a.attorney), by=a.attorney)
        with pytest.raises(DomainError, match="stays as it is"):
            services.save_rule(version, by=a.attorney, rule={**RULE, "key": "other"})
        for values in ({"content": {}}, {"effective_from": D(2020, 1, 1)}, {"number": 9}):
            with pytest.raises(IntegrityError), transaction.atomic():
                FirmPackVersion.objects.filter(pk=version.pk).update(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            FirmPackVersion.objects.filter(pk=version.pk).delete()


def test_no_version_comes_into_force_without_an_approval_not_by_sql_either(a):
    with firm_scope(a.firm, a.attorney):
        version = draft(a.attorney)
        with pytest.raises(IntegrityError), transaction.atomic():
            FirmPackVersion.objects.filter(pk=version.pk).update(
                state="in_force", in_force_by=a.attorney, in_force_at=version.created_at
            )


def test_the_next_version_ends_the_one_before_and_old_events_keep_it(a):
    with firm_scope(a.firm, a.attorney):
        first = services.put_in_force(draft(a.attorney), by=a.attorney)
        second = services.new_version(first.pack, by=a.attorney)
        services.save_head(
            second,
            by=a.attorney,
            name="Department 14",
            jurisdiction="us.ca",
            effective_from=D(2026, 10, 1),
            uses="ca-ccp",
        )
        second.refresh_from_db()
        services.save_rule(
            second, by=a.attorney, rule={**RULE, "key": "trial-binder", "count": 10}, was="trial-binder"
        )
        with pytest.raises(DomainError, match="comes out otherwise"):
            services.put_in_force(FirmPackVersion.objects.get(pk=second.pk), by=a.attorney)
        services.remove_example(second, by=a.attorney, number=0)
        services.add_example(
            second, by=a.attorney, test={"rule": "trial-binder", "trigger": "2026-11-30", "due": "2026-11-12"}
        )
        services.put_in_force(FirmPackVersion.objects.get(pk=second.pk), by=a.attorney)
        first.refresh_from_db()
        assert (first.state, first.effective_until) == ("in_force", D(2026, 9, 30))
        packs = own_packs()
        assert compute("department-14.trial-binder", D(2026, 9, 30), packs=packs)[0].version == "1"
        assert compute("department-14.trial-binder", D(2026, 11, 30), packs=packs)[0].due == D(2026, 11, 12)


def test_each_rule_needs_an_example_that_holds(a):
    with firm_scope(a.firm, a.attorney):
        version = draft(a.attorney, example="")
        with pytest.raises(DomainError, match="has no example yet"):
            services.put_in_force(version, by=a.attorney)
        services.add_example(
            version,
            by=a.attorney,
            test={"rule": "trial-binder", "trigger": "2026-11-30", "due": "2026-11-20"},
        )
        with pytest.raises(DomainError, match="should be Nov 20, 2026, found Nov 19, 2026"):
            services.put_in_force(FirmPackVersion.objects.get(pk=version.pk), by=a.attorney)


def test_an_administrator_prepares_and_an_attorney_decides(a):
    with firm_scope(a.firm, a.admin):
        version = draft(a.admin)
        with pytest.raises(Refused):
            services.put_in_force(version, by=a.admin)
        approval = submit("rule_pack", version, by=a.admin, to=a.attorney)
        with pytest.raises(DomainError, match="waits for an attorney"):
            services.discard_draft(version, by=a.admin)
    with firm_scope(a.firm, a.attorney):
        approve(Approval.objects.get(pk=approval.pk), by=a.attorney)
        version.refresh_from_db()
        assert (version.state, version.in_force_by) == ("in_force", a.attorney)


@pytest.mark.parametrize("who", ["paralegal", "assistant", "secretary", "freelancer"])
def test_others_read_and_do_not_write(a, who):
    member = getattr(a, who)
    with firm_scope(a.firm, a.attorney):
        version = draft(a.attorney)
        for act in (
            lambda: services.create_pack(by=member, name="Mine", jurisdiction="us.ca"),
            lambda: services.save_rule(version, by=member, rule=dict(RULE)),
            lambda: services.new_version(version.pack, by=member),
            lambda: services.put_in_force(version, by=member),
            lambda: services.archive_pack(version.pack, by=member),
        ):
            with pytest.raises(Refused):
                act()


def test_bad_input_names_the_rule_and_the_field(a):
    with firm_scope(a.firm, a.attorney):
        version = draft(a.attorney, example="")
        with pytest.raises(RuleError) as error:
            services.save_rule(version, by=a.attorney, rule={**RULE, "key": "papers", "service": "pigeon"})
        assert (error.value.rule, error.value.at) == ("papers", "service")
        text = drafts.to_yaml(version.content).replace("count: 5", "count: five")
        with pytest.raises(RuleError) as error:
            services.save_text(version, by=a.attorney, source=text)
        assert str(error.value.problems[0]).endswith(
            "rule trial-binder, field count: “five” is neither a whole number nor a choice that asks for one."
        )


def test_yaml_goes_out_and_comes_back_the_same(firms):
    a, b = firms.a, firms.b
    with firm_scope(a.firm, a.attorney):
        version = draft(a.attorney)
        text = drafts.to_yaml(version.content)
        services.save_text(version, by=a.attorney, source=text)
        again = FirmPackVersion.objects.get(pk=version.pk)
        assert again.content == version.content
    with firm_scope(b.firm, b.attorney):
        pack = services.import_pack(by=b.attorney, source=text)
        assert pack.versions.get().content["rules"] == version.content["rules"]


def test_a_shipped_rule_is_copied_with_what_it_needs(a):
    with firm_scope(a.firm, a.attorney):
        pack = services.create_pack(
            by=a.attorney, name="Local", jurisdiction="us.ca", effective_from=D(2026, 1, 1)
        )
        version = pack.versions.get()
        key = services.copy_rule(version, by=a.attorney, pack="ca-discovery", key="2030-260")
        version.refresh_from_db()
        assert key == "2030-260"
        assert {one["key"] for one in version.content["service"]} == {
            "1013"
        }  # from ca-ccp, which ca-discovery uses
        assert drafts.problems_of(version.content) == ()
        services.put_in_force(version, by=a.attorney)
        found = compute("local.2030-260", D(2026, 3, 2), service="mail", packs=own_packs())
        assert found[0].due == D(2026, 4, 6)
        other = services.create_pack(by=a.attorney, name="Federal", jurisdiction="us.federal")
        with pytest.raises(DomainError, match="another calendar"):
            services.copy_rule(other.versions.get(), by=a.attorney, pack="ca-ccp", key="1008")


def test_a_pack_that_is_put_away_is_not_counted_by(a):
    with firm_scope(a.firm, a.attorney):
        version = services.put_in_force(draft(a.attorney), by=a.attorney)
        services.archive_pack(version.pack, by=a.attorney)
        assert own_packs() == []
        assert "department-14" not in packs_for()
        services.restore_pack(version.pack, by=a.attorney)
        assert len(own_packs()) == 1


def test_names_of_shipped_packs_are_taken_and_each_firm_has_its_own(firms):
    a, b = firms.a, firms.b
    with firm_scope(a.firm, a.attorney):
        with pytest.raises(DomainError, match="is shipped"):
            services.create_pack(by=a.attorney, name="x", key="ca-ccp", jurisdiction="us.ca")
        services.put_in_force(draft(a.attorney), by=a.attorney)
        with pytest.raises(DomainError, match="already"):
            services.create_pack(by=a.attorney, name="Department 14", jurisdiction="us.ca")
    with firm_scope(b.firm, b.attorney):
        assert own_packs() == []
        assert not FirmPack.objects.exists()
        services.create_pack(by=b.attorney, name="Department 14", jurisdiction="us.ca")


def test_reading_the_packs_in_force_is_one_query_once_they_are_built(a, django_assert_num_queries):
    with firm_scope(a.firm, a.attorney):
        services.put_in_force(draft(a.attorney), by=a.attorney)
        own_packs()
        with django_assert_num_queries(1):
            own_packs()


def test_a_rule_is_written_down_in_a_readable_order(a):
    with firm_scope(a.firm, a.attorney):
        text = drafts.to_yaml(draft(a.attorney).content)
    lines = [
        line.strip(" -").split(":")[0] for line in text.split("rules:\n")[1].split("tests:")[0].splitlines()
    ]
    assert lines == ["key", "title", "trigger", "cite", "count", "unit", "direction"]
