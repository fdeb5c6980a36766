"""Who signs in: users, their second factor, and the rule that everybody has one."""
