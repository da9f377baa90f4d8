"""What an action on a plan refuses. The text of each is for the person who asked, translated."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from therapy.plans.rules import Finding


class PlanError(Exception):
    """An action that cannot be done; nothing was changed."""


class Published(PlanError):  # noqa: N818  it reads as what it says
    """Something would change a published revision."""

    def __init__(self) -> None:
        super().__init__(
            _("This version is published and no longer changes. Open a draft to change the plan.")
        )


class CannotPublish(PlanError):  # noqa: N818
    """Findings stand in the way that are neither solved nor overridden with a reason; they are in `findings`."""

    def __init__(self, findings: "list[Finding]") -> None:
        super().__init__(_("Solve these points first, or give a reason why the plan is right as it is."))
        self.findings = findings
