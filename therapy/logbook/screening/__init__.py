"""The check before, during and after a session (clinical-facts 2.5, 4.2 and 5): what is asked, and what answers mean.

Pure: nothing here reads or writes a row. `signs` and `gates` hold the questions and are the one source of their words,
`glucose` and `feet` the checks that go with diabetes, `judging` says what answers mean, `payload` hands all of it to
the player, which judges by the same rules without a network (`static/player/screening.js`).
"""
