"""List pages: filters in the URL, sort, columns, saved views, bulk actions, totals, exports. docs/lists.md
has the how-to.
"""

from practice.lists.actions import Action, Empty
from practice.lists.bulk import BulkAction
from practice.lists.columns import Column
from practice.lists.page import ListPage
from practice.lists.saved_views import View

__all__ = ["Action", "BulkAction", "Column", "Empty", "ListPage", "View"]
