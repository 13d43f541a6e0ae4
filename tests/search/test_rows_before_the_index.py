"""Rows that stood there before their table was indexed are indexed after the migration, once."""

import pytest

from matters.models import Contact
from practice.scope import firm_scope
from search.filling import fill
from search.models import Name
from tests.conftest import owner_connection


@pytest.mark.django_db(transaction=True)
def test_what_is_missing_is_filled_in(django_user_model):
    from practice.models import Firm

    firm = Firm.objects.create(name="Old firm", slug="old")
    with firm_scope(firm):
        Contact.objects.create(name="Ada Quill", sort_name="Quill, Ada", notes="Met Brandt.")
    with owner_connection() as owner, owner.cursor() as cursor:
        cursor.execute("DELETE FROM search_name; DELETE FROM search_text")
        assert fill(cursor) > 0
        assert fill(cursor) == 0
    with firm_scope(firm):
        assert list(Name.objects.values_list("name", flat=True)) == ["Ada Quill"]
