"""The records of processing of article 30, derived from what runs, with an alarm when they part."""

from __future__ import annotations

from egide.policy.register.derivation import (
    Organisation,
    RunningUse,
    derive_controller_records,
    derive_processor_record,
    word_retention,
)
from egide.policy.register.files import (
    format_csv,
    format_json_text,
    format_ods,
    format_register,
    parse_csv,
    parse_register,
)
from egide.policy.register.open_document import Sheet, write_ods
from egide.policy.register.records import (
    TITLES,
    ControllerRecord,
    Drift,
    ProcessorRecord,
    list_drift,
    list_missing_fields,
)

__all__ = [
    "TITLES",
    "ControllerRecord",
    "Drift",
    "Organisation",
    "ProcessorRecord",
    "RunningUse",
    "Sheet",
    "derive_controller_records",
    "derive_processor_record",
    "format_csv",
    "format_json_text",
    "format_ods",
    "format_register",
    "list_drift",
    "list_missing_fields",
    "parse_csv",
    "parse_register",
    "word_retention",
    "write_ods",
]
