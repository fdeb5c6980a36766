"""Decide, with reasons, whether a task may use a person's data."""
