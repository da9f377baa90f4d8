"""The one signal of the project: another app may tie its own record to the person who accepted an invitation."""

from django.dispatch import Signal

# Sent with `invitation` and `user`, inside the transaction that accepts, so a receiver that fails undoes all of it.
invitation_accepted = Signal()
