"""How the small models that ship with `egide.assist` are made."""
