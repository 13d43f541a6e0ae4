"""The index of names follows its tables, whoever writes, and is read inside one firm and its walls."""

import pytest
from django.db import DatabaseError, connection, transaction

from intake.models import Lead
from matters.models import Contact, ContactName
from practice.scope import firm_scope
from search.models import Name
from search.queries.names import like


def indexed(**where):
    return set(Name.objects.filter(**where).values_list("kind", "slot", "name"))


def test_a_name_is_found_from_the_moment_it_is_written(a):
    jane = Contact.objects.create(name="Jane Whitcombe", sort_name="Whitcombe, Jane", company="Kestrel Ltd")
    assert indexed(contact_id=jane.pk) == {
        ("contact", "name", "Jane Whitcombe"),
        ("contact", "company", "Kestrel Ltd"),
    }
    alias = ContactName.objects.create(contact=jane, kind="maiden", name="Jane Okonkwo")
    assert [n.object_id for n in like("Jane Okonkwo")] == [alias.pk]
    Contact.objects.filter(pk=jane.pk).update(name="Jane Harrow", company="")
    assert [n.name for n in like("Jane Harrow") if n.kind == "contact"] == ["Jane Harrow"]
    assert not [n for n in like("Kestrel") if n.contact_id == jane.pk]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_contactname WHERE id = %s", [alias.pk])
    assert like("Jane Okonkwo") == []


def test_another_firms_names_are_not_found(firms):
    for cast in (firms.a, firms.b):
        with firm_scope(cast.firm):
            Lead.objects.create(name="Thaddeus Quillfeather")
    with firm_scope(firms.a.firm):
        assert len(like("Thaddeus Quillfeather")) == 1


def test_a_wall_hides_the_matters_names(a):
    assert [n.kind for n in like("Solano") if n.matter_id == a.matter.pk] == ["matter"]
    with firm_scope(a.firm, a.associate, matters=[a.matter.pk]):
        assert not [n for n in like("Solano") if n.matter_id]


def test_nobody_writes_the_index_but_the_triggers(a):
    for statement in (
        "INSERT INTO search_name (firm_id, kind, object_id, slot, name, words, keys) VALUES (%s, 'x', 1, 'x', 'x', '{}', '{}')",
        "UPDATE search_name SET name = 'x' WHERE firm_id = %s",
        "DELETE FROM search_word WHERE firm_id = %s",
        "SELECT search_put(%s, 'x', 1, 'x', NULL, NULL, 'Made up')",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [a.firm.pk])


@pytest.mark.parametrize(
    "name, words",
    [
        ("L. L. Bean, L.L.C.", ["l", "l", "bean"]),
        ("Núñez & Søn GmbH", ["nunez", "son"]),
        ("O'Brien-Smith, Mary J.", ["obrien", "smith", "mary", "j"]),
        ("The Company Inc.", ["the", "company", "inc"]),
        ("Estate of Ada Lovelace", ["ada", "lovelace"]),
        ("Brightwater v. Solano", ["brightwater", "solano"]),
        ("Kestrel Partners, P.C.", ["kestrel", "partners"]),
        ("", []),
    ],
)
def test_the_words_of_a_name(db, name, words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_words(%s)", [name])
        assert cursor.fetchone()[0] == words
