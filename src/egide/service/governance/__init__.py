"""Pages of the register: what the DPO, the brand and its officers declare, sign, prove and review."""
