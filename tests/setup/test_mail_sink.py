"""The demo's mail server writes each message it accepts to a file, whole, with its envelope."""

import email
import smtplib
import subprocess
import sys
from email.message import EmailMessage

import pytest

from tools.common import free_port, port_in_use, wait_for


@pytest.fixture
def sink(tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "tools.mail_sink", str(port), str(tmp_path / "mail")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert "listening" in process.stdout.readline()
    yield port, tmp_path / "mail", process
    process.terminate()
    assert process.wait(10) == 0
    process.stdout.close()


def test_a_mail_with_an_attachment_arrives_as_sent(sink):
    port, folder, process = sink
    message = EmailMessage()
    message["From"] = "Harrow & Lane <office@harrow.example>"
    message["To"] = "Zoë Quimby <zoe@client.example>"
    message["Subject"] = "Invoice 2026-0042 — €1,250.00"
    message.set_content("Your invoice is attached.\n.\nA line of one dot is above.\n")
    message.add_attachment(b"%PDF-1.7 bytes", maintype="application", subtype="pdf", filename="2026-0042.pdf")
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(message, to_addrs=["zoe@client.example", "hidden@client.example"])

    assert "to zoe@client.example, hidden@client.example" in process.stdout.readline()
    (path,) = folder.iterdir()
    assert path.suffix == ".eml"
    got = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert got["Subject"] == "Invoice 2026-0042 — €1,250.00"
    assert got["To"] == "Zoë Quimby <zoe@client.example>"
    assert got["X-MailFrom"] == "office@harrow.example"
    assert got["X-RcptTo"] == "zoe@client.example, hidden@client.example"
    assert "\n.\nA line" in got.get_body().get_content().replace("\r\n", "\n")
    (pdf,) = got.iter_attachments()
    assert pdf.get_content() == b"%PDF-1.7 bytes"


def test_mails_keep_their_order_and_a_full_disk_is_said_to_the_sender(sink):
    port, folder, _process = sink
    with smtplib.SMTP("127.0.0.1", port) as client:
        for number in range(3):
            client.sendmail("a@b.example", ["c@d.example"], f"Subject: {number}\r\n\r\nx")
        subjects = [email.message_from_bytes(p.read_bytes())["Subject"] for p in sorted(folder.iterdir())]
        assert subjects == ["0", "1", "2"]
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail("a@b.example", ["c@d.example"], "Subject: lost\r\n\r\nx")
        assert refused.value.smtp_code == 452


def test_the_server_listens_on_this_machine_alone(sink):
    port, _folder, _process = sink
    assert port_in_use(port)
    assert wait_for(lambda: not port_in_use(port, "127.0.0.2"), 5)
