"""XML of WebDAV bodies: read without entities, document types or depth that could harm, written with fixed prefixes.

Python's expat is used directly: any DOCTYPE ends the reading, so there is no entity to expand and no file to fetch.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, register_namespace, tostring
from xml.parsers import expat

DAV = "DAV:"
CALDAV = "urn:ietf:params:xml:ns:caldav"
CALSERVER = "http://calendarserver.org/ns/"
APPLE = "http://apple.com/ns/ical/"
PREFIXES = {"d": DAV, "c": CALDAV, "cs": CALSERVER, "ic": APPLE}
MAX_DEPTH = 20
MAX_ELEMENTS = 20_000

for _prefix, _uri in PREFIXES.items():
    register_namespace(_prefix, _uri)


class BadXml(ValueError):
    """A body that is not well-formed, or holds what no calendar program sends."""


def name(local: str, space: str = DAV) -> str:
    """A name in Clark notation: {DAV:}href."""
    return f"{{{space}}}{local}"


def c(local: str) -> str:
    """A CalDAV name."""
    return name(local, CALDAV)


def parse(raw: bytes) -> Element:
    """The root element. Raises BadXml for DOCTYPE, entities, too much depth or too many elements."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    state = {"depth": 0, "count": 0}

    def clark(tag: str) -> str:
        return f"{{{tag}" if "}" in tag else tag

    def start(tag: str, attributes: dict[str, str]) -> None:
        state["depth"] += 1
        state["count"] += 1
        if state["depth"] > MAX_DEPTH or state["count"] > MAX_ELEMENTS:
            raise BadXml("too deep or too long")
        builder.start(clark(tag), {clark(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        state["depth"] -= 1
        builder.end(clark(tag))

    def refuse(*_args) -> None:
        raise BadXml("a document type is not taken")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    try:
        parser.Parse(raw, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as error:
        raise BadXml(str(error)) from error


def text_of(element: Element, tag: str) -> str:
    """The text of a child; "" when there is none."""
    return (element.findtext(tag) or "").strip()


def document(root: Element) -> bytes:
    """The body of an answer."""
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")


def make(tag: str, *children: Element, text: str = "") -> Element:
    """An element with children or text."""
    made = Element(tag)
    made.text = text or None
    made.extend(children)
    return made


def href(path: str) -> Element:
    """A DAV:href."""
    return make(name("href"), text=path)


def response(path: str, found: Iterable[Element], missing: Iterable[str] = ()) -> Element:
    """One DAV:response with the properties that are there, and the names of those that are not."""
    made = make(name("response"), href(path))
    found, missing = list(found), list(missing)
    if found or not missing:
        _propstat(made, found, "HTTP/1.1 200 OK")
    if missing:
        _propstat(made, [Element(tag) for tag in missing], "HTTP/1.1 404 Not Found")
    return made


def _propstat(parent: Element, props: list[Element], status: str) -> None:
    stat = SubElement(parent, name("propstat"))
    stat.append(make(name("prop"), *props))
    stat.append(make(name("status"), text=status))


def refused_response(path: str, names: Iterable[str]) -> Element:
    """One DAV:response of properties that nobody sets (RFC 4918, 9.2.1 and 16)."""
    made = make(name("response"), href(path))
    _propstat(made, [Element(tag) for tag in names], "HTTP/1.1 403 Forbidden")
    made[-1].append(make(name("error"), Element(name("cannot-modify-protected-property"))))
    return made


def status_response(path: str, status: str) -> Element:
    """One DAV:response that says a status alone: what has gone (RFC 6578, 3.5)."""
    return make(name("response"), href(path), make(name("status"), text=f"HTTP/1.1 {status}"))


def error(condition: str, space: str = DAV) -> bytes:
    """The body of a refusal with its precondition (RFC 4918, 16)."""
    return document(make(name("error"), Element(name(condition, space))))
