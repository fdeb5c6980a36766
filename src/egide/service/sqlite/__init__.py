"""Django's SQLite, with its writers in one orderly queue and one flush to the disk for all who wait."""
