"""The second lock: PostgreSQL row-level security on every brand-owned table.

Applied after each migration, to whatever models are brand-owned then, so that a new table cannot be forgotten.
Source: PostgreSQL manual, "Row Security Policies"; FORCE makes the table's owner obey too.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper

from egide.service.tenancy.scope import reapply_scope

_POLICY = "egide_brand_scope"
_DEFINITION = (
    "current_setting('egide.scope', true) = '*'"
    " OR brand_id::text = ANY (string_to_array(current_setting('egide.scope', true), ','))"
)
# The server prints a policy in its own words: the definition is kept beside it, as its comment.
_PROTECTED = (
    "SELECT relname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid"
    " WHERE pg_table_is_visible(polrelid) AND polname = %s AND relrowsecurity AND relforcerowsecurity"
    " AND obj_description(pg_policy.oid, 'pg_policy') = %s"
)


def brand_owned_tables() -> list[str]:
    """List the tables whose rows belong to a brand."""
    from egide.service.tenancy.models import BrandOwned

    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, BrandOwned) and model._meta.managed and not model._meta.proxy
    )


def enable_row_level_security(*, using: str = "default", **_: Any) -> None:
    """Enable, force and define the policy on each brand-owned table of a PostgreSQL database that has not got it.

    A table that has it is left alone: a host that starts must not lock, nor show empty for a moment, the tables that
    another host is serving.
    """
    database = connections[using]
    if database.vendor != "postgresql":
        return
    with database.cursor() as cursor:
        existing = set(database.introspection.table_names(cursor))
        cursor.execute(_PROTECTED, [_POLICY, _DEFINITION])
        protected = {table for (table,) in cursor.fetchall()}
        for table in brand_owned_tables():
            if table in existing - protected:
                _protect(database, cursor, database.ops.quote_name(table))


def _protect(database: BaseDatabaseWrapper, cursor: CursorWrapper, table: str) -> None:
    """Give a table its policy, whole or not at all."""
    with transaction.atomic(using=database.alias):
        for statement in (
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            "DROP POLICY IF EXISTS {policy} ON {table}",
            "CREATE POLICY {policy} ON {table} USING ({definition})",
        ):
            cursor.execute(statement.format(table=table, policy=_POLICY, definition=_DEFINITION))
        # A command takes no bound value; the definition holds quotes, and no dollar sign.
        cursor.execute(f"COMMENT ON POLICY {_POLICY} ON {table} IS $egide${_DEFINITION}$egide$")


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
