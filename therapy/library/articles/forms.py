"""The search for articles."""

from django import forms


class SearchForm(forms.Form):
    """Words to look for, or none."""

    q = forms.CharField(required=False, max_length=100)

    @property
    def words(self) -> str:
        """What was asked for; empty for nothing, or for what no search is."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""
