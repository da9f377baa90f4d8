"""What no page of ours sends: too much, too many, or nonsense. It gets a clear refusal, and never a 500."""

import pytest
from django.conf import settings

from tests.support.routes import fill

# Ten pages of all kinds, each with who may open it.
PAGES = [
    ("/account/login/", "nobody"),
    ("/account/password/reset/", "nobody"),
    ("/invitation/<token>/", "nobody"),
    ("/people/", "ruth"),
    ("/people/invite/many/", "ruth"),
    ("/library/", "margaret"),
    ("/days/<today>/<prescription>/", "margaret"),
    ("/patients/", "sam"),
    ("/patients/new/", "sam"),
    ("/patients/<margaret>/plan/draft/items/<draft.item>/", "sam"),
]
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
NAMES = ("q", "name", "email", "reps", "note", "login", "page", "weeks", "state", "show", "side", "lines")
ODD_BODIES = {
    "NUL": (FORM, "&".join(f"{name}=a%00b" for name in NAMES).encode()),
    "10,000 fields": (FORM, "&".join(f"f{number}=1" for number in range(10_000)).encode()),
    "the same name 900 times": (FORM, "&".join(["reps=1"] * 900).encode()),
    "no UTF-8": (FORM, b"name=%ff%fe&email=%c3%28&note=\xff"),
    "half a multipart": (MULTIPART, b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nMargaret'),
    "no multipart": (MULTIPART, b"nothing of the kind"),
    "no boundary": ("multipart/form-data", b"--b--"),
    "huge numbers": (FORM, "&".join(f"{name}={'9' * 5000}" for name in NAMES).encode()),
}
ODD_QUERIES = {
    "NUL": "&".join(f"{name}=a%00b" for name in (*NAMES, "clinic", "plan", "phase", "to", "code", "earlier")),
    "no UTF-8": "&".join(f"{name}=%ff%fe" for name in NAMES),
    "3,000 fields": "&".join(f"f{number}=1" for number in range(3_000)),
    "half a megabyte": "q=" + "a" * 500_000,
    "huge numbers": "&".join(f"{name}={'9' * 5000}" for name in NAMES),
    "not even pairs": "&&==%&%zz&q",
}


@pytest.mark.parametrize(("address", "actor"), PAGES)
def test_nonsense_never_breaks_a_page(address: str, actor: str, people, ids, as_):
    client, where = as_(people[actor]), fill(address, ids)
    client.raise_request_exception = False
    broken = []
    for name, (kind, body) in ODD_BODIES.items():
        status = client.post(where, body, content_type=kind).status_code
        if status >= 500 or (name == "10,000 fields" and status not in {400, 405}):
            broken.append(("POST", name, status))
    for name, query in ODD_QUERIES.items():
        status = client.get(where, QUERY_STRING=query).status_code
        if status >= 500:
            broken.append(("GET", name, status))
    assert broken == []


@pytest.mark.parametrize(
    "path", ["/%00", "/patients/%00/", "/library/%00/", "/%ff%fe/", "/people/%2e%2e/", "/" + "a" * 5000]
)
def test_an_odd_path_is_not_found(path: str, as_, sam):
    client = as_(sam)
    client.raise_request_exception = False
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("address", "actor"), PAGES)
def test_too_large_a_body_is_refused_in_words(address: str, actor: str, people, ids, as_):
    body = b"note=" + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = as_(people[actor]).post(fill(address, ids), body, content_type=FORM)
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "<h1>That was too large</h1>" in page
    assert "nothing was changed" in page
    assert "default-src 'self'" in answer["Content-Security-Policy"].split("; ")


def test_a_large_file_counts_too(as_, ruth):
    large = b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        + large
        + b"\r\n--b--\r\n"
    )
    assert as_(ruth).post("/people/invite/many/", body, content_type=MULTIPART).status_code == 413


@pytest.mark.parametrize("length", ["-1", "many", "²"])
def test_a_length_that_is_no_number_is_refused(client, length: str):
    answer = client.post("/account/login/", b"", content_type=FORM, CONTENT_LENGTH=length)
    assert answer.status_code == 400


def test_just_below_the_limit_is_read(as_, ruth):
    body = b"lines=" + b"a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 6)
    answer = as_(ruth).post("/people/invite/many/", body, content_type=FORM)
    assert answer.status_code == 422
