"""An issued bill with a private link, for the tests of the client's pages."""

import re

from documents import services as documents
from tests.billing.bills import make_cost, make_invoice


def bill(a, **changes):
    """The cast's approved invoice: 570.00 + 481.00 fees, 46.50 costs."""
    make_cost(a)
    return make_invoice(a, **changes)


def link_to(a, invoice, **values):
    """(link, path of its address)."""
    link, url = documents.create_share_link(
        "invoice", invoice.pk, invoice.matter, invoice.client, by=a.attorney, **values
    )
    return link, url.removeprefix("http://testserver.local")


def enter(client, path):
    """Open a mailed address as a browser does: (the answer of the page, its own address)."""
    first = client.get(path)
    assert first.status_code == 302, first.content
    return client.get(first.url), first.url


def key_of(page) -> str:
    """The form key on a page."""
    return re.search(r'name="key" value="([0-9a-f]{40})"', page.content.decode())[1]
