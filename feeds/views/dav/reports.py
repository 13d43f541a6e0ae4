"""The three reports by which programs read: those that match, those named, those changed since."""

from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from feeds.dav import filters, xml
from feeds.dav.xml import c, name
from feeds.models import SyncLog
from feeds.services import sync
from feeds.views.dav import props
from feeds.views.dav.answers import Answer, multistatus, refused
from feeds.views.dav.props import Who

MAX_HREFS = 5000


def _one(who: Who, shown: sync.Calendar, entry: sync.Entry, names: list[str] | None) -> Element:
    return props.answered(who.entry(shown, entry.row.name), props.entry(who, shown, entry), names)


def query(who: Who, shown: sync.Calendar, body: Element) -> Answer:
    """calendar-query (RFC 4791, 7.8)."""
    try:
        asked = filters.read(body.find(c("filter")))
    except filters.Unsupported as error:
        return refused(403, "supported-filter", xml.CALDAV, why=str(error), what=shown.title)
    except filters.Invalid as error:
        return refused(403, "valid-filter", xml.CALDAV, why=str(error), what=shown.title)
    names = props.wanted(body)
    if asked.is_all:
        _, entries = sync.listed(shown, who.member, texts=props.asks_texts(names))
    else:
        entries = sync.matching(shown, who.member, asked)
    found = [_one(who, shown, entry, names) for entry in entries]
    return Answer(multistatus(found), SyncLog.Act.READ, shown.title)


def multiget(who: Who, shown: sync.Calendar, body: Element) -> Answer:
    """calendar-multiget (RFC 4791, 7.9)."""
    hrefs = [element.text or "" for element in body.findall(name("href"))]
    if len(hrefs) > MAX_HREFS:
        return refused(413, "", why=f"More than {MAX_HREFS} at once.", what=shown.title)
    names = props.wanted(body)
    base = who.calendar(shown)
    paths = {address: unquote(urlsplit(address).path) for address in hrefs}
    called = {path.removeprefix(base) for path in paths.values() if path.startswith(base)}
    _, known = sync.named(shown, who.member, {name for name in called if sync.NAME.match(name)})
    found = []
    for address, path in paths.items():
        entry = known.get(path.removeprefix(base)) if path.startswith(base) else None
        if entry is None:
            found.append(xml.status_response(address, "404 Not Found"))
        else:
            found.append(_one(who, shown, entry, names))
    return Answer(multistatus(found), SyncLog.Act.READ, shown.title)


def changes(who: Who, shown: sync.Calendar, body: Element) -> Answer:
    """sync-collection (RFC 6578, 3.2): what is new, changed or gone since a token; everything for none."""
    token = xml.text_of(body, name("sync-token"))
    known = sync.unchanged(shown, who.member) if token else None
    if known is not None and token == props.token_of(known):
        return Answer(multistatus([], token), SyncLog.Act.READ, shown.title)
    head, _, number = token.rpartition("/")
    since = int(number) if number.isdecimal() and len(number) < 19 else 0
    names = props.wanted(body)
    state, entries = sync.listed(shown, who.member, texts=props.asks_texts(names), since=since)
    if token:
        if head != props.token_of(state).rpartition("/")[0] or not number.isdecimal():
            return refused(403, "valid-sync-token", why="a token of another calendar", what=shown.title)
        if since > state.number:
            return refused(403, "valid-sync-token", why="a token of the future", what=shown.title)
    news: list[tuple[int, sync.Entry | str]] = [(entry.row.number, entry) for entry in entries]
    if token:
        gone = state.resources.filter(number__gt=since).exclude(gone_at=None)
        news += [(row.number, row.name) for row in gone]
    news.sort(key=lambda pair: pair[0])
    asked = body.findtext(f"{name('limit')}/{name('nresults')}") or ""
    most = max(int(asked), 1) if asked.isdecimal() and len(asked) < 9 else len(news)
    found = [
        xml.status_response(who.entry(shown, one), "404 Not Found")
        if isinstance(one, str)
        else _one(who, shown, one, names)
        for _, one in news[:most]
    ]
    if len(news) > most:
        # The program asks again from the last change that it was told (RFC 6578, 3.6).
        found.append(xml.status_response(who.calendar(shown), "507 Insufficient Storage"))
        state.number = news[most - 1][0]
    return Answer(multistatus(found, props.token_of(state)), SyncLog.Act.READ, shown.title)
