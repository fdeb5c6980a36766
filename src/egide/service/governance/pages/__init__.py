"""One module per page of the register."""
