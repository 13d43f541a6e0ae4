"""Matter templates: kept by the firm, used when a matter is opened."""

import pytest
from django.urls import reverse

from matters import services
from matters.models import Matter, MatterTemplate, Party, Stage
from matters.services.templates import caption_of
from practice.exceptions import DomainError, Refused


@pytest.fixture
def suit(a):
    stage = Stage.objects.get(practice_area=a.area, name="Discovery")
    return services.save_template(
        None, by=a.admin, name="Contract suit", practice_area=a.area, caption="{client} v. {opposing_party}", stage=stage,
        court="Alameda County Superior Court", budget="5000.00", budget_alert_percent=70, tags=["plaintiff"],
        ask_roles=["opposing_party"], fee_kind="hourly", team=[a.paralegal],
    )  # fmt: skip


def test_a_new_matter_takes_what_the_template_says(a, suit, sign_in):
    client = sign_in(a.attorney)
    page = client.get(reverse("matter_create"), {"template": suit.pk}).content.decode()
    assert "Alameda County Superior Court" in page
    assert 'name="party_opposing_party"' in page
    data = {
        "template": suit.pk, "client": a.client.pk, "name": "", "practice_area": a.area.pk, "responsible": a.attorney.pk,
        "team": [a.paralegal.pk], "kind": "hourly", "accept": "on", "court": suit.court, "tags": "plaintiff",
        "party_opposing_party_new": "Solano Tile",
    }  # fmt: skip
    answer = client.post(reverse("matter_create"), data)
    assert answer.status_code == 303, answer.content.decode()[:2000]
    matter = Matter.objects.latest("pk")
    assert matter.name == f"{a.client.name} v. Solano Tile"
    assert (matter.state, matter.stage.name, matter.budget_alert_percent) == ("open", "Discovery", 70)
    assert matter.tags == ["plaintiff"]
    party = Party.objects.get(matter=matter)
    assert (party.contact.name, party.side) == ("Solano Tile", "opposing")


def test_the_caption_leaves_out_what_is_not_known(a, suit):
    assert caption_of(suit, client="Brightwater", opposing="Solano") == "Brightwater v. Solano"
    assert caption_of(suit, client="Brightwater") == "Brightwater"


def test_rules_of_a_template(a, suit, sign_in):
    with pytest.raises(Refused):
        services.save_template(None, by=a.paralegal, name="Mine", practice_area=a.area)
    with pytest.raises(DomainError, match="is not filled in"):
        services.save_template(
            suit, by=a.admin, name="Contract suit", practice_area=a.area, caption="{judge}"
        )
    with pytest.raises(DomainError, match="called “contract suit” already"):
        services.save_template(None, by=a.admin, name="contract suit", practice_area=a.area)
    client = sign_in(a.admin)
    data = {"name": "Contract suit", "practice_area": a.area.pk, "budget_alert_percent": 80}
    assert client.post(reverse("mtemplate_edit", args=[suit.pk]), data).status_code == 303
    assert MatterTemplate.objects.get(pk=suit.pk).is_active is False
    page = sign_in(a.attorney).get(reverse("matter_create")).content.decode()
    assert f"template={suit.pk}" not in page
