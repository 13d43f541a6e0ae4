"""Notes on a matter, a contact or a lead; one note with its history; the list of who may be named."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from communications.forms.notes import NoteForm
from communications.lists import MentionList
from communications.models import Note
from communications.queries.made import made_of, steps_of
from communications.queries.notes import mentionable, sorted_notes
from communications.queries.record import around
from communications.services import notes as services
from communications.views.tools import fetched
from matters.views.tools import contact_or_404, matter_or_404, next_url
from practice.exceptions import DomainError, Refused
from practice.htmx import INVALID, Option, put_error, redirect_to, render_options

mention_list = MentionList.as_view()


def _about_or_404(request: HttpRequest, kind: str, pk: int) -> services.About:
    found = services.about(kind, pk, request.member)
    if found is None:
        raise Http404
    return found


def people_url(on: services.About) -> str:
    """Where the box asks who may be named."""
    return reverse("note_people", args=[on.kind, on.pk])


def _page(request: HttpRequest, on: services.About, template: str, context: dict) -> HttpResponse:
    form = NoteForm(request.POST or None, people_url=people_url(on))
    if request.method == "POST" and form.is_valid():
        try:
            note = services.write_note(on, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            undo = reverse("note_delete", args=[note.pk])
            return redirect_to(request, next_url(request, on.url), toast="Note saved", undo_url=undo)
    notes = sorted_notes(on.kind, on.pk, request.member)
    if request.method == "GET" and request.preview_role is None:
        services.see_mentions(notes, by=request.member)
    context |= {"form": form, "notes": notes, "on": on}
    return render(request, template, context, status=INVALID if form.errors else 200)


@requires(Perm.MATTER_VIEW)
@require_http_methods(["GET", "POST"])
def matter_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the Notes tab of a matter, with its calls, messages, memos and visits beside them. POST: a new note."""
    matter = matter_or_404(request, pk)
    on = services.About("matter", matter.pk, str(matter), reverse("matter_notes", args=[matter.pk]), matter)
    context = {"matter": matter, "tab": "notes", "around": around(request.member, matter=matter)}
    return _page(request, on, "communications/matter_notes.html", context)


@requires(Perm.CONTACT_VIEW)
@require_http_methods(["GET", "POST"])
def contact_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: notes on a contact, with its calls and messages. POST: a new note."""
    contact = contact_or_404(request, pk)
    if request.member.sees_named_matters_only:
        raise Http404
    on = services.About(
        "contact", contact.pk, contact.name, reverse("contact_notes", args=[contact.pk]), None, contact
    )
    context = {"contact": contact, "around": around(request.member, contact=contact)}
    return _page(request, on, "communications/notes_page.html", context)


@requires()
@require_http_methods(["GET", "POST"])
def note_about(request: HttpRequest, about: str, pk: int) -> HttpResponse:
    """GET: notes on a lead (or a matter or contact) as a page of their own. POST: a new note."""
    return _page(request, _about_or_404(request, about, pk), "communications/notes_page.html", {})


@requires()
@require_GET
def note_people(request: HttpRequest, about: str, pk: int) -> HttpResponse:
    """GET ?q=: who may be named in a note on this: those who may see it, and nobody else."""
    on = _about_or_404(request, about, pk)
    text = request.GET.get("q", "").strip()[:60].replace("\x00", "")
    rows = mentionable(on.matter).exclude(pk=request.member.pk)
    for word in text.split():
        rows = rows.filter(name__icontains=word)
    return render_options(request, [Option(m.pk, m.name, m.shown_title) for m in rows[:8]])


@requires()
@require_GET
def note_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one note, as it reads and as it read before."""
    note = fetched(request, Note, pk, "written_by", "pinned_by", "matter", "contact", "deleted_by")
    on = services.about_of(note, request.member)
    if on is None or (note.deleted_at is not None and not services.may_change(request.member, note)):
        raise Http404
    if request.preview_role is None:
        services.see_mentions([note], by=request.member)
    context = {
        "note": note,
        "on": on,
        "versions": list(note.versions.select_related("replaced_by")),
        "made": made_of("note", note.pk, request.member),
        "steps": steps_of("note", note, request.member) if note.deleted_at is None else [],
        "mine": services.may_change(request.member, note),
    }
    return render(request, "communications/note_detail.html", context)


@requires()
@require_http_methods(["GET", "POST"])
def note_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: the writer changes a note."""
    note = fetched(request, Note, pk, "written_by", "matter")
    on = services.about_of(note, request.member)
    if on is None:
        raise Http404
    if not services.may_change(request.member, note):
        raise Refused(f"{note.written_by.name} wrote this note.", who=[note.written_by.name])
    initial = {"body": note.body, "privileged": note.privileged}
    form = NoteForm(request.POST or None, people_url=people_url(on), new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_note(note, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, next_url(request, on.url), toast="Note saved")
    context = {"form": form, "note": note, "on": on, "next": next_url(request, on.url)}
    return render(request, "communications/note_form.html", context, status=INVALID if form.errors else 200)


def _own_or_404(request: HttpRequest, pk: int) -> tuple[Note, str]:
    note = fetched(request, Note, pk, "written_by", "matter")
    on = services.about_of(note, request.member)
    if on is None:
        raise Http404
    return note, next_url(request, on.url)


@requires()
@require_POST
def note_pin(request: HttpRequest, pk: int) -> HttpResponse:
    """POST on=1 keeps a note in front, on=0 lets it go."""
    note, goal = _own_or_404(request, pk)
    note = services.pin_note(note, by=request.member, on=request.POST.get("on", "1") == "1")
    return redirect_to(request, goal, toast="Note pinned" if note.pinned_at else "Note unpinned")


@requires()
@require_POST
def note_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the writer deletes a note; the toast offers Undo."""
    note, goal = _own_or_404(request, pk)
    services.delete_note(note, by=request.member)
    return redirect_to(request, goal, toast="Note deleted", undo_url=reverse("note_restore", args=[note.pk]))


@requires()
@require_POST
def note_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: bring a deleted note back."""
    note, goal = _own_or_404(request, pk)
    services.restore_note(note, by=request.member)
    return redirect_to(request, goal, toast="Note is back")
