"""Save rows with and without django-auditlog, inside the peer's own environment; prints one JSON object.

python journal_peer.py FOLDER ROWS
"""

from __future__ import annotations

import json
import statistics
import sys
import time


def main(folder: str, rows: int) -> None:
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": f"{folder}/peer.sqlite3",
                "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"},
            }
        },
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "auditlog"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    from auditlog.registry import auditlog
    from django.core.management import call_command
    from django.db import connection, models

    def make(name: str) -> type[models.Model]:
        return type(
            name,
            (models.Model,),
            {
                "__module__": "peer",
                "Meta": type("Meta", (), {"app_label": "auth", "db_table": name.lower()}),
                "text": models.TextField(),
            },
        )

    plain, audited = make("PlainRow"), make("AuditedRow")
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(plain)
        editor.create_model(audited)
    auditlog.register(audited)
    waits: dict[str, list[float]] = {"peer_plain": [], "peer_audited": []}
    for number in range(rows):
        for name, model in (("peer_plain", plain), ("peer_audited", audited)):
            begun = time.perf_counter()
            model(text=f"row {number}").save()
            waits[name].append((time.perf_counter() - begun) * 1000)
    found = {f"{name}_p50_ms": statistics.median(spent) for name, spent in waits.items()}
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from auditlog_logentry")
        found["peer_log_rows"] = cursor.fetchone()[0]
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
