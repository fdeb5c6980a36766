"""Rebuild the wide network, which reads what a text says of a person over lines and turns."""
