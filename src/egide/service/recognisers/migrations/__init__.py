"""Migrations of the brands' recognisers."""
