"""What an account tells the journal, which the accounts do not know."""

from __future__ import annotations

from typing import Final

from django.dispatch import Signal

password_stored: Final = Signal()
"""A user's new password was stored; sent with `user`, in the same transaction. A receiver that fails undoes it."""

password_refused: Final = Signal()
"""The present password given to change it was wrong; sent with `user`. Nothing was changed."""
