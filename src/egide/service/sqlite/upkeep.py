"""What SQLite needs from time to time, and PostgreSQL does by itself."""

from __future__ import annotations

from django.db import connection, transaction

# Rows looked at in each index: the statistics of a large base take milliseconds, and acts wait meanwhile.
_ROWS = 1000


def refresh_statistics() -> None:
    """Tell SQLite's planner how the rows of each index are spread, so that it chooses the right one.

    Without statistics it takes every index for equally good: that of a brand's column, whose rows are all of one brand
    on most installations, for as good as a person's. Connections opened later read them.

    Source: sqlite.org/lang_analyze.html, approximate ANALYZE (analysis_limit, SQLite 3.32 and up).
    """
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={_ROWS}")
        cursor.execute("ANALYZE")
