"""A full disk stores nothing and says so; a changed byte is found and never handed out."""

import io
import resource

import pytest
from django.core.management import CommandError, call_command

from documents import services, storage
from documents.models import Document
from practice.scope import firm_scope
from tests.documents.papers import PDF


@pytest.fixture
def full_disk():
    """The system itself refuses files of over 64 KB, as a full disk would (the error differs in its number alone)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_refuses_and_leaves_nothing(a, full_disk):
    content = PDF + b"x" * 200_000
    with pytest.raises(storage.NoRoom, match="no room"):
        services.create_document(a.matter, content=io.BytesIO(content), filename="big.pdf", by=a.attorney)
    assert Document.objects.count() == 0
    assert list(storage.files_of(a.firm.pk)) == []
    services.create_document(a.matter, content=PDF, filename="small.pdf", by=a.attorney)


def test_a_changed_byte_is_found(a):
    version = services.create_document(a.matter, content=PDF, filename="a.pdf", by=a.attorney)
    path = storage.path_of(a.firm.pk, version.sha256)
    path.write_bytes(PDF.replace(b"1.7", b"1.6"))
    with pytest.raises(storage.Damaged):
        storage.open_version(version)
    path.unlink()
    with pytest.raises(storage.Damaged):
        storage.open_version(version)


def test_check_files_names_what_is_damaged_or_missing(firms, capsys):
    with firm_scope(firms.a.firm):
        good = services.create_document(firms.a.matter, content=PDF, filename="a.pdf", by=firms.a.attorney)
        bad = services.create_document(
            firms.a.matter, content=PDF + b"1", filename="b.pdf", by=firms.a.attorney
        )
        gone = services.create_document(
            firms.a.matter, content=PDF + b"2", filename="c.pdf", by=firms.a.attorney
        )
    call_command("check_files")
    assert "3 files are whole" in capsys.readouterr().out
    storage.path_of(firms.a.firm.pk, bad.sha256).write_bytes(b"flip")
    storage.path_of(firms.a.firm.pk, gone.sha256).unlink()
    with pytest.raises(CommandError, match="2 files"):
        call_command("check_files")
    said = capsys.readouterr().out
    assert f"damaged  {bad.sha256}" in said
    assert f"missing  {gone.sha256}" in said
    assert good.sha256 not in said


def test_check_files_sweeps_what_an_upload_left_when_it_was_killed(firms, capsys):
    import os
    import time

    folder = storage.path_of(firms.a.firm.pk, "0" * 64).parent.parent
    folder.mkdir(parents=True, exist_ok=True)
    old, fresh = folder / ".aa.tmp", folder / ".bb.tmp"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    call_command("check_files", "--sweep")
    assert not old.exists()
    assert fresh.exists()
    fresh.unlink()
