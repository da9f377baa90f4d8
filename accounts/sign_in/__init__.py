"""Signing in: passwords, the second step, and what is made of allauth for both.

`second_factor.py` holds the rules of the second step, `passwords.py` and `breached.py` those of a password;
`allauth_bridge.py` is the one way to allauth's internals.
"""
