"""The addresses of programmes, plans and drafts."""

from django.urls import path

from therapy.plans.views import assign, builder, items, lifecycle, phases, plan, programmes, publish

app_name = "plans"
PLAN = "patients/<uuid:patient_id>/plan/"
urlpatterns = [
    path("programmes/", programmes.index, name="programmes"),
    path("programmes/<slug:slug>/", programmes.detail, name="programme"),
    path(PLAN, plan.overview, name="plan"),
    path(f"{PLAN}revisions/<int:number>/", plan.revision, name="revision"),
    path(f"{PLAN}new/", assign.assign, name="assign"),
    path(f"{PLAN}end/", lifecycle.end, name="end"),
    path(f"{PLAN}pause/", lifecycle.pause, name="pause"),
    path(f"{PLAN}go-on/", lifecycle.go_on, name="go_on"),
    path(f"{PLAN}draft/", builder.builder_, name="draft"),
    path(f"{PLAN}draft/open/", builder.open_, name="open_draft"),
    path(f"{PLAN}draft/discard/", builder.discard, name="discard_draft"),
    path(f"{PLAN}draft/overrides/", builder.override, name="override"),
    path(f"{PLAN}draft/overrides/<uuid:override_id>/withdraw/", builder.withdraw, name="withdraw"),
    path(f"{PLAN}draft/phases/new/", phases.add, name="phase_new"),
    path(f"{PLAN}draft/phases/<uuid:phase_id>/", phases.edit, name="phase"),
    path(f"{PLAN}draft/phases/<uuid:phase_id>/current/", phases.make_current, name="phase_current"),
    path(f"{PLAN}draft/phases/<uuid:phase_id>/remove/", phases.remove, name="phase_remove"),
    path(f"{PLAN}draft/phases/<uuid:phase_id>/items/new/", items.add, name="item_new"),
    path(f"{PLAN}draft/items/<uuid:item_id>/", items.edit, name="item"),
    path(f"{PLAN}draft/items/<uuid:item_id>/remove/", items.remove, name="item_remove"),
    path(f"{PLAN}draft/items/<uuid:item_id>/move/", items.move, name="item_move"),
    path(f"{PLAN}publish/", publish.publish, name="publish"),
]
