"""A person's feeds and devices: made, shown with their log, replaced, revoked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Perm, requires
from accounts.sudo import sudo
from feeds.forms.access import DeviceForm, FeedForm
from feeds.models import AppPassword, Feed, SyncLog
from feeds.queries.feeds import choosable
from feeds.queries.questions import waiting
from feeds.services import passes
from practice.exceptions import DomainError
from practice.htmx import INVALID, put_error, redirect_to

LINES = 100


@requires(Perm.CALENDAR_OWN)
@require_GET
def feed_list(request: HttpRequest) -> HttpResponse:
    """GET: what reads and writes the member's calendar from outside."""
    member = request.member
    feeds = Feed.objects.visible_to(member).prefetch_related("people__member")
    devices = AppPassword.objects.visible_to(member)
    context = {
        "feeds": feeds.filter(revoked_at=None),
        "devices": devices.filter(revoked_at=None),
        "old_feeds": feeds.exclude(revoked_at=None)[:10],
        "old_devices": devices.exclude(revoked_at=None)[:10],
        "waiting": waiting(member).count(),
        "server": request.build_absolute_uri(reverse("dav")),
    }
    return render(request, "feeds/list.html", context)


def _feed(request: HttpRequest, pk: int) -> Feed:
    return get_object_or_404(Feed.objects.visible_to(request.member).select_related("member"), pk=pk)


def _device(request: HttpRequest, pk: int) -> AppPassword:
    return get_object_or_404(AppPassword.objects.visible_to(request.member).select_related("member"), pk=pk)


def _form_page(request: HttpRequest, form, *, heading: str, verb: str, back: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "verb": verb, "back": back}
    return render(request, "feeds/form.html", context, status=INVALID if form.errors else 200)


def _feed_form(request: HttpRequest, **kwargs) -> FeedForm:
    people = list(choosable(request.member).order_by("name"))
    return FeedForm(request.POST or None, people=people, **kwargs)


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
@sudo
def feed_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: a new feed, whose address is shown this once."""
    form = _feed_form(request, initial={"people": [request.member.pk]})
    if request.method == "POST" and form.is_valid():
        try:
            feed, address = passes.create_feed(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return render(request, "feeds/feed_made.html", {"feed": feed, "address": address})
    return _form_page(request, form, heading="New feed", verb="Make feed", back=reverse("feed_list"))


@requires(Perm.CALENDAR_OWN)
@require_GET
def feed_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a feed, what it shows, and who fetched it when."""
    feed = _feed(request, pk)
    log = SyncLog.objects.visible_to(request.member).filter(feed=feed)[:LINES]
    people = [row.member.name for row in feed.people.select_related("member").order_by("member__name")]
    layers = [Feed.Layer(layer).label for layer in feed.layers]
    return render(request, "feeds/feed.html", {"feed": feed, "log": log, "people": people, "layers": layers})


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
def feed_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET the form, POST: another name, detail or choice. The address stays."""
    feed = _feed(request, pk)
    initial = {
        "name": feed.name,
        "detail": feed.detail,
        "layers": feed.layers,
        "deadlines_as_tasks": feed.deadlines_as_tasks,
        "people": [str(row.member_id) for row in feed.people.all()],
    }
    form = _feed_form(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            passes.change_feed(feed, by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect_to(request, feed, toast="Feed saved")
    return _form_page(request, form, heading="Edit feed", verb="Save feed", back=feed.get_absolute_url())


@requires(Perm.CALENDAR_OWN)
@require_POST
@sudo
def feed_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: another address, shown this once; the one before shows nothing from now on."""
    feed, address = passes.renew_feed(_feed(request, pk), by=request.member)
    return render(request, "feeds/feed_made.html", {"feed": feed, "address": address, "renewed": True})


@requires(Perm.CALENDAR_OWN)
@require_POST
def feed_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the address shows nothing from now on."""
    feed = passes.revoke_feed(_feed(request, pk), by=request.member)
    return redirect_to(request, "feed_list", toast=f"{feed.name} revoked")


@requires(Perm.CALENDAR_OWN)
@require_http_methods(["GET", "POST"])
@sudo
def device_create(request: HttpRequest) -> HttpResponse:
    """GET the form, POST: the password of a device, shown this once."""
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device, password = passes.create_device(by=request.member, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            context = {
                "device": device,
                "password": password,
                "server": request.build_absolute_uri(reverse("dav")),
            }
            return render(request, "feeds/device_made.html", context | {"host": request.get_host()})
    return _form_page(
        request, form, heading="Connect a device", verb="Make password", back=reverse("feed_list")
    )


@requires(Perm.CALENDAR_OWN)
@require_GET
def device_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: a device, and what it read, wrote and was refused."""
    device = _device(request, pk)
    log = SyncLog.objects.visible_to(request.member).filter(device=device)[:LINES]
    return render(request, "feeds/device.html", {"device": device, "log": log})


@requires(Perm.CALENDAR_OWN)
@require_POST
def device_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: the device is locked out at once."""
    device = passes.revoke_device(_device(request, pk), by=request.member)
    return redirect_to(request, "feed_list", toast=f"{device.name} is locked out")
