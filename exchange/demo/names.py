"""Word lists of the demo. Names of people and companies are invented."""

from typing import Any

PEOPLE = [
    # key, name, role template, title, partner, rate, target hours
    ("imogen", "Imogen Vance", "attorney", "Partner", True, "475.00", 6.5),
    ("theodore", "Theodore Merrow", "attorney", "Managing partner", True, "520.00", 5.0),
    ("priyanka", "Priyanka Tollett", "attorney", "Associate", False, "345.00", 7.0),
    ("ansel", "Ansel Okafor", "attorney", "Associate", False, "330.00", 7.0),
    ("judith", "Judith Halloran", "attorney", "Of counsel", False, "430.00", 4.0),
    ("otis", "Otis Farrow", "paralegal", "Senior paralegal", False, "185.00", 6.0),
    ("lucia", "Lucía Ferrante", "paralegal", "Paralegal", False, "165.00", 6.0),
    ("wendell", "Wendell Aoki", "paralegal", "Paralegal", False, "160.00", 6.0),
    ("mireille", "Mireille Koss", "legal_assistant", "Legal assistant", False, None, 6.0),
    ("tobias", "Tobias Lindgren", "legal_assistant", "Legal assistant", False, None, 6.0),
    ("bea", "Bea Castellan", "legal_secretary", "Legal secretary", False, None, 6.0),
    ("harriet", "Harriet Nwosu", "legal_secretary", "Legal secretary", False, None, 0),
    ("rowan", "Rowan Achebe", "firm_admin", "Office manager", False, None, 0),
    ("dashiell", "Dashiell Moor", "freelancer", "Contract paralegal", False, "140.00", 0),
]

SMALL_PEOPLE = [
    ("corinne", "Corinne Harrow", "attorney", "Principal", True, "390.00", 6.0),
    ("elias", "Elias Brandt", "attorney", "Associate", False, "295.00", 6.5),
    ("noor", "Noor Haddad", "paralegal", "Paralegal", False, "150.00", 6.0),
    ("sylvie", "Sylvie Marchetti", "legal_secretary", "Legal secretary", False, None, 5.5),
]

FIRST = """Adela Alaric Amara Anselm Aurelia Basil Beatrix Briar Callum Caspian Celeste Cosima Cyrus Dahlia Delphine Dorian
Edmund Elara Elodie Emeric Esme Evander Fabian Fern Florian Frieda Gideon Greta Hadrian Hester Hollis Ida Ignace Inez
Ivo Jarek Jocasta Juno Kasimir Kerensa Lachlan Leonie Linus Lorna Lucian Mabel Magnus Maren Mathilde Merrick Mina Nadia
Nerys Octavia Odette Orson Otto Penelope Phineas Quentin Ramona Renske Rufus Sabine Selwyn Sidonie Silas Tamsin Thaddeus
Tilda Ursula Valentin Vera Viola Wilhelmina Xanthe Yara Yvaine Zelda Zephyr""".split()

LAST = """Abernalt Applewhite Ashgrove Bannerman Barrowby Bellweather Birchwood Blackthorne Brackenbury Bramhall Calloway
Cardwright Chalfont Cinderford Clovelly Coldbrook Crannock Crowhurst Dalrymont Delacroix-Munn Dovecote Dunmarsh Eastvale
Elderfield Elmsworth Fairweather Fallowfield Farthingale Fennimore Fernsby Gallowhill Garrowby Glasswell Goldacre
Greymantle Hallowell Harkness-Roe Hathersage Hawksworth Heatherly Hollowbrook Inglewick Ivesdale Jessamy Kestrelman
Kingsmoor Lachenby Larkspur Lindquist-Moe Lockridge Lorrimer Maplethorpe Marchbanks Marlowe-Finch Merriweather Millbrook
Moorcroft Netherby Nightwell Oakhanger Ormesby Osgathorpe Pemberley Pennywhistle Quillfeather Ravenscar Redfern-Hale
Rookwood Rosethorn Saltmarsh Sedgewick-Orr Silverdale Sparrowhawk Stillwater Stonebridge Tavares-Holm Thistlewood
Thornfield Underhay Vantongeren Wainfleet Wayfarer Westerleigh Wexcombe Whitlock-Dane Winterbourne Wolfenden Wrenfield
Yarborne Yellowlees""".split()

COMPANY_FIRST = """Brightwater Quayside Kestrel Pinecrest Tamarack Vallejo-Marine Nightjar Sable Larkspur Harrow Cobalt Juniper
Saltbox Ironbark Meridian Foxglove Lantern Granite Cedarline Bluefin Copperfield Driftwood Ember Fairlead Goldfinch
Halcyon Indigo Jackdaw Kingfisher Lodestar Millrace Northgate Osprey Palisade Quillon Redwing Sandpiper Thornbury
Umbra Verdant Wayside Yarrow Zenith-Hill Ashbourne Bellwether Causeway Dovetail Elmcrest Fernbank Gatehouse""".split()

COMPANY_LAST = [
    "Ceramics, Inc.",
    "Logistics LLC",
    "Owners Association",
    "Montessori School",
    "Foods Co-op",
    "Supply, Inc.",
    "Robotics, Inc.",
    "Brewing Co.",
    "Dental Group, P.C.",
    "Surveyors, Inc.",
    "Properties LLC",
    "Textiles, Inc.",
    "Farms LLC",
    "Software, Inc.",
    "Hotels Group",
    "Transit Co.",
    "Builders, Inc.",
    "Pharmacy, Inc.",
    "Studios LLC",
    "Insurance Company",
]

STREETS = [
    "Kiln Road",
    "Harbor Street",
    "Alder Avenue",
    "Webster Street",
    "Quarry Lane",
    "Mission Road",
    "Grand Avenue",
    "Telegraph Way",
    "Lakeshore Drive",
    "Orchard Court",
    "Foundry Row",
    "Linden Place",
]
CITIES = [
    ("Oakland", "94607"),
    ("Alameda", "94501"),
    ("Berkeley", "94704"),
    ("Emeryville", "94608"),
    ("San Leandro", "94577"),
    ("Hayward", "94541"),
    ("Walnut Creek", "94596"),
    ("Richmond", "94801"),
    ("Fremont", "94536"),
]

AREAS = {
    "Civil litigation": ["Pleadings", "Discovery", "Motions", "Trial", "Judgment"],
    "Employment": ["Claim", "Agency", "Discovery", "Mediation", "Resolution"],
    "Probate and trusts": ["Petition", "Inventory", "Accounting", "Distribution"],
    "Family": ["Petition", "Disclosure", "Negotiation", "Judgment"],
    "Real estate": ["Review", "Negotiation", "Closing"],
    "Business": ["Terms", "Drafting", "Signing", "Closing"],
}

AREA_FACTS: dict[str, dict[str, Any]] = {
    "Civil litigation": {
        "retention_years": 7,
        "asks_limitation": True,
        "closing_points": ["No client money is held in trust", "Closing letter sent to the client"],
    },
    "Employment": {"retention_years": 7, "asks_limitation": True},
    "Probate and trusts": {
        "retention_years": 10,
        "closing_points": ["No client money is held in trust", "Original will returned or lodged"],
    },
    "Family": {"retention_years": 10, "closing_points": ["No client money is held in trust"]},
    "Real estate": {"retention_years": 7},
    "Business": {"retention_years": 5},
}
STAGE_FACTS: dict[tuple[str, str], dict[str, Any]] = {
    ("Civil litigation", "Pleadings"): {"days_expected": 60, "expects_deadline": True},
    ("Civil litigation", "Discovery"): {
        "days_expected": 120,
        "expects_deadline": True,
        "needs_fields": ["court", "case_number"],
    },
    ("Civil litigation", "Motions"): {"days_expected": 60, "expects_deadline": True},
    ("Civil litigation", "Trial"): {
        "days_expected": 30,
        "expects_deadline": True,
        "needs_fields": ["judge", "department"],
        "needs_roles": ["opposing_party", "opposing_counsel"],
        "needs_documents": ["pleading"],
    },
    ("Employment", "Discovery"): {"days_expected": 120, "expects_deadline": True},
    ("Employment", "Mediation"): {"days_expected": 45, "needs_roles": ["opposing_party"]},
    ("Probate and trusts", "Petition"): {"days_expected": 60},
    ("Probate and trusts", "Inventory"): {"days_expected": 120, "needs_fields": ["case_number"]},
    ("Family", "Disclosure"): {"days_expected": 60, "needs_roles": ["opposing_party"]},
    ("Real estate", "Closing"): {"days_expected": 30},
}

CAPTIONS = {
    "Civil litigation": [
        "{client} v. {other}",
        "{client} — breach of supply contract",
        "{client} — premises claim",
        "{other} v. {client}",
        "{client} — construction defects",
    ],
    "Employment": [
        "{client} — wage & hour",
        "{client} — wrongful termination",
        "{client} — employee handbook",
        "{other} v. {client} (DFEH)",
    ],
    "Probate and trusts": [
        "Estate of {person}",
        "{person} Family Trust — administration",
        "Guardianship of {person}",
        "Estate plan for {client}",
    ],
    "Family": [
        "Marriage of {person}",
        "{client} — custody",
        "{client} — support modification",
        "{client} — premarital agreement",
    ],
    "Real estate": [
        "{client} — lease, {street}",
        "{client} — sale of {street}",
        "{client} — boundary with {other}",
        "{client} — easement",
    ],
    "Business": [
        "{client} — seed financing",
        "{client} — distribution agreement",
        "{client} — formation",
        "{client} — sale of assets to {other}",
        "{client} — trademark license",
    ],
}

WORK = {
    "attorney": [
        ("Analyze {thing} and outline response.", "L240", "A104", 0.6, 2.4),
        ("Telephone conference with opposing counsel on {topic}.", "L160", "A107", 0.2, 0.8),
        ("Draft {thing}.", "L250", "A103", 1.0, 3.6),
        ("Revise {thing}; add authority on {topic}.", "L250", "A103", 0.7, 2.2),
        ("Confer with client on {topic}.", "L110", "A106", 0.3, 1.2),
        ("Research {topic}.", "L110", "A102", 0.8, 2.6),
        ("Prepare for and attend hearing on {topic}.", "L450", "A109", 1.4, 3.4),
        ("Review production for privilege ({thing}).", "L320", "A104", 0.5, 2.0),
        ("Negotiate terms of {thing}.", "L160", "A107", 0.5, 1.5),
    ],
    "paralegal": [
        ("Collect, index and Bates-label {thing}.", "L320", "A110", 0.8, 3.0),
        ("Draft shell of {thing} for attorney review.", "L250", "A103", 0.8, 2.4),
        ("Summarize deposition: {topic}.", "L330", "A104", 1.0, 3.2),
        ("Cite-check {thing}.", "L250", "A104", 0.5, 1.6),
        ("Prepare exhibit binder on {topic}.", "L440", "A110", 0.8, 2.5),
        ("Update chronology; add {thing}.", "L110", "A110", 0.4, 1.5),
    ],
    "clerical": [
        ("Scan and file {thing}.", "", "", 0.2, 0.6),
        ("Schedule conference on {topic}.", "", "", 0.1, 0.4),
        ("Arrange courier for {thing}.", "", "", 0.2, 0.4),
    ],
}
# The day of an assistant or a secretary: (narrative, nature, least and most hours).
SUPPORT = [
    ("Calls with clients; messages for the attorneys.", "administrative", 0.4, 1.2),
    ("Arrange a conference on {topic}.", "administrative", 0.3, 0.8),
    ("Format and proofread {thing}.", "administrative", 0.6, 1.8),
    ("Calendar dates of {topic}.", "administrative", 0.2, 0.6),
    ("Scan, name and file {thing}.", "clerical", 0.3, 1.0),
    ("Copies and courier of {thing}.", "clerical", 0.2, 0.7),
]
# What attorneys do although others may: (narrative, nature, least and most hours, how often of a hundred it is charged).
DELEGABLE = [
    ("Collect and index {thing}.", "paralegal", 0.5, 1.8, 40),
    ("Cite-check {thing}.", "paralegal", 0.4, 1.4, 40),
    ("Assemble exhibits on {topic}.", "paralegal", 0.5, 1.6, 35),
    ("Update the chronology; add {thing}.", "paralegal", 0.3, 1.0, 30),
    ("Summarize the deposition on {topic}.", "paralegal", 0.8, 2.2, 50),
    ("E-mails about dates for a conference on {topic}.", "administrative", 0.3, 0.9, 5),
    ("Update calendars after the hearing on {topic}.", "administrative", 0.2, 0.6, 0),
    ("Sort invoices of vendors for {thing}.", "administrative", 0.3, 1.0, 0),
    ("Scan and name the pages of {thing}.", "clerical", 0.2, 0.8, 0),
    ("Copy {thing} for opposing counsel.", "clerical", 0.2, 0.7, 0),
]
# Recorded as legal; the words say otherwise.
LOOKS_DELEGABLE = [
    "E-file {thing} and confirm receipt.",
    "Scheduling calls about {topic}.",
    "Bates-label and index {thing}.",
    "Copying of exhibits for {thing}.",
    "Collate and mail {thing}; overnight courier.",
    "Calendar the dates for {topic}.",
]
THINGS = [
    "the supplemental interrogatory responses",
    "the motion to compel",
    "the lease amendment",
    "the inventory and appraisal",
    "the settlement agreement",
    "the demurrer",
    "the expert designation",
    "the first account and report",
    "the meet-and-confer letter",
    "the stipulated protective order",
    "the term sheet",
    "the disclosure declaration",
    "requests for production, set two",
    "the separate statement",
    "the purchase agreement",
    "the verified petition",
]
TOPICS = [
    "scope of search terms",
    "waiver of privacy objections",
    "limitation of liability",
    "the mediation range",
    "delivery dates",
    "valuation of the inventory",
    "custody schedule",
    "indemnity caps",
    "notice requirements",
    "the escrow instructions",
    "the expert's fee schedule",
    "discovery cutoff",
    "allocation of closing costs",
    "overtime classification",
]

COSTS = [
    ("Filing fee", "E112", "hard", "Superior Court", 60, 450),
    ("Deposition transcript", "E115", "hard", "Bayline Reporters", 280, 1400),
    ("Courier", "E107", "hard", "Swift & Sons Couriers", 18, 65),
    ("Photocopies", "E101", "soft", "", 4, 60),
    ("Online research", "E106", "hard", "CaseQuarry", 25, 140),
    ("Postage", "E108", "soft", "", 2, 24),
    ("Mileage", "E109", "soft", "", 8, 70),
    ("Expert fee", "E119", "hard", "Hollis Pruitt Appraisal", 450, 2800),
    ("Service of process", "E113", "hard", "Doorstep Process Service", 75, 180),
]

DEADLINES = {
    "Civil litigation": [
        ("Opposition to motion", "court", "CCP § 1005(b)"),
        ("Responses to requests for production", "court", "CCP § 2031.260"),
        ("Expert designation", "court", "CCP § 2034.230"),
        ("Case management statement", "court", "CRC 3.725"),
        ("Discovery cutoff", "court", "CCP § 2024.020"),
        ("Statute of limitations", "statute", "CCP § 335.1"),
    ],
    "Employment": [
        ("Responses to requests for production", "court", "CCP § 2031.260"),
        ("Mediation brief", "internal", "Mediator’s order"),
        ("Reply brief", "court", "CCP § 1005(b)"),
        ("Statute of limitations", "statute", "Gov. Code § 12960"),
    ],
    "Probate and trusts": [
        ("Inventory and appraisal", "court", "Prob. Code § 8800"),
        ("First account and report", "court", "Prob. Code § 12200"),
        ("Notice of petition", "court", "Prob. Code § 8110"),
    ],
    "Family": [
        ("Disclosure declaration", "court", "Fam. Code § 2104"),
        ("Responsive declaration", "court", "CCP § 1005(b)"),
        ("Custody proposal to opposing counsel", "internal", ""),
    ],
    "Real estate": [
        ("Lease comments to landlord", "internal", ""),
        ("Inspection period ends", "internal", "Purchase agreement"),
        ("Closing checklist complete", "internal", ""),
    ],
    "Business": [
        ("Second turn to counterparty", "internal", ""),
        ("Signing", "internal", ""),
        ("Closing checklist complete", "internal", ""),
    ],
}

PAPERS = [
    ("Complaint", "pleading"),
    ("Answer to complaint", "pleading"),
    ("Letter to client", "correspondence"),
    ("Engagement letter", "contract"),
    ("Lease draft", "contract"),
    ("Deposition notes", "evidence"),
    ("Photographs index", "evidence"),
    ("Meet-and-confer letter", "correspondence"),
    ("Settlement offer", "correspondence"),
    ("Declaration", "pleading"),
    ("Inventory", "evidence"),
    ("Operating agreement", "contract"),
]

VOID_REASONS = [
    "Billed to the wrong matter",
    "Client asked for one bill for both months",
    "Rate of the new agreement applies",
    "Courier charge belongs to another client",
]
