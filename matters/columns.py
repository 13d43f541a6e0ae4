"""Columns that the lists of what hangs on a matter share."""

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
