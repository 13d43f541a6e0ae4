"""What a round shows as changed, word by word."""

from supervision.queries.reading import MANY_WORDS, Piece, pieces_of, sections_of


def marks(before, after):
    return [(p.mark, p.text) for p in pieces_of(before, after)]


def test_words_that_are_new_or_gone_are_marked_in_their_place():
    assert marks("a fee of $500 an hour", "a fee of $450 an hour") == [
        ("", "a fee of $"),
        ("removed", "500"),
        ("added", "450"),
        ("", " an hour"),
    ]
    assert marks("", "new") == [("added", "new")]
    assert marks("gone", "") == [("removed", "gone")]
    assert marks("same", "same") == [("", "same")]
    assert pieces_of("", "") == ()


def test_a_long_text_is_compared_by_its_lines():
    lines = [
        f"Paragraph {n} of the agreement, which says something about it.\n" for n in range(MANY_WORDS // 5)
    ]
    before = "".join(lines)
    after = "".join([*lines[:50], "A line of its own.\n", *lines[50:]])
    changed = [(p.mark, p.text) for p in pieces_of(before, after) if p.mark]
    assert changed == [("added", "A line of its own.\n")]


def test_fields_and_rows_keep_what_is_gone():
    before = {
        "fields": {"Total": "500.00", "Terms": "30 days"},
        "rows": {"Lines": {"1": "Draft", "2": "File"}},
    }
    after = {
        "fields": {"Total": "450.00", "Terms": "30 days"},
        "rows": {"Lines": {"1": "Draft", "3": "Serve"}},
    }
    fields, lines = sections_of(after, before)
    assert [(p.label, p.change) for p in fields.parts] == [("Total", "changed"), ("Terms", "")]
    assert [(p.label, p.change) for p in lines.parts] == [("1", ""), ("3", "added"), ("2", "removed")]
    assert lines.changed == 2
    assert lines.parts[2].pieces == (Piece("removed", "File"),)


def test_without_an_earlier_reading_nothing_is_marked():
    content = {"fields": {"Total": "450.00", "Paid": None, "Final": True}, "rows": {"Lines": {}}}
    (fields,) = sections_of(content)
    assert [(p.label, p.change) for p in fields.parts] == [("Total", ""), ("Paid", ""), ("Final", "")]
    assert [p.text for part in fields.parts for p in part.pieces] == ["450.00", "yes"]


def test_an_empty_field_that_appears_is_new():
    (fields,) = sections_of({"fields": {"Court": ""}, "rows": {}}, {"fields": {}, "rows": {}})
    assert [p.change for p in fields.parts] == ["added"]
