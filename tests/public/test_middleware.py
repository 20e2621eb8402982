from django.http import HttpResponse

from articles.public.middleware import head_middleware


def answer(request):
    return HttpResponse("长江禁渔三年", headers={"Content-Length": "18"})


def test_head_is_answered_without_a_body_but_with_its_length(rf):
    response = head_middleware(answer)(rf.head("/"))
    assert (response.content, response["Content-Length"]) == (b"", "18")


def test_get_keeps_its_body(rf):
    assert head_middleware(answer)(rf.get("/")).content.decode() == "长江禁渔三年"
