"""The operator's acts: brands, users, roles."""
