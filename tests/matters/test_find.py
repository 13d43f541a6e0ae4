"""Finding matters: palette, pickers, recents."""

from django.urls import reverse

from accounts.permissions import Perm
from matters import services
from tests.cast import make_matter


def test_the_palette_finds_matters_and_contacts_by_their_words(firms, a, sign_in):
    client = sign_in(a.paralegal)
    for text in ("2026-0001", "solano", "brightwater alder"):
        page = client.get(reverse("palette"), {"q": text}).content.decode()
        assert reverse("matter_detail", args=[a.matter.pk]) in page, text
        assert "cedar" not in page
    page = client.get(reverse("palette"), {"q": "ceramics"}).content.decode()
    assert reverse("contact_detail", args=[a.client.pk]) in page


def test_the_palette_offers_last_opened_matters_first(a, sign_in):
    newer = make_matter(a, number="2026-0900", name="Newer")
    client = sign_in(a.paralegal)
    assert "Recent" not in client.get(reverse("palette")).content.decode()
    for matter in (newer, a.matter):
        client.get(reverse("matter_detail", args=[matter.pk]))
    page = client.get(reverse("palette")).content.decode()
    assert page.index("Brightwater v. Solano") < page.index("Newer")


def test_the_picker_puts_opened_matters_first_and_leaves_out_declined_ones(a, sign_in):
    make_matter(a, number="2026-0900", name="Newer")
    gone = make_matter(a, number="2026-0901", name="Gone", state="pending", opened_on=None, accepted_by=None)
    services.decline_matter(gone, by=a.attorney, reason="Conflict")
    client = sign_in(a.paralegal)
    page = client.get(reverse("matter_options")).content.decode()
    assert page.index("Newer") < page.index("Solano")
    assert "Gone" not in page
    client.get(reverse("matter_detail", args=[a.matter.pk]))
    page = client.get(reverse("matter_options")).content.decode()
    assert page.index("Solano") < page.index("Newer")
    assert "Newer" not in client.get(reverse("matter_options"), {"q": "brightwater solano"}).content.decode()


def test_the_matter_list_filters_sorts_and_exports(a, sign_in):
    make_matter(
        a, number="2026-0900", name="Newer", state="on_hold", responsible=a.associate, supervising=a.associate
    )
    client = sign_in(a.attorney)

    def numbers(**query):
        text = b"".join(client.get(reverse("matter_list"), {"export": "csv"} | query)).decode("utf-8-sig")
        return [line.split(",")[0] for line in text.splitlines()[1:]]

    assert numbers(view="all") == ["2026-0900", "2026-0001"]
    assert numbers(view="all", sort="name") == ["2026-0001", "2026-0900"]
    assert numbers(state="on_hold") == ["2026-0900"]
    assert numbers(responsible="me") == ["2026-0001"]
    assert numbers(no_date="yes", q="brightwater ceramics") == ["2026-0900", "2026-0001"]
    assert numbers(due="this-week") == []
    assert numbers(quiet="30") == ["2026-0900", "2026-0001"]
    services.set_stage(a.matter, by=a.attorney, stage="Discovery")
    assert numbers(quiet="30") == ["2026-0900"]


def test_unbilled_and_owed_are_for_those_who_see_bills(a, sign_in):
    page = sign_in(a.attorney).get(reverse("matter_list")).content.decode()
    assert "1,051.00" in page  # 570.00 + 481.00
    a.paralegal.role.powers.pop(Perm.INVOICE_VIEW)
    a.paralegal.role.save()
    client = sign_in(a.paralegal)
    assert "1,051.00" not in client.get(reverse("matter_list")).content.decode()
    assert "1,051.00" not in client.get(reverse("matter_detail", args=[a.matter.pk])).content.decode()


def test_bulk_close_says_which_matters_were_refused(a, sign_in):
    free = make_matter(a, number="2026-0900", name="Newer")
    client = sign_in(a.attorney)
    client.post(
        reverse("matter_list"),
        {"bulk": "close", "ids": [a.matter.pk, free.pk], "confirmed": "1", "reason": "Settled"},
    )
    a.matter.refresh_from_db()
    free.refresh_from_db()
    assert (a.matter.state, free.state) == ("open", "closed")
    assert "$1,051.00" in client.get(reverse("matter_list")).content.decode()
