"""Calling web addresses of others: HTTPS alone, signed, and never into this house.

An address that resolves to a private, loopback or otherwise local network is refused, before saving and again at each call;
the call goes to exactly the addresses that were checked, so that a name cannot change its mind in between. Redirects are
not followed.
"""

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 10.0
PORTS = {443, 8443}
LONGEST_ANSWER = 500


class Refusal(ValueError):
    """An address that is not called, with the reason in words."""


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP status (None when nobody answered) and the first words of it."""

    status: int | None
    text: str

    @property
    def is_ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_final(self) -> bool:
        """Whether trying again is of no use: the other side understood and refused."""
        return self.status is not None and 400 <= self.status < 500 and self.status not in (408, 425, 429)


def host_of(url: str) -> str:
    """The host of an address, for words."""
    try:
        return urlsplit(url).hostname or "?"
    except ValueError:
        return "?"


def check_url(url: str) -> tuple[str, int]:
    """(host, port) of an address that may be called, going by its text. Raises Refusal."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise Refusal("This is no web address.") from None
    if parts.scheme != "https":
        raise Refusal("The address begins with https://. What is sent is confidential.")
    if not parts.hostname or parts.username or parts.password:
        raise Refusal("Give the address without a user name or password.")
    if port not in _ports():
        raise Refusal("Only the ports 443 and 8443 are called.")
    host = parts.hostname
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if "." not in host or host.endswith((".local", ".internal", ".localhost")):
            raise Refusal(f"{host} is an address within a network of its own.") from None
    else:
        _check_address(address)
    return host, port


def _ports() -> set[int]:
    return PORTS | set(settings.WEBHOOK_TEST_PORTS)


def _check_address(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    mapped = getattr(address, "ipv4_mapped", None)
    real = mapped or address
    if not real.is_global or real.is_multicast:
        if str(real) in settings.WEBHOOK_TEST_ADDRESSES:
            return
        raise Refusal(f"{address} is an address of a private network, which is not called.")


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses a host resolves to, all of them public. Raises Refusal when one is not, or there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Refusal(f"{host} is not known.") from None
    addresses = list(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in found))
    for address in addresses:
        _check_address(ipaddress.ip_address(address))
    return addresses


def signature(key: str, body: str, at: int) -> str:
    """The header: "t=1764000000,v1=…", the HMAC-SHA256 (RFC 2104) of "t.body" under the automation's key, in hex."""
    digest = hmac.new(key.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class _Pinned(http.client.HTTPSConnection):
    """Connects to an address that was checked, and shows and verifies the host's name."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext):
        super().__init__(host, port, timeout=TIMEOUT, context=context)
        self.address = address
        self.tls = context

    def connect(self):
        raw = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self.tls.wrap_socket(raw, server_hostname=self.host)


def call(url: str, body: str, *, key: str, delivery: int) -> Answer:
    """POST the JSON text `body`. Raises Refusal for an address that may not be called; any fault of the net is an Answer."""
    host, port = check_url(url)
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    context = ssl.create_default_context(cafile=settings.WEBHOOK_TEST_CA or None)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Bailiwick-Webhook/1",
        "Bailiwick-Delivery": str(delivery),
        "Bailiwick-Signature": signature(key, body, int(time.time())),
    }
    fault = f"{host} did not answer."
    for address in addresses_of(host, port)[:2]:
        connection = _Pinned(host, port, address, context)
        try:
            connection.request("POST", target, body.encode(), headers)
            response = connection.getresponse()
            text = response.read(LONGEST_ANSWER * 4).decode("utf-8", "replace").replace("\x00", "")
            return Answer(response.status, text[:LONGEST_ANSWER])
        except (OSError, http.client.HTTPException) as error:
            fault = f"{type(error).__name__}: {error}"[:LONGEST_ANSWER]
        finally:
            connection.close()
    return Answer(None, fault)
