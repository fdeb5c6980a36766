"""The Django applications of the desk."""
