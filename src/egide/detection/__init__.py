"""Find personal data in text, and say why."""
