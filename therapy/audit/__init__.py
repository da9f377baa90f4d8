"""Pages about who looked at and changed what: for a clinic's admins, as a file too, and for a patient.

`reads.py` puts the trail and the admin log together by time, narrowed by `filters.py`, from `cursor.py` on.
"""
