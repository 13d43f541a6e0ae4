"""Words that names have and that say little of who is meant. PostgreSQL's functions and the scoring share them."""

# What a body is, and what a person is called before or after the name: left out, unless nothing else is there.
SUFFIXES = (
    "llc llp lllp inc incorporated ltd limited corp corporation co company plc gmbh ag sa sas sarl srl spa bv nv oy ab as "
    "aps kg kk pty pc pllc lp pa na fsb plc cic dba fka aka nka"
).split()
TITLES = "mr mrs ms miss mx dr prof professor hon honorable judge justice rev esq jr sr ii iii iv phd md cpa".split()
FILLERS = (
    "the and of for v vs versus et al in re matter estate trust trustee trustees executor u y e a an".split()
)
STOPPED = tuple(dict.fromkeys((*SUFFIXES, *TITLES, *FILLERS)))

# Parts of family names that are written apart or together.
PARTICLES = frozenset(
    "de la las los del della di da do dos das van von vom zu zum der den ter ten le du des bin ibn ben al el abu mc mac o st san"
    " santa saint fitz".split()
)

# Said by many bodies: two of them in common mean little.
GENERIC = frozenset(
    "group holding holdings international global national american america us usa services service solutions consulting"
    " consultants management capital partners partnership enterprises enterprise industries industrial systems technologies"
    " technology tech properties property realty logistics ventures investments investment financial finance insurance bank"
    " trading associates association foundation institute university college school hospital medical health center centre"
    " construction builders design designs studio studios foods food restaurant shop store stores market labs media digital"
    " energy transport county city state department dept board office offices law firm new north south east west".split()
)

# What a short form stands for, both ways.
SHORT_FORMS = {
    "intl": "international", "natl": "national", "mfg": "manufacturing", "bros": "brothers", "assoc": "associates",
    "assn": "association", "dept": "department", "univ": "university", "mgmt": "management", "svcs": "services",
    "svc": "service", "grp": "group", "hldgs": "holdings", "ent": "enterprises", "tech": "technologies",
    "inds": "industries", "ctr": "center", "centre": "center", "govt": "government", "ins": "insurance", "st": "saint",
    "mt": "mount", "ft": "fort", "cty": "county", "prop": "properties", "props": "properties", "const": "construction",
    "constr": "construction", "engr": "engineering", "eng": "engineering", "sys": "systems", "labs": "laboratories",
    "amer": "american", "fin": "financial", "fdn": "foundation", "hosp": "hospital", "inst": "institute",
    "2nd": "second", "1st": "first", "3rd": "third",
}  # fmt: skip
