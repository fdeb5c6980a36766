"""Brands, roles and rights: whose data it is, and who may do what with it."""
