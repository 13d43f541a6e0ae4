"""B6: a whole conflict check against one bare trigram query over the same names."""

import io
import random
import time

import psycopg2
from django.conf import settings
from django.db import connection

from accounts.models import Member
from conflicts.queries.quick import look_up
from exchange.bench import data
from exchange.bench.table import Row, quantiles
from matters.models import Contact
from practice.env import env
from practice.models import Firm
from practice.scope import firm_scope

FIRST = """James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas
    Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra Donald Ashley Steven Kimberly Andrew
    Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Dorothy George Melissa Timothy Deborah Ronald Stephanie Edward
    Rebecca Jason Sharon Jeffrey Laura Ryan Cynthia Jacob Kathleen Gary Amy Nicholas Angela Eric Shirley Jonathan Anna Stephen Brenda
    Larry Pamela Justin Emma Scott Nicole Brandon Helen Benjamin Samantha Samuel Katherine Gregory Christine Alexander Debra Frank
    Rachel Patrick Carolyn Raymond Janet Jack Catherine Dennis Maria Jerry Heather Tyler Diane Aaron Ruth Jose Julie""".split()
LAST = """Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas
    Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright
    Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts""".split()
STARTS = """Abern Bal Bran Car Cal Dam Del El Fair Fen Gal Gold Har Hol In Jar Kes Kow Lang Mar Mont Nor Ober
    Pem Quil Ros Sch Stan Thor Van""".split()
MIDDLES = "a e i o u an en er il on ar ed in os ul".split()
ENDS = "berg ton ley worth ski mann field ard ova ides well son sen by ham ford wick more land stein".split()
TRADE = "Freight Ceramics Robotics Foods Brewing Surveyors Textiles Shipping Printing Dairy Plumbing Electric Roofing Optics".split()
BODY = ("LLC", "Inc.", "Ltd", "Corp.")
SEED = 46


def make(firm: Firm, count: int) -> None:
    """`count` contacts in the firm: nine tenths people, a third of them with one of fifty surnames; then their index, at once."""
    rows = io.StringIO("".join(f"{kind}\t{name}\n" for kind, name in _names(count)))
    owner = psycopg2.connect(env("MIGRATION_DATABASE_URL"))
    with owner, owner.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bench_raw (kind text, name text); GRANT SELECT ON bench_raw TO {settings.APP_DATABASE_ROLE}"
        )
        cursor.copy_from(rows, "bench_raw", columns=("kind", "name"))
    owner.close()
    with firm_scope(firm):
        data.fill(Contact, "bench_raw n", kind="n.kind", name="n.name", sort_name="n.name")
    index(firm)


def _names(count: int) -> list[tuple[str, str]]:
    rng = random.Random(SEED)
    rare = [a + b + c for a in STARTS for b in MIDDLES for c in ENDS]
    weights = [1 / (rank + 8) for rank in range(len(FIRST))]
    firsts = rng.choices(FIRST, weights, k=count)
    commons = rng.choices(LAST, [1 / (rank + 5) for rank in range(len(LAST))], k=count)
    made = []
    for n in range(count):
        last = commons[n] if n % 3 == 0 else rng.choice(rare)
        if n % 10 == 9:
            made.append(("company", f"{last} {rng.choice(TRADE)} {rng.choice(BODY)}"))
        else:
            middle = f" {rng.choice('ABCDEFGHJKLMNPRSTW')}." if n % 5 == 0 else ""
            made.append(("person", f"{firsts[n]}{middle} {last}"))
    return made


def index(firm: Firm) -> None:
    """What the triggers do row by row, for rows that were loaded without them. As the owner."""
    owner = psycopg2.connect(env("MIGRATION_DATABASE_URL"))
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_name (firm_id, kind, object_id, slot, contact_id, name, words, keys) "
            "SELECT c.firm_id, 'contact', c.id, 'name', c.id, c.name, w, "
            "ARRAY(SELECT DISTINCT hashtextextended(x, c.firm_id) FROM unnest(w) x) "
            "FROM (SELECT c.*, search_words(c.name) AS w FROM matters_contact c WHERE c.firm_id = %s OFFSET 0) c",
            [firm.pk],
        )
        cursor.execute(
            "INSERT INTO search_word (firm_id, word, keys) SELECT %s, w, search_keys(%s, w) FROM "
            "(SELECT DISTINCT unnest(words) AS w FROM search_name WHERE firm_id = %s) x",
            [firm.pk, firm.pk, firm.pk],
        )
        cursor.execute(
            "CREATE TABLE bench_names AS SELECT object_id AS id, name FROM search_name WHERE firm_id = %s",
            [firm.pk],
        )
        cursor.execute("CREATE INDEX ON bench_names USING gin (name gin_trgm_ops)")
    owner.close()


def _asked(count: int) -> list[str]:
    """Names as people type them: misspelt, by nickname, with an initial, common, companies."""
    rng = random.Random(SEED + 1)
    short = {"William": "Bill", "Robert": "Bob", "Elizabeth": "Liz", "James": "Jim", "Margaret": "Peggy"}
    found = []
    for n, (kind, name) in enumerate(_names(count * 3)[::3][:count]):
        first, _, last = name.rpartition(" ") if kind == "person" else name.partition(" ")
        if kind == "company":
            found.append(name.rsplit(" ", 1)[0])
        elif n % 4 == 0:
            found.append(f"{short.get(first.split()[0], first.split()[0])} {last}")
        elif n % 4 == 1:
            at = rng.randrange(1, len(last) - 1)
            found.append(f"{first.split()[0]} {last[:at] + last[at + 1 :]}")
        elif n % 4 == 2:
            found.append(f"{first.split()[0]} {rng.choice(LAST[:10])}")
        else:
            found.append(f"{first[0]}. {last}")
    return found


def measure(firm: Firm, walled: Member, *, names: int, requests: int, report) -> list[Row]:
    """The row of B6. `walled` is a member behind walls, in whose place the checks are read."""
    report(f"conflict checks over {names:,} names")
    asked = _asked(requests)
    floor, whole = [], []
    owner = psycopg2.connect(env("MIGRATION_DATABASE_URL"))
    with owner, owner.cursor() as cursor:
        cursor.execute("SET pg_trgm.similarity_threshold = 0.45")
        for text in [*asked[:5], *asked]:  # the first five warm up
            start = time.perf_counter()
            cursor.execute(
                "SELECT id, name, similarity(name, %s) FROM bench_names WHERE name %% %s ORDER BY 3 DESC LIMIT 50",
                [text, text],
            )
            cursor.fetchall()
            floor.append(time.perf_counter() - start)
    owner.close()
    hits = 0
    with firm_scope(firm, walled):
        for text in [*asked[:5], *asked]:
            start = time.perf_counter()
            hits += look_up(text, walled, side="ours").total
            whole.append(time.perf_counter() - start)
    connection.close()
    (p50, p95), (base50, base95) = (
        quantiles([s * 1000 for s in whole[5:]]),
        quantiles([s * 1000 for s in floor[5:]]),
    )
    return [
        Row(
            f"B6 whole conflict check over {names:,} names (all sources, fuzzy, phonetic, nicknames, walls, RLS), "
            f"{hits / len(whole):.1f} hits each, against one bare trigram query without RLS; warm",
            f"p50 {p50:.1f} ms, p95 {p95:.1f} ms",
            f"p50 {base50:.1f} ms, p95 {base95:.1f} ms",
            f"{p50 / base50:.2f} (p95 {p95 / base95:.2f})",
            "p95 ≤ 1.0",
        )
    ]
