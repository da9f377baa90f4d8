"""The audit trail: who looked at which record (`access_log.py`), and every change to one (`history.py`).

Entries are sealed into chains by the database; `chain.py` and `events_check.py` find what was tampered with.
"""
