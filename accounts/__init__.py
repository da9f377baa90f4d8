"""Who: clinics, people, their roles (memberships), invitations, signing in and sessions. It knows nothing of therapy.

`access.py` says who may, `actions.py` changes roles, `mail.py` sends every mail, `tenancy/` tells the database what a
transaction may see.
"""
