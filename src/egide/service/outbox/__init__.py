"""Answers on their way to the customer."""
