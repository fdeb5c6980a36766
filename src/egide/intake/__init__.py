"""Turn files and mails into canonical records, or into named rejects."""
