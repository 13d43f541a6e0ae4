"""Every address of the product, found by introspection: marked, closed to strangers, shut to other firms, walled."""

import pytest
from django.db.models import Model

from matters.models import Wall
from matters.services import attempts
from practice.scope import firm_scope
from tests.architecture.addresses import OBJECTS, PLAIN, UNKNOWN, addresses, subject, with_objects
from tests.architecture.furniture import furnish

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


def test_another_firms_objects_are_unknown(furnished, sign_in):
    """The answer for another firm's id is the answer for an id of nothing, for every address, GET and POST."""
    client = sign_in(furnished.b.attorney)
    opened = []
    for address in ABOUT:
        for method in ("get", "post"):
            send = getattr(client, method)
            theirs, nothing = send(address.url(furnished.a)), send(address.url())
            if theirs.status_code not in (404, 405, 403) or theirs.status_code != nothing.status_code:
                opened.append((address.name, method, theirs.status_code, nothing.status_code))
            elif str(UNKNOWN) not in nothing.content.decode() and theirs.status_code == 404:
                # The page itself must not tell them apart either.
                assert len(theirs.content) == len(nothing.content), address.name
    assert opened == []


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
        for method in ("get", "post"):
            status = getattr(client, method)(address.url(people)).status_code
            if status not in (404, 405, 403):
                opened.append((address.name, method, status))
    assert opened == []


def test_no_page_names_a_walled_matter(furnished, sign_in):
    """Lists, counts, the palette, pickers and exports: the matter's caption is nowhere."""
    people = furnished.a
    with firm_scope(people.firm):
        Wall.objects.create(
            matter=people.matter, member=people.associate, reason="Former client", created_by=people.attorney
        )
        people.associate.is_partner = True
        people.associate.save()
    client = sign_in(people.associate)
    caption = people.matter.name.encode()
    for address in PLACES:
        for query in ("", "?q=Brightwater", "?export=csv"):
            answer = client.get(address.url() + query)
            body = b"".join(answer) if answer.streaming else answer.content
            assert caption not in body, f"{address.name}{query}"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_a_page_or_a_reason(furnished, sign_in, role):
    """No page breaks for any role; a refusal says why; nobody is shown an empty error."""
    people = furnished.a
    client = sign_in(getattr(people, role))
    seen = {}
    for address in [*PLACES, *ABOUT]:
        answer = client.get(address.url(people))
        seen[address.name] = answer.status_code
        assert answer.status_code in (200, 204, 302, 303, 400, 403, 404, 405), (
            f"{address.name}: {answer.status_code}"
        )
        if answer.status_code == 403:
            reason = answer.context["reason"] if answer.context else answer.json()["detail"]
            assert reason, address.name
    assert seen["home"] == 200


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
