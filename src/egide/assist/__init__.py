"""Triage, summary, answer, call review and targeting, behind a model port."""
