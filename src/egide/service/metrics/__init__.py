"""Figures for the operator's own monitoring: counts and ages, never an id, never a person."""
