"""Inviting people, one or many at once, and taking an invitation up.

`actions.py` makes, renews, withdraws and accepts them; `lines.py` reads a pasted list, `bulk.py` invites all of it.
"""
