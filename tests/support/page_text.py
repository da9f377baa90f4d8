"""What a page says."""


def text(response):
    assert response.status_code == 200
    return response.content.decode()
