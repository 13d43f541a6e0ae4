"""The nature of time that one person records for another."""

import pytest

from billing.forms.time import TimeForm
from billing.models import TimeEntry


def post(client, a, **fields):
    values = {"matter": a.matter.pk, "date": "today", "duration": "1", "narrative": "Draft motion."}
    return client.post("/time/new/", values | fields)


@pytest.mark.parametrize(
    ("who", "nature"), [("attorney", "legal"), ("paralegal", "paralegal"), ("secretary", "administrative")]
)
def test_it_follows_the_person_unless_somebody_says_otherwise(a, sign_in, who, nature):
    client = sign_in(a.secretary)
    page = client.get("/time/new/").content.decode()
    assert "As usual for the person" in page
    member = getattr(a, who)
    assert post(client, a, member=member.pk, nature="").status_code == 303
    assert TimeEntry.objects.latest("pk").nature == nature
    post(client, a, member=member.pk, nature="clerical")
    assert TimeEntry.objects.latest("pk").nature == "clerical"


def test_who_records_only_for_oneself_says_which(a):
    assert TimeForm(by=a.attorney).fields["nature"].required
    assert TimeForm(by=a.attorney).initial["nature"] == "legal"
    entry = a.entries[0]
    assert TimeForm(by=a.secretary, entry=entry).fields["nature"].required
    assert TimeForm(by=a.secretary, entry=entry).initial["nature"] == "legal"
