from django.http import HttpResponse


def stub(request, *args, **kwargs):
    return HttpResponse("not built yet", status=501)
