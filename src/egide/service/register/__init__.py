"""What the controller and the DPO keep: purposes, DPIAs, switches."""
