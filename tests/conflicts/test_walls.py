"""A hit behind a wall is told of, and nothing about it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from conflicts import services
from conflicts.models import Check, Clearance, ConflictPolicy, Hit, Report
from conflicts.pdf import report_html
from conflicts.queries.sight import hidden_lines
from matters import services as matters
from matters.models import WallNotice
from practice.exceptions import Refused
from practice.scope import firm_scope
from tests.cast import make_matter
from tests.conflicts.kit import judge_all, party, person

SECRET = "Vantongeren"


@pytest.fixture
def people(firms, tmp_path, settings):
    """The paralegal is screened from a matter in which Ada Vantongeren is the opposing party."""
    settings.DATA_DIR = tmp_path
    cast = firms.a
    with firm_scope(cast.firm):
        cast.hidden = make_matter(cast, number="2026-0900", name="Merger Kestrel", responsible=cast.associate)
        party(cast.hidden, person(f"Ada {SECRET}"))
        cast.hidden.team_members.all().delete()
        matters.put_up_wall(cast.hidden, by=cast.attorney, member=cast.paralegal, reason="Former client")
        WallNotice.objects.update(acknowledged_at=timezone.now())  # its strip names the matter to them
    return cast


def scope_of(people, member):
    if member is people.paralegal:
        return firm_scope(people.firm, member, matters=[people.hidden.pk])
    return firm_scope(people.firm, member)


def run(people, by, name="Adda Vantongerren") -> Check:
    with scope_of(people, by):
        return services.start_check(by=by, names=[(name, "client")])


def test_the_screened_person_learns_that_there_is_one_and_whom_to_ask(people, sign_in):
    check = run(people, people.paralegal)
    with firm_scope(people.firm):
        assert Hit.objects.get(check_ref=check).adverse
    text = sign_in(people.paralegal).get(check.get_absolute_url()).content.decode()
    assert "Further places are restricted" in text or "Restricted hit" in text
    assert f"ask {people.attorney.name}" in text
    # Nor that the hidden place stands on the other side: who is adverse to the caller is the secret itself.
    for secret in ("Merger Kestrel", "2026-0900", "Opposing party</span>", "Adverse"):
        assert secret not in text, secret
    seen = sign_in(people.attorney).get(check.get_absolute_url()).content.decode()
    assert "Merger Kestrel" in seen and "estricted" not in seen


def test_a_hit_of_the_matter_alone_shows_nothing(people, sign_in):
    with firm_scope(people.firm):
        made = make_matter(
            people, number="2026-0901", name="Zollverein v. Ostrander", responsible=people.associate
        )
        made.team_members.all().delete()
        matters.put_up_wall(made, by=people.attorney, member=people.paralegal, reason="Former client")
        WallNotice.objects.filter(acknowledged_at=None).update(acknowledged_at=timezone.now())
    with firm_scope(people.firm, people.paralegal, matters=[people.hidden.pk, made.pk]):
        check = services.start_check(by=people.paralegal, names=[("Ostrander", "client")])
    client = sign_in(people.paralegal)
    text = client.get(check.get_absolute_url()).content.decode()
    assert "<b>Restricted hit</b>" in text
    for secret in ("Zollverein", "2026-0901", "Caption", people.associate.name):
        assert secret not in text, secret
    quick = client.get(reverse("conflict_quick"), {"q": "Ostrander"}).content.decode()
    assert "<b>Restricted hit</b>" in quick and "Zollverein" not in quick
    with firm_scope(people.firm):
        hit = Hit.objects.get(check_ref=check)
    answer = client.post(
        reverse("conflict_judge", args=[check.pk]), {"ids": [hit.pk], "value": "none", "reason": "x"}
    )
    assert answer.status_code == 403 and "Zollverein" not in answer.content.decode()


def test_the_conflicts_attorney_is_named_before_any_other(people, sign_in):
    with firm_scope(people.firm):
        services.change_policy(by=people.admin, attorney=people.associate)
        assert ConflictPolicy.objects.get().attorney == people.associate
    check = run(people, people.paralegal)
    text = sign_in(people.paralegal).get(check.get_absolute_url()).content.decode()
    assert f"ask {people.associate.name}" in text


def test_somebody_who_sees_it_judges_and_the_report_keeps_it_back(people):
    check = run(people, people.paralegal)
    with scope_of(people, people.paralegal), pytest.raises(Refused, match=f"Ask {people.attorney.name}"):
        ids = list(Hit.objects.filter(check_ref=check).values_list("pk", flat=True))
        services.judge(check, by=people.paralegal, hits=ids, value="none", reason="x")
    with scope_of(people, people.attorney):
        judge_all(check, people.attorney, reason="The merger is over.")
        services.decide_check(check, by=people.attorney, to="cleared")
    with firm_scope(people.firm):
        clearance = Clearance.objects.get()
        hidden = {line.pk for lines in hidden_lines(check, people.paralegal).values() for line in lines}
        whole = report_html(clearance, without=set(), ask="")
        cut = report_html(clearance, without=hidden, ask="Imogen Vance")
    for secret in ("Merger Kestrel", "2026-0900", "The merger is over."):
        assert secret in whole
        assert secret not in cut
    assert "restricted" in cut.lower() and "Imogen Vance" in cut
    with scope_of(people, people.attorney):
        full, _file = services.report_for(clearance, by=people.attorney)
    with scope_of(people, people.paralegal):
        own, _file = services.report_for(clearance, by=people.paralegal)
        again, _file = services.report_for(clearance, by=people.paralegal)
    assert own.pk == again.pk != full.pk and own.sha256 != full.sha256
    with firm_scope(people.firm):
        assert Report.objects.count() == 2


def test_the_check_of_a_walled_matter_is_not_there(people, sign_in):
    with firm_scope(people.firm):
        check = services.start_check(by=people.associate, matter=people.hidden)
    assert sign_in(people.paralegal).get(check.get_absolute_url()).status_code == 404
    assert check.number not in sign_in(people.paralegal).get(reverse("conflict_list")).content.decode()
