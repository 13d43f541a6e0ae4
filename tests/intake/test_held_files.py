"""Files chosen on a page that does not go through wait on the server: nothing is chosen twice, and nothing stays behind."""

import datetime
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from intake.models import HeldFile, Lead, LeadFile
from intake.services import held
from intake.tasks import drop_held_files
from practice.scope import firm_scope
from tests.intake.test_public_form import _no_limits, answers, form, opened, q, url  # noqa: F401


def paper(name: str = "report.pdf", text: bytes = b"%PDF-1.4 report") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text, content_type="application/pdf")


def ticked(page: str) -> list[str]:
    """The files that the page says are kept."""
    return re.findall(r'name="held" value="(\d+)" checked', page)


def test_a_file_survives_a_wrong_answer(a, form, client):  # noqa: F811
    sheet = opened(client, form)
    wrong = answers(form, **{q(form, "E-mail"): "dana at reyes"}) | {"page": sheet}
    page = client.post(
        url(form), wrong | {q(form, "Papers"): [paper(), paper("photo.pdf", b"%PDF-1.4 photo")]}
    )
    assert page.status_code == 422
    kept = ticked(page.content.decode())
    assert len(kept) == 2 and "report.pdf" in page.content.decode()
    assert "Choose those again" not in page.content.decode() and not Lead.objects.exists()
    # Still wrong, one unticked, one more chosen.
    page = client.post(
        url(form), wrong | {"held": kept[:1], q(form, "Papers"): paper("third.pdf", b"%PDF-1.4 3")}
    )
    kept = ticked(page.content.decode())
    assert list(HeldFile.objects.values_list("filename", flat=True)) == ["report.pdf", "third.pdf"]
    assert client.post(url(form), answers(form) | {"page": sheet, "held": kept}).status_code == 303
    assert sorted(LeadFile.objects.values_list("filename", flat=True)) == ["report.pdf", "third.pdf"]
    assert not HeldFile.objects.exists()


def test_files_of_another_page_are_nobodys(a, form, client):  # noqa: F811
    wrong = answers(form, **{q(form, "E-mail"): "x"})
    page = client.post(url(form), wrong | {"page": opened(client, form), q(form, "Papers"): paper()})
    kept = ticked(page.content.decode())
    sent = client.post(url(form), answers(form) | {"page": opened(client, form), "held": kept})
    assert sent.status_code == 303
    assert not LeadFile.objects.exists() and HeldFile.objects.count() == 1


def test_what_was_refused_or_is_too_much_is_not_kept(a, form, client, monkeypatch):  # noqa: F811
    sheet = opened(client, form)
    page = client.post(
        url(form), answers(form) | {"page": sheet, q(form, "Papers"): SimpleUploadedFile("run.exe", b"MZ")}
    )
    assert page.status_code == 422 and not HeldFile.objects.exists()
    monkeypatch.setattr(held, "MOST_OF_A_FIRM", 10)
    wrong = answers(form, **{q(form, "E-mail"): "x"}) | {"page": sheet}
    page = client.post(url(form), wrong | {q(form, "Papers"): paper()})
    assert not HeldFile.objects.exists() and "Choose those again" in page.content.decode()


def test_what_nobody_came_back_for_goes_after_two_hours(a, form, client):  # noqa: F811
    sheet = opened(client, form)
    wrong = answers(form, **{q(form, "E-mail"): "x"}) | {"page": sheet, q(form, "Papers"): paper()}
    kept = ticked(client.post(url(form), wrong).content.decode())
    drop_held_files()
    with firm_scope(a.firm):
        assert HeldFile.objects.count() == 1
        HeldFile.objects.update(held_at=timezone.now() - datetime.timedelta(hours=2))
    # Past its time it is not taken any more, before the job has run as after it.
    assert client.post(url(form), answers(form) | {"page": sheet, "held": kept}).status_code == 303
    with firm_scope(a.firm):
        assert not LeadFile.objects.exists()
    drop_held_files()
    with firm_scope(a.firm):
        assert not HeldFile.objects.exists()
