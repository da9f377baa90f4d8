"""The jobs of accounts, where a worker looks for them."""

from accounts.mail import deliver

__all__ = ["deliver"]
