"""Moving from stage to stage: what a stage asks for, going back, how long it took."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from matters import services
from matters.models import Contact, Matter, Party, PracticeArea, Stage, StageVisit
from matters.queries.stages import days_in, missing, pace
from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from tests.doors import refused_in_sql


def _stage(a, name, **fields):
    Stage.objects.filter(practice_area=a.area, name=name).update(**fields)
    return Stage.objects.get(practice_area=a.area, name=name)


def test_forward_needs_what_the_stage_asks_for(a, sign_in):
    trial = _stage(
        a, "Trial", needs_fields=["judge"], needs_roles=["opposing_party"], needs_documents=["pleading"]
    )
    assert missing(a.matter, trial) == [
        "Fill in the judge.",
        "Name the opposing party on the Parties tab.",
        "File a document of the category pleading.",
    ]
    with pytest.raises(DomainError, match="Before Trial: Fill in the judge"):
        services.set_stage(a.matter, by=a.secretary, stage=trial)
    services.edit_matter(a.matter, by=a.attorney, judge="Hon. R. Alvarado")
    other = Contact.objects.create(name="Solano Tile", sort_name="Solano Tile", kind="company")
    services.add_party(a.matter, by=a.paralegal, contact=other, role="opposing_party")
    assert missing(Matter.objects.get(pk=a.matter.pk), trial) == ["File a document of the category pleading."]
    _stage(a, "Trial", needs_documents=[])
    response = sign_in(a.secretary).post(reverse("matter_stage", args=[a.matter.pk]), {"stage": "Trial"})
    assert response.status_code == 303
    assert Matter.objects.get(pk=a.matter.pk).stage == trial
    assert Party.objects.get(matter=a.matter).side == "opposing"


def test_back_only_with_a_reason_and_the_history_keeps_both_stays(a):
    services.set_stage(a.matter, by=a.attorney, stage="Discovery")
    with pytest.raises(DomainError, match="goes back from Discovery to Pleadings") as caught:
        services.set_stage(a.matter, by=a.attorney, stage="Pleadings")
    assert caught.value.field == "reason"
    services.set_stage(a.matter, by=a.attorney, stage="Pleadings", reason="Demurrer sustained")
    stays = list(StageVisit.objects.filter(matter=a.matter).order_by("id"))
    assert [(s.name, s.back, s.left_at is None) for s in stays] == [
        ("Discovery", False, False),
        ("Pleadings", True, True),
    ]
    event = AuditEvent.objects.filter(verb="matter.staged_back").get()
    assert (event.changes["stage"], event.reason) == (["Discovery", "Pleadings"], "Demurrer sustained")
    refused_in_sql("UPDATE matters_stagevisit SET entered_at = now() WHERE id=%s", stays[1].pk)
    refused_in_sql("DELETE FROM matters_stagevisit WHERE id=%s", stays[0].pk)


def test_days_and_pace(a):
    stage = _stage(a, "Discovery", days_expected=10)
    services.set_stage(a.matter, by=a.attorney, stage=stage)
    for days, tone in ((0, ""), (7, ""), (8, "warn"), (10, "warn"), (11, "danger")):
        Matter.objects.filter(pk=a.matter.pk).update(staged_at=timezone.now() - datetime.timedelta(days=days))
        matter = Matter.objects.select_related("stage").get(pk=a.matter.pk)
        assert (days_in(matter), pace(matter)) == (days, tone)


def test_the_area_takes_its_stage_along_by_name(a):
    services.set_stage(a.matter, by=a.attorney, stage="Discovery")
    other = PracticeArea.objects.create(name="Employment")
    Stage.objects.create(practice_area=other, name="Discovery")
    matter = services.edit_matter(a.matter, by=a.attorney, practice_area=other)
    assert (matter.stage.practice_area, matter.stage.name) == (other, "Discovery")
    bare = PracticeArea.objects.create(name="Maritime")
    assert services.edit_matter(matter, by=a.attorney, practice_area=bare).stage is None


def test_stages_are_ordered_renamed_and_taken_out_safely(a):
    services.set_stage(a.matter, by=a.attorney, stage="Discovery")
    discovery = _stage(a, "Discovery")
    with pytest.raises(Refused):
        services.save_stage(discovery, area=a.area, by=a.paralegal, name="Evidence")
    services.save_stage(discovery, area=a.area, by=a.admin, name="Evidence", days_expected=90)
    assert Matter.objects.get(pk=a.matter.pk).stage.name == "Evidence"
    services.shift_stage(discovery, by=a.admin, up=True)
    assert [s.name for s in a.area.stages.all()] == ["Evidence", "Pleadings", "Trial"]
    services.retire_stage(discovery, by=a.admin)
    assert Matter.objects.get(pk=a.matter.pk).stage.name == "Evidence"
    services.set_stage(a.matter, by=a.attorney, stage="Trial")
    with pytest.raises(DomainError, match="no longer in use"):
        services.set_stage(a.matter, by=a.attorney, stage="Evidence", reason="Back")
    services.restore_stage(discovery, by=a.admin)
    assert [s.name for s in a.area.stages.in_use()] == ["Pleadings", "Trial", "Evidence"]
    with pytest.raises(DomainError, match="called “trial” already"):
        services.save_stage(None, area=a.area, by=a.admin, name="trial")
