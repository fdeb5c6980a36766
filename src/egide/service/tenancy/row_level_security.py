"""The second lock: PostgreSQL row-level security on every brand-owned table.

Applied after each migration, to whatever models are brand-owned then, so that a new table cannot be forgotten.
Source: PostgreSQL manual, "Row Security Policies"; FORCE makes the table's owner obey too.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from egide.service.tenancy.scope import reapply_scope

_POLICY = "egide_brand_scope"


def brand_owned_tables() -> list[str]:
    """List the tables whose rows belong to a brand."""
    from egide.service.tenancy.models import BrandOwned

    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, BrandOwned) and model._meta.managed and not model._meta.proxy
    )


def enable_row_level_security(*, using: str = "default", **_: Any) -> None:
    """Enable, force and define the policy on each brand-owned table of a PostgreSQL database."""
    database = connections[using]
    if database.vendor != "postgresql":
        return
    with database.cursor() as cursor:
        existing = set(database.introspection.table_names(cursor))
        for table in brand_owned_tables():
            if table not in existing:
                continue
            name = database.ops.quote_name(table)
            for statement in (
                "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
                "DROP POLICY IF EXISTS {policy} ON {table}",
                "CREATE POLICY {policy} ON {table} USING ("
                " current_setting('egide.scope', true) = '*'"
                " OR brand_id::text = ANY (string_to_array(current_setting('egide.scope', true), ',')))",
            ):
                cursor.execute(statement.format(table=name, policy=_POLICY))


def bypasses_row_level_security() -> bool:
    """Say whether the database role would see through the second lock (superuser or BYPASSRLS)."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    return bool(row and row[0])


def _on_connection(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "postgresql" and connection.alias == "default":
        reapply_scope()


def follow_new_connections() -> None:
    """Give each new PostgreSQL connection the scope that is already open."""
    connection_created.connect(_on_connection, dispatch_uid="egide.tenancy.scope")
