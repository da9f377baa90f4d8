"""From the invitation to the work: a new therapist joins, sets up an app, loses the phone, and makes a passkey."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.pages import AT_ONCE, Complaints, NewContext, axe_faults, open_as, sideways
from tests.support.jobs import sent_mails
from therapy.base import clock

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "jonas@example.org"
PASSWORD = "green-boat-on-the-hill"


@pytest.fixture
def phone(new_context: NewContext, live_server: LiveServer) -> Iterator[Page]:
    """A phone on which nobody is signed in. At the end the browser has complained of nothing."""
    page = open_as(new_context, live_server, None, **AT_ONCE)
    complaints = Complaints(page)
    yield page
    assert complaints.take() == []


def finger_reader(context: BrowserContext, page: Page) -> None:
    """A device that makes passkeys and knows its owner's finger."""
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    finger = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": finger})


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def invite(new_context: NewContext, live_server: LiveServer, admin: User) -> str:
    """An admin invites Jonas by the form; the path of the link in his mail."""
    desk = open_as(new_context, live_server, admin, **AT_ONCE)
    desk.goto("/people/invite/")
    desk.get_by_label("Name").fill("Jonas Weir")
    desk.get_by_label("Email").fill(EMAIL)
    desk.get_by_label("Therapist").check()
    press(desk, "Send the invitation")
    expect(desk.get_by_text(EMAIL).first).to_be_visible()
    return re.search(r"/invitation/[^/\s]+/", sent_mails()[-1].body)[0]


def join(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_label("Full name")).to_have_value("Jonas Weir")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    press(page, "Join")


def set_up_an_app(page: Page) -> list[str]:
    """As the page asks for it; the recovery codes that it shows then."""
    page.get_by_role("link", name="Set up an app").click()
    still_me(page)
    page.get_by_text("I cannot scan it").click()
    secret = page.locator("#secret").inner_text()
    assert faults(page) == []
    page.get_by_label("Code from the app").fill(code_of(secret))
    press(page, "Turn it on")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert faults(page) == []
    return page.locator(".codes li").all_inner_texts()


def still_me(page: Page) -> None:
    """The password once more, where it is asked for: who has just typed it is not asked again."""
    if page.get_by_role("button", name="Go on", exact=True).is_visible():
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        press(page, "Go on")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))


def faults(page: Page) -> list[str]:
    return axe_faults(page) + sideways(page)


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Now the second step")).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def expect_the_caseload(page: Page) -> None:
    page.goto("/patients/")
    expect(page.get_by_role("heading", name="Caseload", level=1)).to_be_visible()


@pytest.mark.always
def test_a_new_therapist_gets_to_work_and_back_without_the_phone(
    ruth: User, phone: Page, new_context: NewContext, live_server: LiveServer
) -> None:
    join(phone, invite(new_context, live_server, ruth))
    expect(phone.get_by_text("Choose a second step to go on")).to_be_visible()
    phone.goto("/patients/")
    expect(phone.get_by_role("heading", name="Second step at sign-in")).to_be_visible()
    codes = set_up_an_app(phone)
    assert len(set(codes)) == 10
    expect_the_caseload(phone)

    sign_out(phone)
    sign_in(phone)
    assert faults(phone) == []
    phone.get_by_label("Code").fill(codes[3])
    press(phone, "Sign in")
    expect_the_caseload(phone)

    sign_out(phone)
    sign_in(phone)
    phone.get_by_label("Code").fill(codes[3])
    press(phone, "Sign in")
    expect(phone.get_by_text("Wrong code.")).to_be_visible()


def test_a_new_therapist_makes_a_passkey_and_signs_in_with_it(
    ruth: User, phone: Page, new_context: NewContext, live_server: LiveServer
) -> None:
    finger_reader(phone.context, phone)
    join(phone, invite(new_context, live_server, ruth))
    phone.get_by_role("link", name="Add a passkey").click()
    still_me(phone)
    press(phone, "Make the passkey")
    expect(phone.get_by_text("Recovery codes").first).to_be_visible()
    jonas = User.objects.get(email=EMAIL)
    kinds = Authenticator.objects.filter(user=jonas).values_list("type", flat=True)
    assert sorted(kinds) == ["recovery_codes", "webauthn"]
    expect_the_caseload(phone)

    # As the second step, after the password.
    sign_out(phone)
    sign_in(phone)
    press(phone, "Use a passkey instead")
    phone.wait_for_url("**/patients/")
    # And alone: the finger is two factors, the device and its owner.
    sign_out(phone)
    press(phone, "Use a passkey instead")
    phone.wait_for_url("**/patients/")
    expect_the_caseload(phone)
    assert Authenticator.objects.get(user=jonas, type="webauthn").last_used_at is not None
