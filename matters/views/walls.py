"""Walls from both sides: the screened person's notice, all walls of the firm, and what one person sees."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Member
from accounts.permissions import Perm, requires
from matters import services
from matters.filters import SightFilter, WallFilter
from matters.lists.facts import with_why
from matters.models import Matter, Wall, WallNotice
from matters.queries.sight import sight_of, with_sight
from practice.htmx import redirect_to
from practice.lists import Column, Empty, ListPage, View


@requires()
@require_http_methods(["GET", "POST"])
def wall_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the notice of a wall to the person it screens. POST: they have read it."""
    notice = get_object_or_404(WallNotice, pk=pk, member=request.member)
    if request.method == "POST":
        services.acknowledge_wall(notice, by=request.member)
        return redirect_to(request, "home", toast="You acknowledged the screen")
    return render(request, "matters/wall_notice.html", {"notice": notice})


class WallList(ListPage):
    """The firm's ethical walls, as far as the viewer sees their matters."""

    name = "walls"
    title, noun, plural = "Ethical walls", "wall", "walls"
    model, filterset = Wall, WallFilter
    perm = Perm.WALL_CREATE
    columns = (
        Column(
            "member",
            "Screened",
            kind="two",
            value="member.name",
            second=lambda w: f"{w.matter.number} {w.matter.name}",
            href=True,
            always=True,
            sort="member__name",
            select=("member", "matter"),
            exports=[("Screened", "member.name"), ("Matter", "matter.number"), ("Caption", "matter.name")],
        ),
        Column("reason", "Reason", sort="reason"),
        Column("by", "Put up by", value="created_by.name", select=("created_by",), sort="created_by__name"),
        Column("since", "Since", kind="date", value="created_at", sort="created_at"),
        Column(
            "acknowledged",
            "Acknowledged",
            kind="date",
            value=lambda w: next((n.acknowledged_at for n in w.notices.all()), None),
            prefetch=("notices",),
        ),
        Column("lifted", "Lifted", kind="date", value="lifted_at", sort="lifted_at"),
        Column(
            "lifted_by",
            "Lifted by",
            value=lambda w: w.lifted_by.name if w.lifted_by else "",
            select=("lifted_by",),
            default=False,
        ),
    )
    default_sort = "-since"
    search = ("member__name", "matter__number", "matter__name", "reason")
    default_views = [View("Standing", "lifted=no"), View("All", "")]
    lands_on_first_view = True
    export_name = "walls"
    empty = Empty(
        "wall",
        "No ethical walls",
        "A wall screens a person from a matter. Put one up on the matter’s Access tab.",
        "Open matters",
        "matter_list",
    )

    def row_url(self, obj):
        return reverse("matter_access", args=[obj.matter_id])


class SightList(ListPage):
    """What one member sees, and why: the matters that the viewer sees, each with the member's reason."""

    name = "sight"
    title, noun, plural = "What they see", "matter", "matters"
    model, filterset = Matter, SightFilter
    perm = Perm.USER_MANAGE
    columns = (
        Column(
            "name",
            "Matter",
            kind="two",
            second=lambda m: f"{m.number} · {m.client.name}",
            href=True,
            always=True,
            sort="name",
            select=("client",),
            exports=[("Number", "number"), ("Matter", "name"), ("Client", "client.name")],
        ),
        Column(
            "sees",
            "Sees it",
            kind="state",
            value=lambda m: "screened" if m.wall else "yes" if m.sees else "no",
            states={"yes": "ok", "no": "ring", "screened": "tag danger"},
            labels={"yes": "Yes", "no": "No", "screened": "Screened"},
        ),
        Column("why", "Why", value="why"),
        Column("state", "Status", value=lambda m: m.get_state_display(), sort="state"),
    )
    default_sort = "name"
    search = ("name", "number", "client__name")
    default_views = [View("All", ""), View("Hidden from them", "sees=no"), View("Shown to them", "sees=yes")]
    export_name = "what-they-see"
    template = "matters/sight.html"
    before_template = "matters/sight_facts.html"
    empty = Empty(
        "eye-off", "No matters", "There are no matters that you see yourself.", "Matters", "matter_list"
    )

    @property
    def person(self) -> Member:
        """The member the page is about; Http404 for an id of nobody here."""
        if "person" not in self.__dict__:
            people = Member.objects.select_related("role", "user")
            self.__dict__["person"] = get_object_or_404(people, pk=self.kwargs["pk"])
        return self.__dict__["person"]

    def respond(self):
        """Answer the request. Unknown people are unknown whatever is asked of the page."""
        _known = self.person
        return super().respond()

    def queryset(self, request):
        found = Matter.objects.visible_to(request.member)
        return with_why(with_sight(found, self.person, request.firm), self.person, request.firm)

    def row_url(self, obj):
        return reverse("matter_access", args=[obj.pk])

    def extra_context(self, request):
        return {
            "person": self.person,
            "sight": sight_of(self.person, request.firm, Matter.objects.visible_to(request.member)),
            "named_only": self.person.sees_named_matters_only or not request.firm.all_matters_visible,
        }


wall_list = WallList.as_view()
member_sight = SightList.as_view()
