"""Builds a demo firm in bulk. Not through the services: eighteen months of history would take them an hour."""

from exchange.demo.appointments import Appointments
from exchange.demo.asked import Asked
from exchange.demo.bills import Bills
from exchange.demo.clients import Clients
from exchange.demo.conflicts import Conflicts
from exchange.demo.decisions import Decisions
from exchange.demo.delegated import Delegated
from exchange.demo.desk import Desk
from exchange.demo.devices import Devices
from exchange.demo.docket import Docket
from exchange.demo.entries import Entries
from exchange.demo.fields import OwnFields
from exchange.demo.flows import Flows
from exchange.demo.front import Front
from exchange.demo.leads import Leads
from exchange.demo.meetings import Meetings
from exchange.demo.people import People
from exchange.demo.reviews import Reviews
from exchange.demo.rules import OwnRules
from exchange.demo.shape import Shape
from exchange.demo.staff import Staff
from exchange.demo.standing import Standing
from exchange.demo.todo import Todo
from exchange.demo.told import Told
from exchange.demo.travels import Travels
from exchange.demo.work import Work
from practice.models import Firm
from practice.scope import firm_scope


def build(
    *, name: str, slug: str, domain: str, people: list, contacts: int, matters: int, months: int, seed: int
) -> Firm:
    """Create one demo firm with `contacts` contacts, `matters` matters and `months` months of work."""
    firm = Firm.objects.create(
        name=name,
        slug=slug,
        address="1 Merchant Wharf, Suite 400\nOakland, CA 94607",
        phone="(510) 555-0142",
        email=f"office@{domain}",
        website=f"www.{domain}",
        reminder_days=[7, 21, 45],
        payment_instructions=f"Check payable to {name}, or bank transfer to Bayline Bank, routing 000000000, account ending 4821.",
    )
    with firm_scope(firm):
        World(firm, domain, people, contacts, matters, months, seed).make()
    return firm


class World(
    Staff,
    Clients,
    Work,
    Bills,
    Decisions,
    Desk,
    Docket,
    Delegated,
    Standing,
    Entries,
    Reviews,
    Asked,
    Leads,
    Shape,
    Todo,
    OwnFields,
    Flows,
    Front,
    Conflicts,
    OwnRules,
    People,
    Appointments,
    Told,
    Meetings,
    Travels,
    Devices,
):
    """A whole demo firm."""

    def make(self) -> None:
        """Everything, in the order in which it depends."""
        self.staff()
        self.contacts()
        self.matters()
        self.shape()
        self.own_fields()
        self.own_rules()
        self.work()
        self.invoices()
        self.payments()
        self.deadlines()
        self.papers()
        self.dockets()
        self.desk()
        self.proposals()
        self.delegations()
        self.standing()
        self.appointments()
        Entries.entries(self)
        self.reviews()
        self.continued()
        self.emergency()
        self.leads()
        self.requests()
        self.todo()
        self.flows()
        self.front_desk()
        self.people_known()
        self.conflicts()
        self.travels()
        self.told()
        self.meetings()
        self.devices()
