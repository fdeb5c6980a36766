"""Interactions and messages: how they arrive, where they come from, what was found in them."""
