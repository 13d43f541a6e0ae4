"""Names and how people write them otherwise: pairs made by rule, from tables written by hand. Nothing here is taken from the code
that is measured. A firm of some thousand names around them, as American firms have them: few surnames are common, most are rare.
"""

import random

# First names with a familiar form. Written down from everyday use, not from a library.
FAMILIAR = [
    ("Robert", "Bob"), ("William", "Bill"), ("Richard", "Dick"), ("James", "Jim"), ("John", "Jack"), ("Margaret", "Peggy"),
    ("Elizabeth", "Liz"), ("Katherine", "Kate"), ("Michael", "Mike"), ("Thomas", "Tom"), ("Charles", "Chuck"), ("Edward", "Ted"),
    ("Joseph", "Joe"), ("Daniel", "Dan"), ("Patricia", "Patty"), ("Jennifer", "Jenny"), ("Susan", "Sue"), ("Deborah", "Debbie"),
    ("Barbara", "Barb"), ("Christopher", "Chris"), ("Matthew", "Matt"), ("Anthony", "Tony"), ("Andrew", "Drew"), ("Steven", "Steve"),
    ("Kenneth", "Ken"), ("Timothy", "Tim"), ("Gregory", "Greg"), ("Benjamin", "Ben"), ("Samuel", "Sam"), ("Alexander", "Alex"),
    ("Nicholas", "Nick"), ("Jonathan", "Jon"), ("Lawrence", "Larry"), ("Theodore", "Teddy"), ("Rebecca", "Becky"),
    ("Victoria", "Vicky"), ("Cynthia", "Cindy"), ("Abigail", "Abby"), ("Eleanor", "Nell"), ("Dorothy", "Dot"),
]  # fmt: skip
FIRST = [
    *(full for full, _ in FAMILIAR),
    *"""Mary Linda Karen Nancy Lisa Betty Sandra Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Stephanie Laura Sharon
    Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Christine Debra Rachel Carolyn Janet Catherine Maria
    Heather Diane Ruth Julie Olivia Joyce Virginia Kelly Lauren Christina Joan Evelyn Judith David Mark Donald Paul Joshua Kevin
    Brian George Ronald Jason Jeffrey Ryan Jacob Gary Eric Stephen Larry Justin Scott Brandon Frank Raymond Jack Dennis Jerry Tyler
    Aaron Jose Adam Henry Nathan Douglas Zachary Peter Kyle Walter Ethan Jeremy Harold Keith Christian Roger Noah Gerald Terry Sean
    Austin Carl Arthur Dylan Jesse Jordan Bryan Billy Joe Bruce Gabriel Logan Albert Willie Alan Juan Wayne Roy Ralph Randy Eugene
    Vincent Russell Louis Philip Bobby Johnny Bradley""".split(),
]
COMMON = """Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas
    Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright
    Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts""".split()
RARE = """Abernathy Achterberg Ballantyne Barkhurst Beauchamp Blankenship Bloomquist Brandenburg Cattermole Chamberlain Christoffersen
    Cunningham Delaney Dombrowski Donahue Eisenhart Fairbanks Featherstone Fitzgerald Gallagher Goldstein Gutierrez Hagedorn
    Hathaway Hendrickson Hollingsworth Ingersoll Jablonski Kavanaugh Kowalczyk Lachance Lieberman Livingston MacAllister Mahoney
    McCullough McGillicuddy Montgomery Nakamura Netherland Oberholtzer Okonkwo Pankhurst Papadopoulos Pemberton Quackenbush Rasmussen
    Rosenthal Rutherford Schlesinger Schumacher Silverstein Slaughter Stephenson Strickland Thibodeaux Thorvaldsen Underhill
    Vanderbilt Villanueva Wadsworth Weatherford Wojciechowski Worthington Yamamoto Zimmerman Zuckerman Applegate Birmingham Carmichael
    Drummond Ellsworth Fortescue Greenwood Hutchinson Jamieson Kirkpatrick Lancaster Mansfield Northrop Prendergast Richardson
    Sutherland Templeton Wainwright Arbuckle Braithwaite Calderwood Desjardins Eckersley Fothergill Grimshaw""".split()
COMPANY = """Halcyon Meridian Kestrel Bluefin Cobalt Juniper Lodestar Granite Palisade Sandpiper Thornbury Umbra Verdant Wayside Yarrow
    Ashbourne Bellwether Causeway Dovetail Elmcrest Fernbank Gatehouse Hawthorn Ironbark Jackdaw Kingfisher Larkspur Millrace
    Northgate Osprey Quillon Redwing Saltbox Tamarack Windward Zephyr Amberly Brookhaven Copperfield Driftwood""".split()
TRADE = """Freight Ceramics Robotics Foods Brewing Surveyors Textiles Orchards Shipping Printing Dairy Plumbing Electric Roofing Optics
    Pharmacy Aviation Fisheries Lumber Paving""".split()
ENDINGS = ["Inc.", "LLC", "Ltd", "Corp.", "Incorporated", "Limited", "Corporation", "L.L.C.", "Co.", "LLP"]
FOREIGN = [
    ("José Hernández-Núñez", "Jose Hernandez-Nunez"), ("François Lefèvre", "Francois Lefevre"), ("Søren Kjærgaard", "Soren Kjaergaard"),
    ("Zoë Brontë", "Zoe Bronte"), ("Łukasz Wiśniewski", "Lukasz Wisniewski"), ("Jürgen Groß", "Jurgen Gross"),
    ("Ángel Muñoz", "Angel Munoz"),
    ("Renée Dubé", "Renee Dube"), ("Håkon Ødegård", "Hakon Odegard"), ("Björn Strömberg", "Bjorn Stromberg"),
    ("Inês Gonçalves", "Ines Goncalves"),
    ("Gül Şahin", "Gul Sahin"), ("Tomáš Dvořák", "Tomas Dvorak"), ("Chloë Peña", "Chloe Pena"), ("Raúl Ibáñez", "Raul Ibanez"),
    ("Günther Müller", "Guenther Mueller"), ("Siobhán O’Súilleabháin", "Siobhan O'Suilleabhain"), ("Māra Bērziņa", "Mara Berzina"),
    ("Đorđe Petrović", "Dorde Petrovic"), ("André Côté", "Andre Cote"), ("Lúcia Brandão", "Lucia Brandao"),
    ("Óscar Peñalver", "Oscar Penalver"),
    ("Nguyễn Thị Hạnh", "Nguyen Thi Hanh"), ("Jiří Čapek", "Jiri Capek"), ("Ștefan Țepeș", "Stefan Tepes"),
    ("Åsa Lindström", "Asa Lindstrom"),
    ("Cafés du Pré SARL", "Cafes du Pre"), ("Maße & Söhne GmbH", "Masse & Sohne"), ("Élan Québécois Inc.", "Elan Quebecois"),
    ("Piñata Señor LLC", "Pinata Senor"), ("Zażółć Gęślą Sp.", "Zazolc Gesla Sp"), ("Bjørnstad & Sæther AS", "Bjornstad & Saether"),
    ("João Simões", "Joao Simoes"), ("Mónica Ñíguez", "Monica Niguez"), ("Ève Noël", "Eve Noel"), ("Béla Bartók", "Bela Bartok"),
    ("Áine Ní Dhomhnaill", "Aine Ni Dhomhnaill"), ("Käthe Schäfer", "Kathe Schafer"), ("Gözde Yıldız", "Gozde Yildiz"),
    ("Ürümqi Trading Ltd", "Urumqi Trading"),
]  # fmt: skip
# How surnames are misheard and mistyped: each rule is tried in turn until one changes the name.
SLIPS = [
    ("ph", "f"), ("ie", "ei"), ("ei", "ie"), ("ck", "k"), ("ch", "k"), ("th", "t"), ("gh", "g"), ("ss", "s"), ("ll", "l"), ("nn", "n"),
    ("rr", "r"), ("tt", "t"), ("mm", "m"), ("er", "ar"), ("on", "en"), ("en", "an"), ("an", "en"), ("s", "z"), ("k", "c"), ("i", "y"),
]  # fmt: skip


def _slip(word: str, number: int) -> str:
    low = word.lower()
    for step in range(len(SLIPS)):
        old, new = SLIPS[(number + step) % len(SLIPS)]
        at = low.find(old, 1)
        if at > 0:
            return word[:at] + new + word[at + len(old) :]
    return word[:-1]


def _swap(word: str, rng: random.Random) -> str:
    places = [i for i in range(1, len(word) - 1) if word[i] != word[i + 1] and word[i + 1].isalpha()]
    at = rng.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def pairs() -> dict[str, list[tuple[str, str, str]]]:
    """{kind: [(name in the book, another name of it there or "", how it is asked)]}: 40 and more of each kind."""
    rng = random.Random(44)
    every = [*RARE, *COMMON]
    firsts = [full for full, _ in FAMILIAR]

    def somebody(number: int) -> tuple[str, str]:
        return FIRST[(number * 17) % len(FIRST)], every[(number * 7) % len(every)]

    found: dict[str, list[tuple[str, str, str]]] = {}
    found["misspelling"] = [
        (f"{first} {last}", "", f"{first} {_slip(last, n)}")
        for n in range(45)
        for first, last in [somebody(n)]
    ]
    found["transposition"] = [
        (f"{first} {last}", "", f"{first} {_swap(last, rng)}")
        for n in range(45, 90)
        for first, last in [somebody(n)]
    ]
    found["nickname"] = [
        pair
        for n, (full, short) in enumerate(FAMILIAR)
        for last in [every[(n * 11 + 3) % len(every)]]
        for pair in (
            [(f"{full} {last}", "", f"{short} {last}")]
            if n % 2
            else [(f"{short} {last}", "", f"{full} {last}")]
        )
    ]
    found["maiden name"] = [
        (f"{first} {every[(n * 3 + 1) % len(every)]}", maiden, f"{first} {last}")
        for n in range(40)
        for first, last in [(FIRST[40 + n], RARE[(n * 13) % len(RARE)])]
        for maiden in ([f"{first} {last}"] if n % 3 else [last])
    ]
    found["company ending"] = [
        (
            f"{COMPANY[n]} {TRADE[n % 20]} {ENDINGS[n % 10]}",
            "",
            f"{COMPANY[n]} {TRADE[n % 20]} {ENDINGS[(n + 3) % 10]}".strip(),
        )
        for n in range(40)
    ]
    found["initials"] = [
        (
            (f"{firsts[n]} {FIRST[60 + n]} {last}", "", f"{firsts[n][0]}. {FIRST[60 + n][0]}. {last}"),
            (f"{firsts[n][0]}. {last}", "", f"{firsts[n]} {last}"),
            (f"{firsts[n]} {last}", "", f"{firsts[n]} {FIRST[60 + n][0]}. {last}"),
        )[n % 3]
        for n in range(40)
        for last in [RARE[(n * 5 + 2) % len(RARE)]]
    ]
    found["accents"] = [(a, "", b) if n % 2 else (b, "", a) for n, (a, b) in enumerate(FOREIGN)]
    found["word order"] = [
        ((f"{first} {last}", "", f"{last}, {first}"), (f"{last} {first}", "", f"{first} {last}"),
         (f"{COMPANY[n]} {TRADE[(n + 5) % 20]} Group", "", f"{TRADE[(n + 5) % 20]} Group {COMPANY[n]}"))[n % 3]
        for n in range(40)
        for first, last in [somebody(n + 200)]
    ]  # fmt: skip
    return found


def crowd(count: int) -> list[tuple[str, str]]:
    """`count` (kind, name) of other people and companies. First names and the fifty common surnames are met as often as their
    rank has it (the first about twenty times as often as the last); every second person has one of the common surnames.
    """
    rng = random.Random(45)
    starts = [name[:-3] for name in RARE]
    ends = ["berg", "ton", "ley", "worth", "ski", "mann", "field", "ard", "ova", "ides", "well"]
    first_weights = [1 / (rank + 5) for rank in range(len(FIRST))]
    last_weights = [1 / (rank + 3) for rank in range(len(COMMON))]
    made: list[tuple[str, str]] = []
    for n in range(count):
        if n % 6 == 0:
            middle = rng.choice(["", " West", " & Sons", " Bay"])
            made.append(
                ("company", f"{rng.choice(COMPANY)}{middle} {rng.choice(TRADE)} {rng.choice(ENDINGS)}")
            )
            continue
        (first,) = rng.choices(FIRST, first_weights)
        (common,) = rng.choices(COMMON, last_weights)
        made.append(("person", f"{first} {common if n % 2 else rng.choice(starts) + rng.choice(ends)}"))
    return made
