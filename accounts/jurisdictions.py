"""The places that license lawyers in the United States: states, the district, territories, and the federal courts."""

# Name → postal abbreviation.
STATES: dict[str, str] = {
    "Alabama": "AL",
    "Alaska": "AK",
    "Arizona": "AZ",
    "Arkansas": "AR",
    "California": "CA",
    "Colorado": "CO",
    "Connecticut": "CT",
    "Delaware": "DE",
    "District of Columbia": "DC",
    "Florida": "FL",
    "Georgia": "GA",
    "Hawaii": "HI",
    "Idaho": "ID",
    "Illinois": "IL",
    "Indiana": "IN",
    "Iowa": "IA",
    "Kansas": "KS",
    "Kentucky": "KY",
    "Louisiana": "LA",
    "Maine": "ME",
    "Maryland": "MD",
    "Massachusetts": "MA",
    "Michigan": "MI",
    "Minnesota": "MN",
    "Mississippi": "MS",
    "Missouri": "MO",
    "Montana": "MT",
    "Nebraska": "NE",
    "Nevada": "NV",
    "New Hampshire": "NH",
    "New Jersey": "NJ",
    "New Mexico": "NM",
    "New York": "NY",
    "North Carolina": "NC",
    "North Dakota": "ND",
    "Ohio": "OH",
    "Oklahoma": "OK",
    "Oregon": "OR",
    "Pennsylvania": "PA",
    "Rhode Island": "RI",
    "South Carolina": "SC",
    "South Dakota": "SD",
    "Tennessee": "TN",
    "Texas": "TX",
    "Utah": "UT",
    "Vermont": "VT",
    "Virginia": "VA",
    "Washington": "WA",
    "West Virginia": "WV",
    "Wisconsin": "WI",
    "Wyoming": "WY",
}
TERRITORIES: dict[str, str] = {
    "American Samoa": "AS",
    "Guam": "GU",
    "Northern Mariana Islands": "MP",
    "Puerto Rico": "PR",
    "U.S. Virgin Islands": "VI",
}
FEDERAL = "Federal"
OTHER = "other"
CHOICES = [
    ("", "Choose"),
    ("States", [(name, name) for name in STATES]),
    ("Territories", [(name, name) for name in TERRITORIES]),
    ("Elsewhere", [(FEDERAL, "Federal court or agency"), (OTHER, "Other, in words")]),
]
_KNOWN = {name.casefold(): name for name in (*STATES, *TERRITORIES, FEDERAL)}
_KNOWN |= {short.casefold(): name for name, short in (STATES | TERRITORIES).items()}


def named(text: str) -> str:
    """The jurisdiction's full name: "CA" and "california" → "California". Anything else stays as it is typed."""
    words = " ".join(text.split())
    return _KNOWN.get(words.casefold(), words)


def is_listed(name: str) -> bool:
    """Whether `name` is one of the listed places, and not words of the firm's own."""
    return name.casefold() in _KNOWN
