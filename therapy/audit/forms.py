"""What the audit can be narrowed to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from therapy.audit import admin_log, page_names
from therapy.audit.filters import AuditFilter


class FilterForm(forms.Form):
    """Read from the address, so that every view of the audit can be bookmarked."""

    by = forms.ChoiceField(
        label=_("By"),
        choices=[("staff", _("Staff")), ("patients", _("Patients, own record")), ("system", _("The system"))],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[
            ("", _("Everything")),
            ("reads", _("Looked at")),
            ("changes", _("Changed")),
            ("glass", _("Glass broken")),
            ("files", _("Taken as a file")),
            (admin_log.KIND, page_names.ADMIN_LOG),
        ],
        required=False,
    )
    who = forms.CharField(label=_("Who"), max_length=150, required=False)
    whose = forms.CharField(label=_("About whom"), max_length=150, required=False)
    since = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.unsaid = True  # that nothing here has to be said needs no word at each field

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            raise ValidationError({"until": _("This day is before the first one.")})
        return said

    def filters(self) -> AuditFilter:
        """The filters; of a form that is valid."""
        said = self.cleaned_data
        return AuditFilter(
            by=said["by"] or "staff",
            who=said["who"],
            whose=said["whose"],
            kind=said["kind"],
            since=said["since"],
            until=said["until"],
        )
