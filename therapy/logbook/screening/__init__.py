"""The check before, during and after a session (clinical-facts 2.5, 4.2 and 5), whole.

Pure are `signs`, `questions`, `glucose`, `feet` and `morning`, the one source of the words, `judging`, which says what
answers mean, and `payload`, which hands all of it to the player; that judges by the same rules without a network
(`static/player/screening.js`). `checks` stores, `locks` and `last_session` read.
"""
