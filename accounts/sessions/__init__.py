"""Sessions of browsers: kept in rows of our own (`backend.py`), ended by limits (`limits.py`, `middleware.py`).

`saved_form.py` saves what was being sent when one ended; `devices.py` names a browser; `views.py` lists one's own.
"""
