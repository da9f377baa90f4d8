"""An admin invites a list of people by keyboard alone: paste, look, mend, send."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Invitation, User
from tests.browser.keys import tab_to
from tests.browser.pages import AT_ONCE, DESK, PHONE, Complaints, NewContext, axe_faults, open_as, sideways
from tests.support.jobs import sent_mails
from tests.support.tabbing import skip_to_the_page

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_list_is_pasted_mended_and_sent(
    ruth: User, sam: User, new_context: NewContext, live_server: LiveServer
) -> None:
    page = open_as(new_context, live_server, ruth, **AT_ONCE)
    complaints = Complaints(page)
    page.set_viewport_size(DESK)
    page.goto("/people/")
    skip_to_the_page(page)
    tab_to(page, page.get_by_role("link", name="Invite someone"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Invite many at once, from a list"))
    page.keyboard.press("Enter")
    lines = page.get_by_label("One person a line: name, email, role")
    tab_to(page, lines)
    page.keyboard.insert_text("Jonas Weir, jonas@example.org, therapist\nKim, kim@example.org, boss")
    tab_to(page, page.get_by_role("button", name="Check the list"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 person would get a mail")).to_be_visible()
    expect(page.get_by_role("row", name="Kim")).to_contain_text("There is no role “boss”")
    expect(lines).to_have_value("Jonas Weir, jonas@example.org, therapist\nKim, kim@example.org, boss")
    # The browser says of itself that the answer to a wrong list was 422, and of nothing else.
    assert [said for said in complaints.take() if "status of 422" not in said] == []
    assert axe_faults(page) == []
    page.set_viewport_size(PHONE)
    assert sideways(page) == []
    assert axe_faults(page) == []
    assert not sent_mails()

    tab_to(page, lines)
    page.keyboard.press("Control+End")
    for _letter in "boss":
        page.keyboard.press("Backspace")
    page.keyboard.insert_text("admin")
    tab_to(page, page.get_by_role("button", name="Check again"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Send 2 invitations"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 invitations are on their way.")).to_be_visible()
    expect(page.get_by_role("row", name="kim@example.org")).to_contain_text("Invited, ends")
    assert set(Invitation.objects.values_list("email", "role")) == {
        ("jonas@example.org", "therapist"),
        ("kim@example.org", "admin"),
    }
    assert len(sent_mails()) == 2
    assert complaints.take() == []
