"""The pages on which therapists and admins write their clinic's own articles."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, refuse_unless_post, role_required
from therapy.library.articles import own
from therapy.library.articles.own_forms import OwnArticleForm

# An answer to a form that was refused: the page again, with what was typed.
REFUSED = 422

writers_only = role_required(*own.WRITERS)


def _page(request: SignedInRequest, form: OwnArticleForm, **more: Any) -> HttpResponse:
    """The form; with its preview where that was asked for and nothing is wrong."""
    is_preview = form.is_bound and form.is_valid() and "preview" in request.POST
    context = {"form": form, "article": form.preview() if is_preview else None, **more}
    return render(request, "library/article_form.html", context, status=REFUSED if form.errors else 200)


def _is_to_be_saved(request: SignedInRequest, form: OwnArticleForm) -> bool:
    return request.method == "POST" and form.is_valid() and "preview" not in request.POST


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """``/learn/new/``: write an article, look at it, and put it on the clinic's shelf."""
    clinics = own.clinics_of_writer(request.user)
    form = OwnArticleForm(request.POST if request.method == "POST" else None, clinics=clinics)
    if _is_to_be_saved(request, form):
        written = own.write(form.new_id, form.chosen_clinic, request.user, form.values())
        messages.success(request, _("The article is saved. Your clinic’s people can read it now."))
        return redirect("library:article", written.slug)
    return _page(request, form)


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    """``/learn/<slug>/change/``: change an article of the own clinic, or take it out of use."""
    written = own.get_written_or_404(request.user, slug)
    form = OwnArticleForm(request.POST if request.method == "POST" else None, article=written)
    if _is_to_be_saved(request, form):
        try:
            own.change(written, request.user, form.cleaned_data["seen"], form.values())
        except ValidationError as error:
            form.add_error(None, error)
            written.refresh_from_db()
            form.has_seen(written.version)
        else:
            messages.success(request, _("The article is saved."))
            return redirect("library:article_change" if written.archived_at else "library:article", slug)
    return _page(request, form, written=written)


@writers_only
def take_out(request: SignedInRequest, slug: str) -> HttpResponse:
    """Nobody reads the article any more; it is kept and can be put back."""
    written = own.get_written_or_404(request.user, slug)
    refused = refuse_unless_post(request)
    if refused is not None:
        return refused
    own.take_out(written)
    messages.success(request, _("The article is out of use. You can put it back here."))
    return redirect("library:article_change", slug)


@writers_only
def put_back(request: SignedInRequest, slug: str) -> HttpResponse:
    """The article is read again."""
    written = own.get_written_or_404(request.user, slug)
    refused = refuse_unless_post(request)
    if refused is not None:
        return refused
    own.put_back(written)
    messages.success(request, _("The article is back in use."))
    return redirect("library:article", slug)
