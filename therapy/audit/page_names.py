"""Plain words for the names of pages and tables on the trail. They name a part of the record, never what it says."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from therapy.trail.models import Entry

Kind = Entry.Kind

PLAN, DRAFT, SESSION, TODAY = _("Plan"), _("Draft of the plan"), _("A session"), _("Today’s list")
ADMIN_LOG = _("People and access")
CHECK = _("Safety check")
CONDITION, TEAM = _("A condition"), _("Care team")

# By the name of the page's address.
PAGES: dict[str, Promise] = {
    "api:session": _("Session, sent by a device"),
    "api:today": _("Today, on a device"),
    "attention:caseload": _("Caseload"),
    "attention:after": CHECK,
    "attention:alert_seen": _("An alert"),
    "attention:check": CHECK,
    "attention:open_again": _("Exercises opened again"),
    "attention:patient": _("Overview"),
    "attention:stop": CHECK,
    "attention:tell": CHECK,
    "audit:audit": _("Audit"),
    "audit:export": _("Audit"),
    "audit:readers": _("Who has looked"),
    "care:condition_edit": CONDITION,
    "care:condition_new": CONDITION,
    "care:condition_reopen": CONDITION,
    "care:condition_resolve": CONDITION,
    "care:edit": _("Details"),
    "care:emergency": _("Opened in an emergency"),
    "care:invite": TEAM,
    "care:member_end": TEAM,
    "care:member_lead": TEAM,
    "care:team": TEAM,
    "exercise": _("Exercise"),
    "learn": _("Articles"),
    "logbook:day": TODAY,
    "logbook:exercise": TODAY,
    "logbook:finish": TODAY,
    "logbook:patient_session": SESSION,
    "logbook:patient_sessions": _("Sessions"),
    "logbook:session": SESSION,
    "logbook:session_change": SESSION,
    "logbook:sessions": _("Sessions"),
    "logbook:set": TODAY,
    "logbook:set_correct": SESSION,
    "logbook:set_take_back": SESSION,
    "logbook:today": TODAY,
    "plans:assign": PLAN,
    "plans:discard_draft": DRAFT,
    "plans:draft": DRAFT,
    "plans:end": PLAN,
    "plans:go_on": PLAN,
    "plans:item": DRAFT,
    "plans:item_move": DRAFT,
    "plans:item_new": DRAFT,
    "plans:item_remove": DRAFT,
    "plans:override": DRAFT,
    "plans:open_draft": DRAFT,
    "plans:pause": PLAN,
    "plans:phase": DRAFT,
    "plans:phase_current": DRAFT,
    "plans:phase_new": DRAFT,
    "plans:phase_remove": DRAFT,
    "plans:plan": PLAN,
    "plans:publish": DRAFT,
    "plans:revision": PLAN,
    "plans:withdraw": DRAFT,
    "progress:mine": _("Progress"),
    "progress:patient": _("Progress"),
    "": _("No page"),
}
TABLES: dict[str, Promise] = {
    "care_careteammember": TEAM,
    "care_condition": CONDITION,
    "care_emergencyaccess": _("Opened in an emergency"),
    "care_patient": _("Details"),
    "library_article": _("An article"),
    "attention_alert": _("An alert"),
    "logbook_check": CHECK,
    "logbook_correction": _("A correction"),
    "logbook_session": SESSION,
    "logbook_set": _("Sets"),
    "plans_dose": PLAN,
    "plans_pause": _("A pause"),
    "plans_phase": PLAN,
    "plans_plan": PLAN,
    "plans_prescription": PLAN,
    "plans_revision": PLAN,
    "plans_ruleoverride": _("A reason in the plan"),
}
KINDS: dict[str, Promise] = {
    Kind.READ: _("Opened"),
    Kind.LIST: _("Seen in a list"),
    Kind.INSERT: _("Added"),
    Kind.UPDATE: _("Changed"),
    Kind.DELETE: _("Removed"),
    Kind.START: _("History begins"),
    Kind.GLASS: _("Glass broken"),
    Kind.EXPORT: _("Audit taken as a file"),
}


def page_name(what: str) -> str:
    """The page or table in words; its own name where the app has it no more."""
    return str(PAGES.get(what) or TABLES.get(what) or what)
