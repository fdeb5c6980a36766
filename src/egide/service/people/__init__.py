"""Customers: who they are to one brand, how they are recognised, what they have chosen."""
