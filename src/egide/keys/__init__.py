"""Envelope encryption: a key per person and brand, wrapped, destroyable."""
