"""Who gets what at every address, typed by hand. `tests/test_routes.py` walks it; a route that is not here fails.

A value is a status, `"login"` (sent to sign in), or the address that one is sent on to. It is the answer to a GET; for
an address that takes only POST, 405 for those who may and still 404 for everyone else. `<words>` in an address stand
for ids that the test fills in; `<here>` is the address itself, as a part of another. Wherever the answer here is a
denial, a POST has to be denied the same way.

The actors: nobody; Margaret, the patient whom it is about; Tomasz, another patient; Sam of her care team; Kwame, a
therapist of the same clinic who has opened her record in an emergency; Leah, one who has not; Otto, of another clinic;
Ruth, the clinic's admin; Ada, another clinic's; Ivy, once on Margaret's team, whose account is switched off.
"""

Answer = int | str
Row = dict[str, Answer]

ACTORS = ("nobody", "margaret", "tomasz", "sam", "kwame", "leah", "otto", "ruth", "ada", "ivy")


def row(**answers: Answer) -> Row:
    """One line of the table: an answer for each actor, no more and no less."""
    assert set(answers) == set(ACTORS), f"not the actors: {set(answers) ^ set(ACTORS)}"
    return answers


def only(answer: Answer, *actors: str) -> Row:
    """`actors` get `answer`; others who are signed in get 404; nobody, and Ivy with them, goes to sign in."""
    denied = dict.fromkeys(ACTORS, 404) | {"nobody": "login", "ivy": "login"}
    return row(**denied | dict.fromkeys(actors, answer))


def signed_in(answer: Answer) -> Row:
    """The same for everyone who is signed in; nobody and Ivy go to sign in."""
    return only(answer, *(actor for actor in ACTORS if actor not in {"nobody", "ivy"}))


EVERYONE = dict.fromkeys(ACTORS, 200)
SIGNED_IN = signed_in(200)
SIGNED_OUT = signed_in("/") | {"nobody": 200, "ivy": 200}

PATIENTS = only(200, "margaret", "tomasz")
THERAPISTS = only(200, "sam", "kwame", "leah", "otto")
ADMINS = only(200, "ruth", "ada")

MARGARET = only(200, "margaret")
MARGARET_BY_POST = only(405, "margaret")
MARGARET_AND_THERAPISTS = only(200, "margaret", "sam", "kwame")
# In an emergency a therapist treats as the care team does, and changes nothing of the team itself.
TREATING = only(200, "sam", "kwame")
TREATING_BY_POST = only(405, "sam", "kwame")
CARE_TEAM = only(200, "sam")
CARE_TEAM_BY_POST = only(405, "sam")
CLINIC_ADMIN = only(200, "ruth")
CLINIC_ADMIN_BY_POST = only(405, "ruth")

STAFF = ("sam", "kwame", "leah", "otto", "ruth", "ada")
HARBOURS_STAFF = only(200, "sam", "kwame", "leah", "ruth")
HARBOURS_STAFF_BY_POST = only(405, "sam", "kwame", "leah", "ruth")
SECOND = "/account/second-step/"
STILL_YOU = "/account/reauthenticate/?next=<here>"
DRAFT = "/patients/<margaret>/plan/draft/"
# A picture of an exercise: no page, and for everybody, without session, shell and the pages' own policy.
PICTURE = "/figures/heel-raise-single/<figure>/l2.svg"

ROUTES: dict[str, Row] = {
    # --- the whole ---------------------------------------------------------------------------
    "/": row(
        nobody="login",
        margaret="/today/",
        tomasz="/today/",
        sam="/patients/",
        kwame="/patients/",
        leah="/patients/",
        otto="/patients/",
        ruth="/people/",
        ada="/people/",
        ivy="login",
    ),
    "/healthz": EVERYONE,
    "/readyz": EVERYONE,
    # What is kept for when there is no network is of nobody, and so for everybody.
    "/help/": EVERYONE,
    "/sw.js": EVERYONE,
    "/manifest.webmanifest": EVERYONE,
    # --- signing in --------------------------------------------------------------------------
    "/account/login/": SIGNED_OUT,
    "/account/logout/": SIGNED_IN,
    "/account/inactive/": EVERYONE,
    "/account/signup/": SIGNED_OUT,
    "/account/reauthenticate/": SIGNED_IN,
    "/account/email/": SIGNED_IN,
    "/account/confirm-email/": EVERYONE,
    "/account/confirm-email/no-such-key/": EVERYONE,
    "/account/password/change/": SIGNED_IN,
    # Everyone has a password: who asks to set a first one is sent to change it.
    "/account/password/set/": signed_in("/account/password/change/"),
    "/account/password/reset/": EVERYONE,
    "/account/password/reset/done/": EVERYONE,
    "/account/password/reset/key/1-no-such-key/": EVERYONE,
    "/account/password/reset/key/done/": EVERYONE,
    # No code was asked for, so there is none to confirm.
    "/account/login/code/": SIGNED_OUT,
    "/account/login/code/confirm/": signed_in("/") | {"nobody": "login", "ivy": "login"},
    # --- the second step ---------------------------------------------------------------------
    # Who adds, removes or sees one shows first that it is still them; what is not theirs is absent.
    SECOND: SIGNED_IN,
    f"{SECOND}authenticate/": signed_in("/"),
    f"{SECOND}reauthenticate/": signed_in("/account/reauthenticate/") | dict.fromkeys(STAFF, 200),
    f"{SECOND}totp/activate/": signed_in(STILL_YOU),
    f"{SECOND}totp/deactivate/": only(STILL_YOU, *STAFF),
    f"{SECOND}recovery-codes/": only(404),
    f"{SECOND}recovery-codes/generate/": signed_in(STILL_YOU),
    f"{SECOND}recovery-codes/download/": only(404),
    f"{SECOND}webauthn/": SIGNED_IN,
    f"{SECOND}webauthn/add/": signed_in(STILL_YOU),
    f"{SECOND}webauthn/login/": signed_in("/") | {"nobody": "login", "ivy": "login"},
    f"{SECOND}webauthn/reauthenticate/": signed_in("/account/reauthenticate/") | {"sam": 200},
    f"{SECOND}webauthn/keys/<passkey>/edit/": signed_in(STILL_YOU),
    f"{SECOND}webauthn/keys/<passkey>/remove/": only(STILL_YOU, "sam"),
    # --- accounts ----------------------------------------------------------------------------
    "/account/settings/": SIGNED_IN,
    "/account/sessions/": SIGNED_IN,
    "/account/sessions/end-others/": signed_in(405),
    "/account/sessions/<sam.session>/end/": only(405, "sam"),
    # How long one's own session lasts: who is signed out is told just that.
    "/account/session/": EVERYONE,
    "/account/saved-form/": SIGNED_IN,
    "/more/": PATIENTS,
    "/people/": ADMINS,
    "/people/invite/": ADMINS,
    "/people/invite/many/": ADMINS,
    "/people/invitations/<invitation>/resend/": CLINIC_ADMIN_BY_POST,
    "/people/invitations/<invitation>/withdraw/": CLINIC_ADMIN_BY_POST,
    "/people/<sam.user>/": CLINIC_ADMIN,
    "/people/<sam.user>/roles/": CLINIC_ADMIN_BY_POST,
    "/people/<sam.user>/roles/<sam.membership>/end/": CLINIC_ADMIN_BY_POST,
    "/people/<sam.user>/deactivate/": CLINIC_ADMIN_BY_POST,
    "/people/<sam.user>/reactivate/": CLINIC_ADMIN_BY_POST,
    "/people/<sam.user>/second-step/reset/": CLINIC_ADMIN_BY_POST,
    "/people/<sam.user>/hand-over/": CLINIC_ADMIN,
    "/people/<sam.user>/invite-back/": CLINIC_ADMIN_BY_POST,
    "/clinic/": ADMINS,
    # Sent to an address without an account: who is signed in as somebody else is told so.
    "/invitation/<token>/": signed_in(403) | {"nobody": 200, "ivy": 200},
    # --- library -----------------------------------------------------------------------------
    "/library/": SIGNED_IN,
    "/library/heel-raise-single/": SIGNED_IN,
    "/learn/": SIGNED_IN,
    "/learn/why-it-happens/": SIGNED_IN,
    "/library/heel-raise-single/moving/": SIGNED_IN,
    "/library/heel-raise-single/paper/": SIGNED_IN,
    "/figures/": SIGNED_IN,
    PICTURE: EVERYONE,
    # A clinic's own: its therapists and admins write them.
    "/learn/new/": only(200, *STAFF),
    "/learn/our-pool/change/": HARBOURS_STAFF,
    "/learn/our-pool/take-out/": HARBOURS_STAFF_BY_POST,
    "/learn/our-pool/put-back/": HARBOURS_STAFF_BY_POST,
    # --- care --------------------------------------------------------------------------------
    "/patients/new/": THERAPISTS,
    "/patients/emergency/": THERAPISTS,
    "/patients/<margaret>/edit/": TREATING,
    "/patients/<margaret>/conditions/new/": TREATING,
    "/patients/<margaret>/conditions/<condition>/": TREATING,
    "/patients/<margaret>/conditions/<condition>/resolve/": TREATING_BY_POST,
    "/patients/<margaret>/conditions/<condition>/reopen/": TREATING_BY_POST,
    "/patients/<margaret>/team/": CARE_TEAM,
    "/patients/<margaret>/team/<member>/end/": CARE_TEAM_BY_POST,
    "/patients/<margaret>/team/<member>/lead/": CARE_TEAM_BY_POST,
    "/patients/<margaret>/invite/": CARE_TEAM_BY_POST,
    "/diagnoses/": THERAPISTS,
    # --- plans -------------------------------------------------------------------------------
    "/programmes/": THERAPISTS,
    "/programmes/calf-rebuild/": THERAPISTS,
    "/patients/<margaret>/plan/": TREATING,
    "/patients/<margaret>/plan/revisions/1/": TREATING,
    # She has a running plan, and a patient has one at a time.
    "/patients/<margaret>/plan/new/": only("/patients/<margaret>/plan/", "sam", "kwame"),
    "/patients/<margaret>/plan/end/": TREATING,
    "/patients/<margaret>/plan/pause/": TREATING,
    "/patients/<margaret>/plan/go-on/": TREATING,
    "/patients/<margaret>/plan/publish/": TREATING,
    DRAFT: TREATING,
    f"{DRAFT}open/": TREATING_BY_POST,
    f"{DRAFT}discard/": TREATING_BY_POST,
    f"{DRAFT}overrides/": TREATING_BY_POST,
    f"{DRAFT}overrides/<override>/withdraw/": TREATING_BY_POST,
    f"{DRAFT}phases/new/": TREATING,
    f"{DRAFT}phases/<draft.phase>/": TREATING,
    f"{DRAFT}phases/<draft.phase>/current/": TREATING_BY_POST,
    f"{DRAFT}phases/<draft.phase>/remove/": TREATING_BY_POST,
    f"{DRAFT}phases/<draft.phase>/items/new/": TREATING,
    f"{DRAFT}items/<draft.item>/": TREATING,
    f"{DRAFT}items/<draft.item>/remove/": TREATING_BY_POST,
    f"{DRAFT}items/<draft.item>/move/": TREATING_BY_POST,
    # --- logbook -----------------------------------------------------------------------------
    "/today/": PATIENTS,
    # The page of the player is the same for all patients; what it shows it asks for.
    "/player/": PATIENTS,
    "/player/shell/": EVERYONE,
    "/days/<today>/": PATIENTS,
    # Tomasz has no plan, so no day of his to finish.
    "/days/<today>/finish/": only(200, "margaret") | {"tomasz": "/days/<today>/"},
    "/days/<today>/<prescription>/": MARGARET,
    "/days/<today>/<dose>/1/": MARGARET,
    "/sessions/": PATIENTS,
    "/sessions/<session>/": MARGARET,
    "/sessions/<session>/change/": MARGARET,
    "/sessions/<session>/sets/<set>/": MARGARET,
    "/sessions/<session>/sets/<set>/take-back/": MARGARET_BY_POST,
    "/patients/<margaret>/sessions/": MARGARET_AND_THERAPISTS,
    "/patients/<margaret>/sessions/<session>/": MARGARET_AND_THERAPISTS,
    # --- what a device asks and sends: JSON, and so 401 where a page sends to sign in --------
    "/api/v1/": dict.fromkeys(ACTORS, 404),
    "/api/v1/openapi.json": EVERYONE,
    "/api/v1/today": PATIENTS | {"nobody": 401, "ivy": 401},
    # Sent by PUT alone, which tests/sync tries for each actor.
    "/api/v1/sessions/<session>": dict.fromkeys(ACTORS, 405),
    "/api/v1/checks/<session>": dict.fromkeys(ACTORS, 405),
    # --- progress ----------------------------------------------------------------------------
    "/progress/": PATIENTS,
    "/patients/<margaret>/progress/": TREATING,
    # --- audit -------------------------------------------------------------------------------
    "/audit/": ADMINS,
    "/audit/export/": ADMINS,
    "/record/readers/": PATIENTS,
    # --- attention ---------------------------------------------------------------------------
    "/patients/": THERAPISTS,
    "/patients/<margaret>/": TREATING,
    # What to do when something is wrong asks for no sign-in: a number to call is no secret.
    "/wrong/": EVERYONE,
    "/wrong/tell/": only(405, "margaret", "tomasz"),
    "/check/": PATIENTS,
    # For those with diabetes.
    "/check/after/": only("/today/", "margaret", "tomasz"),
    # Nothing is locked, so there is nothing to stop or to open.
    "/stop/": only("/today/", "margaret", "tomasz"),
    "/patients/<margaret>/open-again/": only("/patients/<margaret>/", "sam", "kwame"),
    "/patients/<margaret>/alerts/<alert>/seen/": TREATING_BY_POST,
}
