"""B9: the matters list of a member behind walls against the same list of a member without."""

from exchange.bench.pages import FLOOR, Server, sample, session_cookie, statements
from exchange.bench.table import Row, quantiles

LIST = "/matters/?state=open"


def measure(free, walled, named, *, requests: int, report) -> list[Row]:
    """Rows B9. `free` and `walled` are members of one firm, `named` of another that shows people their matters alone."""
    cookies = {
        "free": session_cookie(free),
        "walled": session_cookie(walled),
        "named": session_cookie(named),
    }
    report("walls")
    with Server():
        pages = {name: (LIST, cookie) for name, cookie in cookies.items()}
        found = sample({"floor": (FLOOR, cookies["free"]), **pages}, requests)
    times = {name: quantiles(values) for name, values in found.items()}
    more = statements(LIST, cookies["walled"]) - statements(LIST, cookies["free"])

    def row(name: str, of: str, against: str, aim: str) -> Row:
        (p50, p95), (base50, base95) = times[of], times[against]
        return Row(
            name,
            f"p50 {p50:.0f} ms, p95 {p95:.0f} ms",
            f"p50 {base50:.0f} ms, p95 {base95:.0f} ms",
            f"{p50 / base50:.2f} (p95 {p95 / base95:.2f})",
            aim,
        )

    return [
        row(
            f"B9 matters list, 50 walls and 20 grants against none; {more} statements more",
            "walled",
            "free",
            "≤ 1.3",
        ),
        row("B9 the list without walls against the trivial view", "free", "floor", "–"),
        row(
            "B9 a member who sees by name a fifth of a firm's 100,000 matters, against one without walls",
            "named",
            "free",
            "–",
        ),
    ]
