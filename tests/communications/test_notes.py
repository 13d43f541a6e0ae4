"""Notes: written, mentioned, pinned, edited with history, deleted and brought back; walls."""

import pytest
from django.db import DatabaseError, transaction

from communications.models import Mention, Note, NoteVersion
from communications.queries import pinned
from communications.queries.notes import named_in
from communications.services import notes as services
from matters.models import Wall
from practice.exceptions import DomainError, Refused
from practice.models import Outbox


def on(a):
    return services.about("matter", a.matter.pk, a.attorney)


def write(a, body, **more) -> Note:
    return services.write_note(on(a), by=a.attorney, body=body, **more)


def test_a_mention_is_told_and_seen_by_opening(a, sign_in):
    note = write(a, "@Otis Farrow check the dates, @Bea too.")
    assert sorted(note.mentions.values_list("member__name", flat=True)) == ["Bea Castellan", "Otis Farrow"]
    told = Outbox.objects.filter(arguments__what="mention").values_list("arguments__to_id", flat=True)
    assert sorted(told) == sorted([a.paralegal.pk, a.secretary.pk])
    page = sign_in(a.paralegal).get(f"/matters/{a.matter.pk}/notes/").content.decode()
    assert '<b class="at">@Otis Farrow</b>' in page
    assert Mention.objects.get(member=a.paralegal).seen_at is not None
    assert Mention.objects.get(member=a.secretary).seen_at is None


def test_a_walled_person_is_refused_like_somebody_who_does_not_exist(a, sign_in):
    Wall.objects.create(matter=a.matter, member=a.secretary, reason="Former client", created_by=a.attorney)
    said = []
    for name in ("Bea Castellan", "Wilma Here"):
        with pytest.raises(DomainError) as caught:
            write(a, f"@{name} look")
        said.append(caught.value.message.replace(name.split()[0], "X"))
    assert said[0] == said[1]
    assert not Note.objects.exists()
    offered = (
        sign_in(a.attorney).get(f"/communications/notes/people/matter/{a.matter.pk}/?q=").content.decode()
    )
    assert "Otis Farrow" in offered
    assert "Bea Castellan" not in offered


def test_names_are_read_from_the_text(a):
    people = [a.paralegal, a.secretary]
    found = named_in("mail a@b.example, @Otis, and @Bea Castellan. @Zed no", people)
    assert ([m.name for m in found.members], found.unknown) == (["Otis Farrow", "Bea Castellan"], ["Zed"])


def test_a_pinned_note_is_on_the_overview(a):
    write(a, "First")
    note = write(a, "Calls before nine only", pin=True)
    assert pinned(a.matter) == [note]
    services.pin_note(note, by=a.paralegal, on=False)
    assert pinned(a.matter) == []


def test_an_edit_keeps_how_it_read_before(a, sign_in):
    note = write(a, "Hearing on Monday", privileged=True)
    services.edit_note(note, by=a.attorney, body="Hearing on Tuesday", privileged=True)
    assert NoteVersion.objects.get().body == "Hearing on Monday"
    page = sign_in(a.paralegal).get(f"/communications/notes/{note.pk}/").content.decode()
    assert "Hearing on Monday" in page and "Hearing on Tuesday" in page and "Privileged" in page
    with pytest.raises(Refused):
        services.edit_note(note, by=a.paralegal, body="x", privileged=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        NoteVersion.objects.update(body="Rewritten")


def test_a_deleted_note_is_gone_until_it_is_brought_back(a, sign_in):
    note = write(a, "Wrong matter", pin=True)
    services.delete_note(note, by=a.attorney)
    assert "Wrong matter" not in sign_in(a.paralegal).get(f"/matters/{a.matter.pk}/notes/").content.decode()
    assert sign_in(a.paralegal).get(f"/communications/notes/{note.pk}/").status_code == 404
    assert pinned(a.matter) == []
    services.restore_note(note, by=a.attorney)
    assert pinned(a.matter) == [note]


def test_notes_of_a_walled_matter_are_nowhere(a, sign_in):
    note = write(a, "Quillon papers")
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    browser = sign_in(a.associate)
    assert browser.get(f"/communications/notes/{note.pk}/").status_code == 404
    assert browser.get(f"/matters/{a.matter.pk}/notes/").status_code == 404


def test_a_note_is_about_one_thing(a):
    note = write(a, "On the matter")
    for broken in ({"about_id": note.about_id + 1}, {"contact": a.client}, {"about_kind": "lead"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Note.objects.filter(pk=note.pk).update(**broken)


def test_a_note_is_written_in_the_browser(a, sign_in):
    address = f"/matters/{a.matter.pk}/notes/"
    browser = sign_in(a.paralegal)
    assert browser.post(address, {"body": "", "privileged": "", "pin": ""}).status_code == 422
    assert browser.post(address, {"body": "Parking is behind the court", "pin": "on"}).status_code == 303
    note = Note.objects.get()
    assert (note.written_by, note.pinned_by, note.matter) == (a.paralegal, a.paralegal, a.matter)
    contact = f"/contacts/{a.client.pk}/notes/"
    assert browser.post(contact, {"body": "Ground floor only"}).status_code == 303
    assert Note.objects.get(about_kind="contact").contact == a.client
