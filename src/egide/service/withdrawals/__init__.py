"""What people took back, kept outside the database: a backup put back must not bring it back."""
