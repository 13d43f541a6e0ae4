"""Single sign-on of a firm: its provider, whose addresses it may speak for, and who may go around it.

An identity of a firm's provider opens that firm and nothing else: it signs in only people with a seat there, the session
is bound to the firm (accounts.middleware), and nothing of the person's own account can be changed in it.
"""

from accounts.services.sso.domains import (
    MAILBOXES,
    add_domain,
    new_domain_link,
    open_domain_link,
    remove_domain,
)
from accounts.services.sso.exempted import end_exception, except_member, exceptions, is_closed
from accounts.services.sso.finding import domain_of, find, firm_of, firms_for
from accounts.services.sso.identities import links, unlink
from accounts.services.sso.providers import configure, require, secret_of, switch
from accounts.services.sso.seats import seat_for

__all__ = [
    "MAILBOXES",
    "add_domain",
    "configure",
    "domain_of",
    "end_exception",
    "except_member",
    "exceptions",
    "find",
    "firm_of",
    "firms_for",
    "is_closed",
    "links",
    "new_domain_link",
    "open_domain_link",
    "remove_domain",
    "require",
    "seat_for",
    "secret_of",
    "switch",
    "unlink",
]
