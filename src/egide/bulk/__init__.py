"""Whole files: Arrow in, Arrow out."""
