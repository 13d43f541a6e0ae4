"""The demo's mailbox shows what was sent, harmless and clickable; outside the demo it is not there."""

from email.message import EmailMessage

import pytest

from practice.mailbox import safe_html, safe_text

FIRST, SECOND = "01790000000000000000-00000001", "01790000001000000000-00000002"


def letter(subject, html=""):
    mail = EmailMessage()
    mail["X-RcptTo"] = "juno@client.example"
    mail["From"] = "Merrow & Vance <no-reply@firm.example>"
    mail["Subject"] = subject
    mail.set_content("See it:\nhttp://127.0.0.1:8000/p/1.2.abc-_.sig_/\nThe link is for you alone.")
    if html:
        mail.add_alternative(html, subtype="html")
        mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename='In"voice.pdf')
    return mail.as_bytes()


@pytest.fixture
def box(settings, tmp_path):
    settings.DEMO, settings.DEMO_MAIL_DIR = True, str(tmp_path)
    (tmp_path / f"{FIRST}.eml").write_bytes(letter("Older"))
    html = '<html><head><style>x</style></head><body><p onclick="x()">See <a href="http://h.example/p/1/">it</a></p><script>bad()</script>'
    (tmp_path / f"{SECOND}.eml").write_bytes(letter("Newer", html))
    (tmp_path / ".x.tmp").write_bytes(b"half")
    return tmp_path


def test_outside_the_demo_there_is_no_mailbox(db, client, box, settings):
    settings.DEMO = False
    for path in ("/demo/mailbox/", f"/demo/mailbox/{FIRST}/", f"/demo/mailbox/{SECOND}/1/"):
        assert client.get(path).status_code == 404


def test_mails_are_listed_newest_first(db, client, box):
    page = client.get("/demo/mailbox/").content.decode()
    assert page.index("Newer") < page.index("Older")
    assert "juno@client.example" in page
    only = client.get("/demo/mailbox/", {"before": SECOND}).content.decode()
    assert "Newer" not in only
    assert "Older" in only


def test_a_mail_is_shown_harmless_with_links_and_attachments(db, client, box):
    page = client.get(f"/demo/mailbox/{SECOND}/").content.decode()
    assert '<p>See <a class="link" href="http://h.example/p/1/" rel="noopener noreferrer">it</a></p>' in page
    assert "bad()" not in page
    assert "onclick" not in page
    text = client.get(f"/demo/mailbox/{SECOND}/?as=text").content.decode()
    assert 'href="http://127.0.0.1:8000/p/1.2.abc-_.sig_/"' in text
    file = client.get(f"/demo/mailbox/{SECOND}/1/")
    assert file.content == b"%PDF-1.7"
    assert file["Content-Disposition"] == 'attachment; filename="In_voice.pdf"'
    assert file["Content-Type"] == "application/octet-stream"


def test_members_see_it_too(box, firms, sign_in):
    assert sign_in(firms.a.attorney).get("/demo/mailbox/").status_code == 200


def test_unknown_mails_and_attachments(db, client, box):
    for path in ("nothing", "01790000000000000000-ffffffff", f"{FIRST}/1", f"{SECOND}/9"):
        assert client.get(f"/demo/mailbox/{path}/").status_code == 404


def test_an_empty_box_says_what_to_do(db, client, settings, tmp_path):
    settings.DEMO, settings.DEMO_MAIL_DIR = True, str(tmp_path / "none")
    assert "No mail yet" in client.get("/demo/mailbox/").content.decode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<b>x", "<b>x</b>"),
        ("<p>a</b></p>", "<p>a</p>"),
        ('<a href="javascript:x">y</a>', "y"),
        ('<img src=x onerror="y">', ""),
        ("a &lt;script&gt; b", "a &lt;script&gt; b"),
        ("<svg><script>x</script></svg>z", "z"),
        ('<a href="http://x.example/&quot;onclick=">y</a>', "y"),
        ("<style>p{}</style><hr/>", "<hr>"),
    ],
)
def test_html_of_a_mail_runs_nothing(given, kept):
    assert safe_html(given) == kept


def test_text_is_escaped_and_its_addresses_are_links():
    assert safe_text("<b> (http://x.example/a?b=1&c=2).") == (
        '&lt;b&gt; (<a class="link" href="http://x.example/a?b=1&amp;c=2" rel="noopener noreferrer">'
        "http://x.example/a?b=1&amp;c=2</a>)."
    )
