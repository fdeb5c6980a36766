"""Technologies behind the ports; no rule lives here."""
