"""Folders, labels, originals: checked out and in, by scan too; walls; the closing checklist."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from matters.models import Wall
from matters.queries.points import closing_blocks
from office.models import FileMove, Original, PhysicalFile
from office.services import files, originals
from practice.exceptions import DomainError, Refused

TODAY = timezone.localdate


def folder(a, **more) -> PhysicalFile:
    return files.register_file(
        a.matter, by=a.secretary, title="Pleadings", room="File room", shelf="B3", **more
    )


def test_folders_are_numbered_and_their_volumes_too(a):
    one, two = folder(a), folder(a)
    assert (one.code, one.volume, one.place) == ("F00001", 1, "File room, B3")
    assert (two.code, two.volume) == ("F00002", 2)


def test_out_on_and_in_leave_their_trace(a):
    file = files.check_out(folder(a), by=a.paralegal)
    assert (file.state, file.holder, file.due_on) == (
        "out",
        a.paralegal,
        TODAY() + datetime.timedelta(days=14),
    )
    file = files.check_out(file, by=a.paralegal, holder=a.attorney)
    assert file.holder == a.attorney
    file = files.check_in(file, by=a.secretary)
    assert (file.state, file.holder, file.due_on) == ("in", None, None)
    assert list(FileMove.objects.order_by("id").values_list("kind", flat=True)) == [
        "registered",
        "out",
        "out",
        "in",
    ]


def test_a_screened_person_gets_no_folder_and_finds_none_by_scanning(a, sign_in):
    file = folder(a)
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former client", created_by=a.attorney)
    with pytest.raises(DomainError, match="does not work on"):
        files.check_out(file, by=a.secretary, holder=a.associate)
    assert sign_in(a.associate).get("/office/scan/F00001/").status_code == 404
    assert sign_in(a.associate).get("/office/scan/F99999/").status_code == 404


def test_the_scanned_page_has_one_button(a, sign_in):
    file = folder(a)
    browser = sign_in(a.paralegal)
    page = browser.get("/office/scan/f00001/").content.decode()
    assert "Check out to me" in page and "Check in" not in page
    answer = browser.post(f"/office/files/{file.pk}/out/", {"mine": "1", "next": "/office/scan/F00001/"})
    assert answer["Location"] == "/office/scan/F00001/"
    assert "Check in" in browser.get("/office/scan/F00001/").content.decode()
    assert browser.post(f"/office/files/{file.pk}/in/").status_code == 303
    assert PhysicalFile.objects.get().state == "in"


def test_guests_do_not_keep_the_office(a):
    with pytest.raises(Refused):
        files.register_file(a.matter, by=a.freelancer)


def test_labels_are_a_pdf_with_the_code_and_its_address(a, sign_in):
    pytest.importorskip("weasyprint")
    file = folder(a)
    browser = sign_in(a.secretary)
    answer = browser.post("/office/labels/", {"ids": [file.pk], "sheet": "l7160", "start": "4"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert (
        browser.post("/office/labels/", {"ids": [file.pk], "sheet": "l7160", "start": "25"}).status_code
        == 422
    )
    assert browser.post("/office/labels/", {"sheet": "l7160", "start": "1"}).status_code == 422


def test_a_box_takes_its_folders_along(a):
    box = files.make_box(by=a.secretary, title="Closed", room="Cellar")
    file = files.move_file(folder(a), by=a.secretary, box=box)
    assert file.place == "Box B00001, Cellar"
    files.change_box(box, by=a.secretary, room="Attic")
    assert FileMove.objects.order_by("-id").first().place == "Box B00001, Attic"


def test_paper_is_destroyed_only_of_closed_matters(a):
    with pytest.raises(DomainError, match="not closed"):
        files.destroy_file(folder(a), by=a.attorney, reason="Shredded")


def test_an_original_stands_in_the_way_of_closing_until_it_goes_back(a):
    original = originals.receive_original(a.matter, by=a.secretary, title="Will", place="Safe", kind="will")
    said = "1 original must go back to the client."
    assert said in closing_blocks(a.matter)
    with pytest.raises(DomainError, match="Say who took it"):
        originals.return_original(original, by=a.secretary, returned_to=" ")
    originals.return_original(original, by=a.secretary, returned_to="Ada Quill")
    assert said not in closing_blocks(a.matter)
    originals.undo_return(original, by=a.secretary)
    assert said in closing_blocks(a.matter)


def test_the_database_keeps_the_moves_and_who_has_it(a):
    file = files.check_out(folder(a), by=a.paralegal)
    original = originals.receive_original(a.matter, by=a.secretary, title="Deed", place="Safe")
    for act in (
        lambda: PhysicalFile.objects.filter(pk=file.pk).update(holder=None),
        lambda: PhysicalFile.objects.filter(pk=file.pk).update(state="in"),
        lambda: FileMove.objects.update(place="Elsewhere"),
        lambda: FileMove.objects.all().delete(),
        lambda: Original.objects.filter(pk=original.pk).update(returned_on=TODAY()),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
