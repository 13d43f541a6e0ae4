"""Webhooks: HTTPS alone, never into a private network, signed; retried with pauses, given up at last."""

import datetime
import hashlib
import hmac
import http.server
import json
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from matters.services.stages import set_stage
from practice.models import Outbox
from practice.scope import firm_scope
from tests.workflows.conftest import automation_of, run_all, stage_of
from workflows import webhooks
from workflows.models import Delivery
from workflows.queries.automations import signing_key
from workflows.services import outgoing, running
from workflows.tasks import deliver_webhook


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/", "https"),
        ("https://user:secret@example.com/", "user name"),
        ("https://example.com:8080/", "ports"),
        ("https://127.0.0.1/", "private network"),
        ("https://[::1]/", "private network"),
        ("https://[::ffff:10.0.0.1]/", "private network"),
        ("https://169.254.169.254/latest/meta-data/", "private network"),
        ("https://10.1.2.3/", "private network"),
        ("https://100.64.0.1/", "private network"),
        ("https://localhost/", "of its own"),
        ("https://db.internal/", "of its own"),
        ("ftp://example.com/", "https"),
        ("https:///x", "address"),
    ],
)
def test_what_is_not_called(url, why):
    with pytest.raises(webhooks.Refusal, match=why):
        webhooks.check_url(url)


def test_a_name_that_resolves_into_a_private_network_is_refused(monkeypatch):
    def resolve(host, port, *rest, **more):
        return [(2, 1, 6, "", ("93.184.216.34", port)), (2, 1, 6, "", ("192.168.0.9", port))]

    monkeypatch.setattr(webhooks.socket, "getaddrinfo", resolve)
    with pytest.raises(webhooks.Refusal, match=r"192\.168\.0\.9"):
        webhooks.addresses_of("rebind.example.com", 443)


def test_the_signature_is_an_hmac_of_time_and_body():
    expected = hmac.new(b"k", b'1764000000.{"a":1}', hashlib.sha256).hexdigest()
    assert webhooks.signature("k", '{"a":1}', 1764000000) == f"t=1764000000,v1={expected}"


@pytest.fixture
def receiver(tmp_path, settings):
    """An HTTPS server of this machine, as `hooks.example.test`, that keeps what it got and answers with `status`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example.test")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("hooks.example.test")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
    built = built.not_valid_after(now + datetime.timedelta(days=2)).add_extension(names, critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "c.pem").write_bytes(pem)
    (tmp_path / "k.pem").write_bytes(secret)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.server.got.append((dict(self.headers), body))
            self.send_response(self.server.status)
            self.send_header("Location", "https://127.0.0.1/")
            self.end_headers()
            self.wfile.write(b"thanks")

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.got, server.status = [], 200
    settings.WEBHOOK_TEST_CA = str(tmp_path / "c.pem")
    settings.WEBHOOK_TEST_PORTS = (server.server_port,)
    settings.WEBHOOK_TEST_ADDRESSES = ("127.0.0.1",)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def called(firms, receiver, monkeypatch):
    """A delivery of a run to the receiver, committed nowhere yet."""
    monkeypatch.setattr(
        webhooks.socket, "getaddrinfo", lambda host, port, *rest, **more: [(2, 1, 6, "", ("127.0.0.1", port))]
    )
    with firm_scope(firms.a.firm):
        stage_of(firms.a, "Discovery")
        url = f"https://hooks.example.test:{receiver.server_port}/in?x=1"
        automation_of(firms.a, actions=[{"kind": "webhook", "url": url}])
        set_stage(firms.a.matter, by=firms.a.attorney, stage="Discovery")
    [run] = run_all(firms.a)
    with firm_scope(firms.a.firm):
        assert run.state == "done", run.reason
        return Delivery.objects.get()


def again(people):
    with firm_scope(people.firm):
        Delivery.objects.update(next_at=timezone.now() - datetime.timedelta(seconds=1))
        pk = Delivery.objects.get().pk
    deliver_webhook(firm_id=people.firm.pk, delivery_id=pk)
    with firm_scope(people.firm):
        return Delivery.objects.get()


def test_a_call_is_signed_and_delivered_once(firms, called, receiver):
    assert again(firms.a).state == "delivered"
    [(headers, body)] = receiver.got
    with firm_scope(firms.a.firm):
        called.automation.refresh_from_db()
        key = signing_key(called.automation)
    at, given = headers["Bailiwick-Signature"].split(",")
    digest = hmac.new(key.encode(), f"{at[2:]}.{body}".encode(), hashlib.sha256).hexdigest()
    assert given == f"v1={digest}"
    said = json.loads(body)
    assert (said["automation"], said["matter"]["number"]) == ("Rule", "2026-0001")
    deliver_webhook(firm_id=firms.a.firm.pk, delivery_id=called.pk)
    assert len(receiver.got) == 1


def test_faults_are_tried_again_with_growing_pauses_and_given_up(firms, called, receiver):
    receiver.status = 500
    delivery = again(firms.a)
    assert (delivery.state, delivery.status, delivery.tries, delivery.answer) == ("waiting", 500, 1, "thanks")
    waits = Outbox.objects.filter(task="workflows.tasks.deliver_webhook").order_by("-id").first()
    assert datetime.timedelta(seconds=50) < waits.not_before - timezone.now() <= datetime.timedelta(minutes=1)
    for _ in range(6):
        delivery = again(firms.a)
    assert (delivery.state, delivery.tries) == ("failed", 7)
    assert len(receiver.got) == 7
    with firm_scope(firms.a.firm):
        assert outgoing.send_again(delivery, by=firms.a.attorney).state == "waiting"


def test_what_the_other_side_refuses_for_good_is_not_tried_again_and_redirects_are_not_followed(
    firms, called, receiver
):
    receiver.status = 410
    assert again(firms.a).state == "failed"
    assert len(receiver.got) == 1


def test_an_address_that_turned_private_is_refused_at_the_call(firms, called, receiver, settings):
    settings.WEBHOOK_TEST_ADDRESSES = ()
    delivery = again(firms.a)
    assert (delivery.state, receiver.got) == ("failed", [])
    assert "private network" in delivery.answer


def test_undo_cancels_a_call_that_is_not_out_yet(firms, called, receiver):
    with firm_scope(firms.a.firm):
        assert running.undo_run(called.run, by=firms.a.attorney).kept == []
    assert again(firms.a).state == "cancelled"
    assert receiver.got == []
