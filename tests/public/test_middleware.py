import pytest
from django.http import FileResponse, HttpResponse

from articles.public.middleware import head_middleware


def answer(request):
    return HttpResponse("长江禁渔三年", headers={"Content-Length": "18"})


def test_head_is_answered_without_a_body_but_with_its_length(rf):
    response = head_middleware(answer)(rf.head("/"))
    assert (response.content, response["Content-Length"]) == (b"", "18")


# To close an answer is to end a request, which sees to the connections.
@pytest.mark.django_db
def test_head_of_a_file_is_answered_without_it_and_closes_it(rf, tmp_path):
    path = tmp_path / "river.webp"
    path.write_bytes(b"RIFF of the river")
    file = path.open("rb")
    response = head_middleware(lambda request: FileResponse(file))(rf.head("/media/river.webp"))
    assert b"".join(response.streaming_content) == b""
    assert response["Content-Length"] == "17"
    response.close()
    assert file.closed


def test_get_keeps_its_body(rf):
    assert head_middleware(answer)(rf.get("/")).content.decode() == "长江禁渔三年"
