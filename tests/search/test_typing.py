"""Names are found while they are typed: by beginnings of words, in any order, within the firm and its walls."""

import pytest

from matters.models import Contact, ContactName, Matter, Party
from matters.queries.find import find_contacts, find_matters
from practice.scope import narrow
from search.queries.typing import begun, ids_of
from tests.cast import make_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(a):
    made = {}
    for name in ("Zoë O’Malley-Quist", "Quistgaard Holdings Ltd", "Omar Quill"):
        made[name] = Contact.objects.create(kind="person", name=name, sort_name=name)
    ContactName.objects.create(contact=made["Omar Quill"], kind="former", name="Omar Vandersloot")
    return made


def names(text: str) -> set[str]:
    return set(find_contacts(Contact.objects.all(), text).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quist", {"Zoë O’Malley-Quist", "Quistgaard Holdings Ltd"}),
        ("qu", {"Zoë O’Malley-Quist", "Quistgaard Holdings Ltd", "Omar Quill"}),
        ("zoe omalley", {"Zoë O’Malley-Quist"}),
        ("malley zo", {"Zoë O’Malley-Quist"}),
        ("gaard", {"Quistgaard Holdings Ltd"}),
        ("vandersl", {"Omar Quill"}),
        ("omar vanders", {"Omar Quill"}),
        ("vandersloot quill", {"Omar Quill"}),
        ("z", set()),
        ("%", set()),
        ("", None),
    ],
)
def test_beginnings_of_words_in_any_order(people, text, found):
    if found is None:
        assert names(text) == set(Contact.objects.values_list("name", flat=True))
    else:
        assert names(text) == found


def test_an_address_is_found_by_its_letters(a):
    assert set(find_contacts(Contact.objects.all(), "client@alder")) == {a.client}


def test_a_matter_is_found_by_number_case_client_opponent_and_words_in_several_places(a, people):
    other = make_matter(a, number="2026-0777", name="Estate of Birch", case_number="RG26-12345")
    Party.objects.create(
        matter=other, contact=people["Quistgaard Holdings Ltd"], role="opposing_party", side="opposing"
    )

    def found(text):
        return set(find_matters(Matter.objects.all(), text))

    assert found("0777") == {other}
    assert found("2026-07") == {other}
    assert found("12345") == {other}
    assert found("quistgaard") == {other}
    assert found("birch quistg") == {other}
    assert found("ceramics 0777") == {other}
    assert found("ceramics") == {a.matter, other}
    assert found("ceramics 9999") == set()


def test_the_other_firms_names_are_not_there(firms, a):
    assert {hit.name for hit in begun("brightwater", only=["contact"])} == {firms.a.client.name}


def test_a_wall_hides_the_names_of_its_matter(a):
    assert begun("solano", only=["matter"])
    narrow(only_named=False, matters=[a.matter.pk])
    assert begun("solano", only=["matter"]) == []
    assert set(find_matters(Matter.objects.all(), "solano")) == set()


def test_ids_are_of_known_columns_alone():
    with pytest.raises(ValueError, match="no column"):
        ids_of("name; DROP TABLE", "x", only=["contact"])


def test_the_name_follows_its_row(a, people):
    contact = people["Omar Quill"]
    Contact.objects.filter(pk=contact.pk).update(name="Omar Tindall")
    assert names("quill") == set()
    assert names("tindall") == {"Omar Tindall"}
