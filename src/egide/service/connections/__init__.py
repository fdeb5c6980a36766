"""Where a brand's messages come from and its answers go back to: mailboxes that are polled, help desks that call."""
