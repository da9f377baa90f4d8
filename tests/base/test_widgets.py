"""Widgets keep what was chosen, fill nothing in, and store None where nothing was said."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from tests.support.page_text import tight
from therapy.base.widgets import (
    ChoiceCardsMultipleWidget,
    ChoiceCardsWidget,
    ScaleWidget,
    ScaleWords,
    SegmentWidget,
    StepperInput,
)

DID = [("yes", "Yes, or part of it"), ("no", "No, I skipped it")]
WHY = [("hurt", "It hurt"), ("tired", "Too tired today")]
THINGS = [("band", "A band"), ("chair", "A chair"), ("wall", "A wall")]


class SetForm(forms.Form):
    pain = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=10,
        widget=ScaleWidget(words=[ScaleWords(0, 0, "no pain"), ScaleWords(4, 5, "keep the load")]),
    )
    did = forms.ChoiceField(choices=DID, widget=SegmentWidget)
    why = forms.ChoiceField(
        choices=WHY, required=False, widget=ChoiceCardsWidget(hints={"hurt": "Any pain counts"})
    )
    things = forms.MultipleChoiceField(choices=THINGS, required=False, widget=ChoiceCardsMultipleWidget)
    reps = forms.IntegerField(required=False, min_value=0, max_value=30, widget=StepperInput(start=8))


def checked(html: str, name: str) -> list[str]:
    """The values of the inputs called `name` that are checked."""
    inputs = re.findall(rf'<input[^>]*\bname="{name}"[^>]*>', html)
    return [re.findall(r'value="([^"]*)"', one)[0] for one in inputs if re.search(r"\bchecked\b", one)]


@pytest.mark.parametrize("answer", ["0", "4", "10"])
def test_a_scale_keeps_the_answer_and_hands_on_a_number(answer: str) -> None:
    form = SetForm({"pain": answer, "did": "yes"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["pain"] == int(answer)
    assert checked(render_crispy_form(form), "pain") == [answer]


@pytest.mark.parametrize("data", [{"did": "yes"}, {"did": "yes", "pain": ""}])
def test_a_scale_without_an_answer_is_not_said_and_never_zero(data: dict[str, str]) -> None:
    form = SetForm(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["pain"] is None
    assert checked(render_crispy_form(form), "pain") == [""]


def test_a_stored_zero_is_shown_as_zero() -> None:
    assert checked(render_crispy_form(SetForm(initial={"pain": 0})), "pain") == ["0"]


def test_a_scale_has_eleven_numbers_and_not_said() -> None:
    html = str(SetForm()["pain"])
    assert re.findall(r'value="([^"]*)"', html) == [*map(str, range(11)), ""]
    assert '<label class="unsaid-cell">' in html
    assert "not said" in html


def test_a_required_scale_leaves_out_not_said_and_marks_nothing() -> None:
    class Required(forms.Form):
        effort = forms.IntegerField(min_value=0, max_value=10, widget=ScaleWidget)

    html = str(Required()["effort"])
    assert "not said" not in html
    assert "checked" not in html
    assert html.count(" required") == 11
    assert Required({}).errors["effort"] == ["This field is required."]


def test_the_words_beside_a_scale_mark_where_the_answer_lies() -> None:
    html = tight(str(SetForm({"pain": "4"})["pain"]))
    assert (
        '<dt>0</dt><dd>no pain</dd><dt class="is-on">4 to 5</dt><dd class="is-on">keep the load</dd>' in html
    )


def test_a_number_off_the_scale_is_an_error_beside_the_field() -> None:
    form = SetForm({"pain": "11", "did": "yes"})
    assert not form.is_valid()
    html = render_crispy_form(form)
    assert 'id="id_pain_error"' in html
    assert "less than or equal to 10" in html
    assert 'aria-describedby="id_pain_error"' in html


def test_nothing_is_chosen_beforehand() -> None:
    html = render_crispy_form(SetForm())
    assert [checked(html, name) for name in ("did", "why", "things")] == [[], [], []]
    assert 'name="reps" class="form-control stepperinput"' in html


def test_segment_cards_and_boxes_keep_what_was_typed_when_something_else_is_wrong() -> None:
    form = SetForm({"pain": "99", "did": "no", "why": "tired", "things": ["band", "wall"], "reps": "7"})
    assert not form.is_valid()
    html = render_crispy_form(form)
    assert checked(html, "did") == ["no"]
    assert checked(html, "why") == ["tired"]
    assert checked(html, "things") == ["band", "wall"]
    assert 'name="reps" value="7"' in html


def test_a_choice_that_is_not_offered_is_refused() -> None:
    form = SetForm({"did": "perhaps"})
    assert not form.is_valid()
    assert "did" in form.errors


def test_a_card_shows_its_hint() -> None:
    assert "It hurt<small>Any pain counts</small>" in str(SetForm()["why"])


def test_a_group_of_radios_is_a_fieldset_with_a_legend() -> None:
    html = tight(render_crispy_form(SetForm()))
    assert re.search(r'<fieldset id="div_id_did"[^>]*><legend>Did</legend>', html)
    assert re.search(r'<label for="id_reps"[^>]*>Reps</label>', html)


def test_the_empty_choice_of_a_model_field_is_hidden_unless_it_has_words() -> None:
    choices = [("", "---------"), *DID]

    class Plain(forms.Form):
        did = forms.ChoiceField(choices=choices, required=False, widget=SegmentWidget)

    class Said(forms.Form):
        did = forms.ChoiceField(choices=choices, required=False, widget=SegmentWidget(unsaid="not said"))

    assert "-----" not in str(Plain()["did"])
    assert str(Plain()["did"]).count("<label") == 2
    assert str(Said()["did"]).count("<label") == 3
    assert checked(str(Said()["did"]), "did") == [""]


def test_a_stepper_is_a_plain_number_input_until_the_script_comes() -> None:
    form = SetForm()
    html = str(form["reps"])
    assert 'type="number"' in html
    assert 'data-start="8"' in html
    assert "value=" not in html
    assert 'placeholder="not said"' in html
    assert "<button" not in html
    assert 'type="module"' in str(form.media)
    assert "js/stepper.js" in str(form.media)


def test_an_empty_stepper_is_not_said_and_zero_is_zero() -> None:
    assert SetForm({"did": "yes", "reps": ""}).fields["reps"].clean("") is None
    assert SetForm().fields["reps"].clean("0") == 0


def test_a_box_to_tick_has_its_label_beside_it() -> None:
    class Consent(forms.Form):
        agreed = forms.BooleanField(label="I agree")

    html = tight(render_crispy_form(Consent()))
    assert re.search(r'<div id="div_id_agreed" class="form-check"><input type="checkbox"', html)
    assert '<label for="id_agreed" class="form-check-label">I agree</label>' in html


def test_a_field_that_may_stay_empty_says_so() -> None:
    class Contact(forms.Form):
        name = forms.CharField()
        phone = forms.CharField(required=False)

    html = tight(render_crispy_form(Contact()))
    assert 'Phone<span class="optional">optional</span>' in html
    assert "Name<span" not in html


def test_a_scale_shows_an_answer_of_far_too_many_digits_again() -> None:
    form = SetForm({"did": "yes", "pain": "9" * 5000})
    assert not form.is_valid()
    assert "pain" in form.errors
    assert render_crispy_form(form)
