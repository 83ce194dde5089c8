"""PDF text strings are decoded as viewers meant them, and never end in an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.readers.pdf_text import decode

LATVIAN = "Jānis Bērziņš, 3 € — „ļoti” 👍"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"plain", "plain", id="ascii"),
        pytest.param(b"", "", id="empty"),
        pytest.param(b"\xfe\xff" + LATVIAN.encode("utf-16-be"), LATVIAN, id="utf-16-be"),
        pytest.param(b"\xff\xfe" + LATVIAN.encode("utf-16-le"), LATVIAN, id="utf-16-le"),
        pytest.param(b"\xef\xbb\xbf" + LATVIAN.encode(), LATVIAN, id="utf-8 with mark"),
        pytest.param(LATVIAN.encode(), LATVIAN, id="utf-8 of home-made programs"),
        pytest.param(b"\xa0 \x8a\x97\x9d \x93\xe9", "€ −Šš ﬁé", id="PDFDocEncoding"),
        pytest.param(b"\x18\x1f\xad", "˘˜\u00ad", id="PDFDocEncoding at its edges"),
        pytest.param(
            b"\xfe\xff\0\x1b\0l\0v\0L\0V\0\x1b\0J\0\x1b\0l\0v\0\x1b\0a", "Ja", id="language marks"
        ),
        pytest.param(b"\xfe\xff\0\x1blvLV\0\x1b\0J", "J", id="language marks in bytes"),
    ],
)
def test_decodes_what_programs_write(data: bytes, text: str) -> None:
    assert decode(data) == (text, False)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xfe\xff\0a\0", "a\ufffd"),
        (b"\xfe\xff\xd8\0\0a", "\ufffda"),
        (b"\xfe\xff\0a\xdc\0\0b", "a\ufffdb"),
        (b"\xff\xfea\0\0\xd8", "a\ufffd"),
        (b"\xef\xbb\xbfa\xed\xa0\x80", "a\ufffd\ufffd\ufffd"),
        (b"a\x9f\x80", "a\ufffd•"),
    ],
)
def test_what_cannot_be_decoded_is_replaced_and_reported(data: bytes, text: str) -> None:
    assert decode(data) == (text, True)


@given(st.binary(max_size=60), st.sampled_from([b"", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_any_bytes_become_text_that_can_be_written(data: bytes, mark: bytes) -> None:
    text, damaged = decode(mark + data)
    text.encode()
    assert damaged == ("\ufffd" in text)


@given(st.text().filter(lambda text: "\x1b" not in text and "\ufffd" not in text))
def test_text_comes_back_whole(text: str) -> None:
    assert decode(b"\xfe\xff" + text.encode("utf-16-be")) == (text, False)
