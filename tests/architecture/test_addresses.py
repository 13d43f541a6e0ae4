"""Every address of the product, found by introspection: marked, closed to strangers, shut to other firms, walled."""

import pytest
from django.db.models import Model

from matters.models import Wall
from matters.services import attempts
from practice.scope import firm_scope
from tests.architecture.addresses import OBJECTS, PLAIN, addresses, subject, with_objects
from tests.architecture.furniture import furnish
from tests.soak import SOAK

ALL = addresses()
OWN = [a for a in ALL if not a.is_public]
ABOUT = [a for a in OWN if with_objects(a)]
PLACES = [a for a in OWN if not a.arguments]
# Objects that hang on no matter: a wall does not hide them. Each row of a job's page names matters by number only.
OUTSIDE_WALLS = {
    "client", "area", "rate", "job", "run", "invitation", "licence", "role", "view", "paralegal", "attorney", "notice", "check",
    "sso_domain", "sso_exception", "security_notice", "qualification", "course", "absence", "support", "box", "supply_item",
    "feed", "device", "ics_import",
    "supply_request", "equipment",
}  # fmt: skip
# Undone from an event, or a notice that a screened person is to read: no attempt at a matter.
NO_ATTEMPT = {"time_restore", "timer_restore", "expense_restore", "wall_notice"}
SHARING = (("paralegal", "assistant", "secretary"), ("admin", "freelancer"))
ROLES = ("attorney", "paralegal", "assistant", "secretary", "admin", "freelancer")


def test_every_view_says_what_it_needs_or_that_it_is_public():
    assert [a.name for a in ALL if not a.is_marked] == []


def test_every_address_with_an_argument_has_its_object():
    missing = [a.name for a in ABOUT if subject(a.name) not in OBJECTS]
    missing += [x for a in ABOUT for x in a.arguments if x not in {"pk", *OBJECTS, *PLAIN}]
    assert missing == []


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in(client):
    assert OWN
    opened = []
    for address in OWN:
        client.cookies.clear()
        answer = client.get(address.url())
        leads_to = answer.get("Location", "")
        if answer.status_code != 302 or not leads_to.startswith("/account/login/?next="):
            opened.append((address.name, answer.status_code, leads_to))
    assert opened == []


@pytest.fixture
def furnished(firms):
    for people in (firms.a, firms.b):
        with firm_scope(people.firm):
            furnish(people)
    return firms


# To whom nothing else is accepted, an error is told as JSON, without the page around it; other answers are the same.
BRIEFLY = {"accept": "application/json"}
NOTHING = b'{"code": "not_found", "detail": "Nothing here"}'


def answers(client, address, objects=None):
    """What the address answers to GET and to POST, but for a method it does not know: (method, answer)."""
    for method in ("get", "post"):
        answer = getattr(client, method)(address.url(objects), headers=BRIEFLY)
        if answer.status_code != 405:
            yield method, answer


def test_another_firms_objects_are_unknown(furnished, sign_in):
    """Another firm's id is answered as an id of nothing is, for every address, GET and POST."""
    client = sign_in(furnished.b.attorney)
    opened = []
    for address in ABOUT:
        for method, theirs in answers(client, address, furnished.a):
            if theirs.status_code == 404 and theirs.content == NOTHING:
                continue
            # Refused whatever the id is, before anything is looked up, or told by the API in words of its own.
            nothing = getattr(client, method)(address.url(), headers=BRIEFLY)
            same = theirs.status_code == nothing.status_code and theirs.content == nothing.content
            if not same or theirs.status_code not in (403, 404):
                opened.append((address.name, method, theirs.status_code, nothing.status_code))
    assert opened == []


def test_the_page_of_another_firms_object_is_the_page_of_nothing(furnished, sign_in):
    """In a browser too, to the byte but for tokens: a page, a form, a file, an act."""
    client = sign_in(furnished.b.attorney)
    for name in ("matter_detail", "contact_edit", "document_download", "deadline_detail", "event_detail"):
        address = next(a for a in ABOUT if a.name == name)
        urls = address.url(furnished.a), address.url()
        theirs, nothing = (client.get(url) for url in urls)
        assert (theirs.status_code, nothing.status_code) == (404, 404), name
        # The page names its own address, to come back to it; nothing else may differ in length.
        shown = [
            len(answer.content.decode().replace(url, ""))
            for url, answer in zip(urls, (theirs, nothing), strict=True)
        ]
        assert shown[0] == shown[1], name


def hangs_on(thing, matter) -> bool:
    """Whether the object is the matter or, by its own pointer, something on it: what a wall of the matter hides."""
    return thing == matter or (isinstance(thing, Model) and getattr(thing, "matter_id", None) == matter.pk)


def test_an_attempt_to_open_what_is_walled_knows_its_table(furnished):
    """For each address about one thing on a matter: the table that an attempt at it is looked up in is that thing's."""
    wrong = []
    for address in ABOUT:
        thing = getattr(furnished.a, OBJECTS[subject(address.name)], None)
        if address.arguments != ("pk",) or address.name in NO_ATTEMPT or not isinstance(thing, Model):
            continue
        table = attempts._table(address.name)
        if hangs_on(thing, furnished.a.matter) and table is not type(thing):
            wrong.append((address.name, type(thing).__name__, table and table.__name__))
    assert wrong == [], "\n".join(map(str, wrong))


def test_a_walled_member_finds_nothing_of_the_matter(furnished, sign_in):
    """The firm's own partner, screened from the matter: every address about something on it is unknown."""
    people = furnished.a
    with firm_scope(people.firm):
        Wall.objects.create(
            matter=people.matter, member=people.associate, reason="Former client", created_by=people.attorney
        )
        people.associate.is_partner = True
        people.associate.save()
    client = sign_in(people.associate)
    opened = []
    for address in ABOUT:
        name = OBJECTS[subject(address.name)]
        if name in OUTSIDE_WALLS or not hangs_on(getattr(people, name, None), people.matter):
            continue
        for method, answer in answers(client, address, people):
            if answer.status_code not in (404, 403):
                opened.append((address.name, method, answer.status_code))
    assert opened == []


def opened_by(role: str) -> list:
    """The addresses that are opened as `role`: all of them as the attorney.

    The others see fewer, and most in the same form: administrator and guest share the addresses of objects, and so do the
    three who work for an attorney. `make soak` has each of them open all.
    """
    group = next((group for group in SHARING if role in group), (role,))
    about = ABOUT if SOAK else ABOUT[group.index(role) :: len(group)]
    return [*PLACES, *about]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_a_page_or_a_reason(furnished, sign_in, role):
    """No page breaks for any role; a refusal says why; nobody is shown an empty error."""
    people = furnished.a
    client = sign_in(getattr(people, role))
    for address in opened_by(role):
        answer = client.get(address.url(people), headers=BRIEFLY)
        assert answer.status_code in (200, 204, 302, 303, 400, 403, 404, 405), (
            f"{address.name}: {answer.status_code}"
        )
        if answer.status_code == 403:
            assert answer.json()["detail"], address.name
    assert client.get("/").status_code == 200


def test_the_powers_of_non_lawyers_end_where_the_law_says(furnished, sign_in):
    """The reserved acts, posted by hand by every non-lawyer, are refused with the reason."""
    people = furnished.a
    reserved = ("invoice_approve", "matter_accept", "wall_lift", "rate_create")
    for role in ("paralegal", "assistant", "secretary", "admin", "freelancer"):
        client = sign_in(getattr(people, role))
        for name in reserved:
            address = next(a for a in ALL if a.name == name)
            answer = client.post(address.url(people))
            assert answer.status_code in (403, 404), (role, name, answer.status_code)
            if answer.status_code == 403 and role != "freelancer":  # a guest is refused bills altogether
                assert b"nly an attorney" in answer.content, (role, name)
