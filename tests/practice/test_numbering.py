"""Numbers without gaps or doubles, whatever runs beside or breaks in the middle."""

import threading

import pytest
from django.db import connection

from practice.models import Firm
from practice.numbering import next_number
from practice.scope import firm_scope


def test_each_kind_series_and_firm_counts_for_itself(firms):
    with firm_scope(firms.a.firm):
        assert [
            next_number("invoice", "2026"),
            next_number("invoice", "2026"),
            next_number("invoice", "2027"),
        ] == [1, 2, 1]
        assert next_number("matter", "2026") == 1
    with firm_scope(firms.b.firm):
        assert next_number("invoice", "2026") == 1


def test_a_number_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        next_number("invoice")


def test_threads_and_rollbacks_leave_no_gap_and_no_double(transactional_db):
    firm = Firm.objects.create(name="One", slug="one")
    taken, errors = [], []

    def take(worker):
        try:
            for turn in range(10):
                try:
                    with firm_scope(firm):
                        number = next_number("invoice", "2026")
                        if (worker + turn) % 3 == 0:
                            raise ZeroDivisionError
                    taken.append(number)
                except ZeroDivisionError:
                    pass
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(n,)) for n in range(6)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert errors == []
    assert sorted(taken) == list(range(1, len(taken) + 1))
    assert len(taken) == 40
