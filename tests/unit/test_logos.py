"""Logos come from strangers: what can be drawn is drawn, all else is refused in a sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from worksheets.errors import UnusableInputError
from worksheets.model.brand import Logo
from worksheets.readers import limits
from worksheets.source import logos
from worksheets.writers.pdf.logo import picture

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 100 50">'
)
SQUARE = '<path d="M10 10h20v20h-20z"/>'


def svg(body: str, head: str = HEAD) -> bytes:
    return f"{head}{body}</svg>".encode()


def png(mode: str = "RGBA", size: tuple[int, int] = (20, 10), colour: object = "red") -> bytes:
    target = BytesIO()
    Image.new(mode, size, colour).save(target, "PNG")  # type: ignore[arg-type]
    return target.getvalue()


def drawn(logo: Logo, height: int = 50) -> Image.Image:
    found = Image.open(BytesIO(picture(logo, height))).convert("RGBA")
    ground = Image.new("RGBA", found.size, "white")
    return Image.alpha_composite(ground, found).convert("RGB")


def refusal(data: bytes) -> str:
    with pytest.raises(UnusableInputError) as caught:
        logos.made(data)
    [problem] = caught.value.problems
    assert problem.code == "B001"
    assert problem.hint
    return problem.message


# ---------------------------------------------------------------- what is drawn


@pytest.mark.parametrize(
    ("body", "where", "colour"),
    [
        (SQUARE, (10, 10), (0, 0, 0)),
        ('<rect x="10" width="40" height="50" fill="#f00"/>', (10, 10), (255, 0, 0)),
        ('<circle cx="20" cy="20" r="20" style="fill:rgb(0,0,255)"/>', (25, 25), (0, 0, 255)),
        ('<polygon points="0,0 50,0 50,50 0,50" fill="lime"/>', (25, 25), (0, 255, 0)),
        ("<style>.a{fill:#102030}</style><g class='a'>" + SQUARE + "</g>", (9, 9), (16, 32, 48)),
        ('<g transform="scale(2) translate(3 3)">' + SQUARE + "</g>", (9, 9), (0, 0, 0)),
        ('<defs><path id="p" d="M0 0h9v9z"/></defs><use xlink:href="#p"/>', (48, 10), (0, 0, 0)),
        ('<rect width="50" height="50" opacity=".5"/>', (25, 25), (128, 128, 128)),
        ('<path d="M0 25H50" stroke="red" stroke-width="50"/>', (25, 25), (255, 0, 0)),
        ('<path d="M0 0h50v50h-50z M10 10h30v30h-30z" fill-rule="evenodd"/>', (25, 25), (255,) * 3),
        ('<path d="M0 0 Q 25 50 50 0 A 25 25 0 0 0 0 0z"/>', (50, 20), (0, 0, 0)),
    ],
)  # fmt: skip
def test_plain_shapes_are_drawn(body: str, where: tuple[int, int], colour: object) -> None:
    assert drawn(logos.made(svg(body))).getpixel(where) == pytest.approx(colour, abs=2)


def test_white_around_a_logo_is_cut_off_and_so_is_what_lies_beyond_its_page() -> None:
    logo = logos.made(svg(SQUARE))
    assert (logo.width, logo.height) == (20, 20)
    logo = logos.made(svg('<rect x="-50" y="10" width="500" height="20"/>'))
    assert (logo.width, logo.height) == (100, 20)


@pytest.mark.parametrize(
    "extra",
    [
        "<title>Name</title><desc>url(#nothing)</desc>",
        '<metadata><r xmlns="x"><text>Inkscape</text></r></metadata>',
        '<n:view xmlns:n="http://sodipodi"/>',
        '<defs><linearGradient id="unused"><stop/></linearGradient></defs>',
        '<rect display="none" width="99" height="50"/><rect visibility="hidden" width="99"/>',
        '<clipPath id="c"><rect width="100" height="50"/></clipPath><g clip-path="url(#c)"/>',
    ],
)
def test_what_drawing_programs_add_changes_nothing(extra: str) -> None:
    assert logos.made(svg(extra + SQUARE)) == logos.made(svg(SQUARE))


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (255, 0, 0, 255)), ("P", 1), ("L", 9)])
def test_pictures_of_all_kinds_are_taken_without_what_else_is_in_them(
    mode: str, colour: object
) -> None:
    logo = logos.made(png(mode, colour=colour) + b"appended")
    assert (logo.width, logo.height) == (20, 10)
    assert b"appended" not in logo.png


def test_transparent_edges_of_a_picture_are_cut_off() -> None:
    image = Image.new("RGBA", (100, 100))
    image.paste((0, 0, 0, 255), (40, 40, 60, 50))
    target = BytesIO()
    image.save(target, "PNG")
    logo = logos.made(target.getvalue())
    assert (logo.width, logo.height) == (20, 10)


# ---------------------------------------------------------------- what is not


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("<text>Riga</text>", "text"),
        ('<image href="file:///etc/passwd"/>', "a picture"),
        ('<image href="data:image/png;base64,AAAA"/>', "a picture"),
        ("<script>alert(1)</script>", "a script"),
        ("<foreignObject/>", "a web page"),
        ('<use href="https://example.org/a.svg#b"/>', "another file"),
        ('<use xlink:href="file:///etc/passwd"/>', "another file"),
        ('<rect width="9" height="9" fill="url(#g)"/>', "gradient"),
        ('<g style="filter: url(#f)"/>', "gradient"),
        ("<style>.a{fill:url(http://example.org)}</style>", "gradient"),
        ('<style>@import "http://example.org";</style>', "@ rules"),
        ("<symbol/>", "<symbol>"),
        ("<animate/>", "<animate>"),
        ('<clipPath id="c"><circle r="9"/></clipPath>', "cut out"),
        ('<clipPath id="c"><rect width="9" height="9"/></clipPath>', "cut out"),
        ('<path d="M0 0h9" stroke="red" stroke-dasharray="2 2"/>', "dashed"),
        ("", "empty"),
        ('<path d="M500 500h9v9z"/>', "empty"),
        ('<path d="M0 0 L nan 5z"/>', "empty"),
        ('<path d="M1e9 1 L5 5 6 6z"/>', "understood"),
        ('<g id="a"><use xlink:href="#a"/></g>', "understood"),
        ("<g>", "not XML"),
        ("&nbsp;", "not XML"),
        ("<g>" * 60 + "</g>" * 60, "too many parts"),
        (SQUARE * 6_000, "too many parts"),
        (f'<path d="M0 0{" h1" * 25_000}"/>', "too many lines"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_its_name(body: str, word: str) -> None:
    assert word in refusal(svg(body))


def test_entities_are_refused_before_they_grow() -> None:
    lines = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    laughs = f'<!DOCTYPE svg [<!ENTITY e0 "ha">{lines}]>'
    assert "entities" in refusal(laughs.encode() + svg("<title>&e11;</title>"))
    outside = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert "entities" in refusal(outside + svg("<desc>&x;</desc>"))


def test_the_document_type_of_old_programs_is_no_harm() -> None:
    kind = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1:9/svg11.dtd">'
    assert logos.made(kind + svg(SQUARE)) == logos.made(svg(SQUARE))


def test_a_bomb_of_references_is_stopped() -> None:
    levels = "".join(
        f'<g id="a{i}">{f"""<use xlink:href="#a{i + 1}"/>""" * 10}</g>' for i in range(12)
    )
    with pytest.raises(UnusableInputError, match="too long"):
        limits.call(
            "worksheets.source.logos:made",
            svg(f'<defs>{levels}<path id="a12" d="M0 0h1v1z"/></defs><use xlink:href="#a0"/>'),
            seconds=1.5,
        )


def test_a_picture_that_unpacks_to_gigabytes_is_refused_by_its_head() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
    assert "pixels" in refusal(b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b""))
    assert "pixels" in refusal(png("L", (5_000, 5_000), 0))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "neither"),
        (b"GIF89a", "neither"),
        (b"%PDF-1.7", "neither"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "damaged"),
        (png()[:60], "damaged"),
        (png(colour=(0, 0, 0, 0)), "transparent"),
        (bytes(3_000_000), "larger"),
        (b"<html><svg></svg></html>", "empty"),
    ],
)
def test_other_files_are_no_logos(data: bytes, word: str) -> None:
    if word == "empty":
        assert refusal(data)
    else:
        assert word in refusal(data)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ('<rect width="50" height="50" stroke="red" stroke-width="1e30"/>', "understood"),
        ('<g transform="scale(1e20)"><path d="M0 0h9" stroke="red"/></g>', "understood"),
        ('<rect width="100" height="0.02"/>', "narrow"),
        ('<rect width="0.02" height="50"/>', "narrow"),
    ],
)
def test_drawings_without_measure_are_refused(body: str, word: str) -> None:
    assert word in refusal(svg(body))
