"""How the lists of towns that ship with `egide.detection` are made."""
