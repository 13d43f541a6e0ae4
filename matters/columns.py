"""Columns that lists of matters, and of what hangs on one, share."""

from practice.lists import Column

MATTER = Column(
    "matter",
    "Matter",
    kind="two",
    value="matter.name",
    second=lambda row: f"{row.matter.number} · {row.matter.client.name}",
    href=True,
    always=True,
    sort="matter__name",
    select=("matter__client",),
    phone="main",
    exports=[
        ("Matter number", "matter.number"),
        ("Matter", "matter.name"),
        ("Client", "matter.client.name"),
    ],
)

# Of a matter itself, for lists of matters.
NAME = Column(
    "name",
    "Matter",
    kind="two",
    second=lambda m: f"{m.number} · {m.client.name} · {m.practice_area.name}",
    href=True,
    always=True,
    sort="name",
    phone="main",
    select=("client", "practice_area"),
    exports=[
        ("Number", "number"),
        ("Matter", "name"),
        ("Client", "client.name"),
        ("Practice area", "practice_area.name"),
    ],
)
