from django.http import HttpResponseNotFound, HttpResponseServerError


def not_found(request, exception=None):
    return HttpResponseNotFound("not found")


def server_error(request):
    return HttpResponseServerError("error")
