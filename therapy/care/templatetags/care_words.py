"""Conditions in words: `{% load care_words %}`."""

from django import template

from therapy.care import condition_labels
from therapy.care.models import Condition

register = template.Library()


@register.filter
def diagnosis_title(code: str) -> str:
    """`{{ condition.code|diagnosis_title }}`: the official title of an ICD-10-CM code."""
    return condition_labels.title_of(code)


@register.filter
def limits(condition: Condition) -> list[str]:
    """`{% for limit in condition|limits %}`: the limits as sentences. Its `patient` should be at hand."""
    return condition_labels.limits(condition, condition.patient.today)


@register.filter
def findings(condition: Condition) -> list[str]:
    """`{% for finding in condition|findings %}`: what was found on examining, as sentences."""
    return condition_labels.findings(condition)
