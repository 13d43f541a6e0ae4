"""The floor of B5: read 50 rows, render a plain table. No sign-in of ours, no scope work beyond one statement."""

from django.http import HttpResponse
from django.template import engines

from matters.models import Matter
from practice.access import public
from practice.models import Firm
from practice.scope import firm_scope

PAGE = """<!doctype html><title>Matters</title><table>{% for m in rows %}
<tr><td>{{ m.number }}</td><td>{{ m.name }}</td><td>{{ m.client.name }}</td><td>{{ m.opened_on }}</td></tr>{% endfor %}</table>"""


@public
def plain_table(request):
    """50 matters of the first firm as a table."""
    firm_id = Firm.objects.order_by("id").values_list("id", flat=True).first()
    with firm_scope(firm_id):
        rows = list(Matter.objects.select_related("client")[:50])
        return HttpResponse(engines["django"].from_string(PAGE).render({"rows": rows}))
