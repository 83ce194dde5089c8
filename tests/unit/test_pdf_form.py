"""Forms that real programs leave behind, and files that mean harm."""

# ruff: noqa: ANN401 (pikepdf gives every PDF object the same type)

import re
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from time import perf_counter
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from worksheets.definition import pack
from worksheets.errors import UnusableInputError
from worksheets.readers.pdf_form import Found, read_form

pytestmark = pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
GROUP = "emotion__use"
JSON = b'{"format": 1}'


class Form:
    """A one-page form, built by hand; what a test changes is as a program would leave it."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.page = self.pdf.add_blank_page().obj
        self.page.Annots = Array()
        self.pdf.Root.AcroForm = Dictionary(Fields=Array())

    @property
    def fields(self) -> Any:
        return self.pdf.Root.AcroForm.Fields

    def widget(self, **entries: Any) -> Any:
        widget = self.pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], **entries)
        )
        self.page.Annots.append(widget)
        return widget

    def text(self, name: Any, value: Any = None, **entries: Any) -> Any:
        entries |= {} if value is None else {"V": value}
        field = self.widget(FT=Name.Tx, T=name, **entries)
        self.fields.append(field)
        return field

    def radio(self, states: Sequence[str], on: str = "Off", **group: Any) -> list[Any]:
        parent = self.pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T=GROUP, **group))
        parent.Kids = Array([self.button(state, on, Parent=parent) for state in states])
        self.fields.append(parent)
        return [parent, *parent.Kids]

    def button(self, state: str, on: str, **entries: Any) -> Any:
        look = Dictionary(N=Dictionary({f"/{state}": Dictionary(), "/Off": Dictionary()}))
        return self.widget(AP=look, AS=Name(f"/{on if on == state else 'Off'}"), **entries)

    def embed(self, content: bytes, **entries: Any) -> None:
        stream = self.pdf.make_stream(content, **entries)
        file = Dictionary(Type=Name.Filespec, UF="worksheet.json", EF=Dictionary(F=stream))
        names = Dictionary(Names=Array([String("worksheet.json"), self.pdf.make_indirect(file)]))
        self.pdf.Root.Names = Dictionary(EmbeddedFiles=names)

    def save(self, **options: Any) -> bytes:
        target = BytesIO()
        self.pdf.save(target, **options)
        return target.getvalue()

    def read(self) -> Found:
        return read_form(self.save())


def texts(found: Found) -> dict[str, str | None]:
    return {mark.name: mark.text for mark in found.marks}


def codes(found: Found) -> list[str]:
    return [p.code for m in found.marks for p in m.problems] + [p.code for p in found.problems]


def refused(data: bytes) -> str:
    with pytest.raises(UnusableInputError) as caught:
        read_form(data)
    return caught.value.problems[0].code


def states(form: Form) -> tuple[str, ...]:
    return {mark.name: mark.states for mark in form.read().marks}[GROUP]


# ---------------------------------------------------------------- sound forms


def test_text_keeps_every_character() -> None:
    form = Form()
    form.text("persona", "Jānis\r\nBērziņš 👍")
    form.text("blank")
    found = form.read()
    assert texts(found) == {"persona": "Jānis\r\nBērziņš 👍", "blank": None}
    assert [mark.page for mark in found.marks] == [1, 1]
    assert codes(found) == []


@pytest.mark.parametrize(
    "value", [Name("/s3"), String("/s3"), String("s3")], ids=["name", "pypdf", "string"]
)
@pytest.mark.parametrize("seen", ["s3", "Off"])
def test_a_marked_button_is_found(value: Any, seen: str) -> None:
    form = Form()
    form.radio(["s1", "s2", "s3"], seen, V=value)
    assert states(form) == ("s3",)
    assert codes(form.read()) == []


def test_an_untouched_group_is_blank() -> None:
    form = Form()
    form.radio(["s1", "s2"], V=Name.Off)
    assert states(form) == ()


def test_two_marks_are_both_told() -> None:
    form = Form()
    _, first, _, third = form.radio(["s1", "s2", "s3"], V=Name("/s1"))
    first.AS, third.AS = Name("/s1"), Name("/s3")
    assert states(form) == ("s1", "s3")


def test_a_value_that_is_not_what_is_seen_is_reported() -> None:
    form = Form()
    form.radio(["s1", "s2"], "s1", V=Name("/s2"))
    assert states(form) == ("s1",)
    assert codes(form.read()) == ["A009"]


@pytest.mark.parametrize("state", ["on", "Yes", "1"])
def test_a_check_may_call_its_state_anything(state: str) -> None:
    form = Form()
    form.fields.append(form.button(state, state, FT=Name.Btn, T=GROUP, V=Name(f"/{state}")))
    assert states(form) == (state,)


def test_a_menu_gives_its_value_and_a_list_all_of_them() -> None:
    form = Form()
    for name, value in {
        "menu": String("web"),
        "list": Array([String("web"), String("tv")]),
    }.items():
        form.fields.append(form.widget(FT=Name.Ch, T=name, V=value))
    found = form.read()
    assert texts(found) == {"menu": "web", "list": None}
    assert found.marks[1].states == ("web", "tv")


def test_push_buttons_and_signatures_are_no_answers() -> None:
    form = Form()
    form.text("persona", "Jana")
    form.fields.append(form.widget(FT=Name.Btn, Ff=1 << 16, T="send"))
    form.fields.append(form.widget(FT=Name.Sig, T="signature"))
    assert list(texts(form.read())) == ["persona"]


def test_nested_names_are_joined_with_dots() -> None:
    form = Form()
    parent = form.pdf.make_indirect(Dictionary(T="stage1", FT=Name.Tx))
    parent.Kids = Array([form.widget(T="actions", V="Meklē", Parent=parent)])
    form.fields.append(parent)
    assert texts(form.read()) == {"stage1.actions": "Meklē"}


# ---------------------------------------------------------------- what programs do to forms


def test_weasyprint_repeats_the_name_of_the_group_and_counts_states() -> None:
    form = Form()
    parent, *kids = form.radio(["0", "1", "2"], "2", Opt=Array(map(String, ("bad", "so", "good"))))
    for kid in kids:
        kid.T = String(GROUP)
    assert states(form) == ("good",)
    del parent["/Opt"]
    assert states(form) == ("2",)


def test_states_that_look_like_numbers_are_no_indices() -> None:
    form = Form()
    form.radio(["1", "2", "3"], "2", Opt=Array(map(String, "123")), V=Name("/1"))
    assert states(form) == ("2",)


@pytest.mark.parametrize("dropped", [False, True], ids=["still a kid", "dropped from the kids"])
def test_apple_preview_detaches_the_clicked_button(dropped: bool) -> None:
    form = Form()
    parent, *kids = form.radio(["s1", "s2", "s3"], V=Name.Off)
    del kids[2]["/Parent"]
    kids[2].update(Dictionary(FT=Name.Btn, T=GROUP, V=Name("/s3"), AS=Name("/s3"), Ff=1 << 15))
    if dropped:
        del parent.Kids[2]
    assert states(form) == ("s3",)
    assert codes(form.read()) == ["A010"]


def test_widgets_outlive_the_form() -> None:
    form = Form()
    form.text("persona", "Jana")
    form.radio(["s1", "s2"], "s2")
    form.fields.append(form.button("on", "on", FT=Name.Btn, T="check"))
    del form.pdf.Root["/AcroForm"]
    found = form.read()
    assert {m.name: m.text or m.states for m in found.marks} == {
        "persona": "Jana", GROUP: ("s2",), "check": ("on",)
    }  # fmt: skip
    assert codes(found) == []


def test_fields_outlive_their_widgets() -> None:
    form = Form()
    form.text("persona", "Jana")
    del form.page["/Annots"]
    assert texts(form.read()) == {"persona": "Jana"}


@pytest.mark.parametrize(
    ("second", "text", "problems"),
    [("Jana", "Jana", []), ("", "Jana", []), ("Anna", None, ["A009"])],
)
def test_two_fields_of_one_name(second: str, text: str | None, problems: list[str]) -> None:
    form = Form()
    form.text("persona", "Jana")
    form.text("persona", second)
    found = form.read()
    assert texts(found) == {"persona": text}
    assert codes(found) == problems
    assert found.marks[0].states == (("Jana", "Anna") if problems else ())


def test_only_the_last_revision_counts() -> None:
    form = Form()
    field = form.text("persona", "old")
    number, _ = field.objgen
    old = form.save(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    number = int(re.search(rb"(\d+) 0 obj(?:(?!endobj).)*old", old, re.DOTALL)[1])  # type: ignore[index]
    start = int(re.search(rb"startxref\s+(\d+)", old)[1])  # type: ignore[index]
    root = re.search(rb"/Root \d+ 0 R", old)[0]  # type: ignore[index]
    new = b"%d 0 obj\n<< /FT /Tx /T (persona) /V (new) >>\nendobj\n" % number
    xref = (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size 99 %s /Prev %d >>\nstartxref\n%d\n%%%%EOF"
    )
    saved = old + new + xref % (number, len(old), root, start, len(old + new))
    assert texts(read_form(saved)) == {"persona": "new"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"\xfe\xff\0\x1b\0l\0v\0\x1b\0J", "J"),
        ("Jānis".encode(), "Jānis"),
        (b"\xfe\xff\xd8\0\0a", "\ufffda"),
    ],
    ids=["language mark", "raw utf-8", "lone surrogate"],
)
def test_strings_are_decoded_with_care(value: bytes, text: str) -> None:
    form = Form()
    form.text("persona", String(value))
    assert texts(form.read()) == {"persona": text}


@pytest.mark.parametrize("filtered", [False, True])
def test_a_long_value_may_be_a_stream(filtered: bool) -> None:
    form = Form()
    content = b"\xfe\xff" + "Jānis".encode("utf-16-be")
    stream = form.pdf.make_stream(content)
    if filtered:
        stream.write(zlib.compress(content), filter=Name.FlateDecode)
    form.text("persona", stream)
    assert texts(form.read()) == {"persona": "Jānis"}


def test_a_value_that_cannot_be_read_is_no_silent_blank() -> None:
    form = Form()
    form.text("a", Dictionary(X=1))
    form.text("b", form.pdf.make_stream(b"zz", Filter=Name.Unknown))
    form.text("c", "fine")
    found = form.read()
    assert texts(found) == {"a": None, "b": None, "c": "fine"}
    assert codes(found) == ["A008", "A008"]


# ---------------------------------------------------------------- the definition


def test_the_definition_is_found_twice_and_is_no_answer() -> None:
    form = Form()
    form.text("_definition", pack(b'{"hidden": 1}'))
    form.text("persona", "Jana")
    form.embed(JSON)
    found = form.read()
    assert found.definitions == (JSON, b'{"hidden": 1}')
    assert list(texts(found)) == ["persona"]


def test_the_same_definition_counts_once() -> None:
    form = Form()
    form.text("_definition", pack(JSON).replace("=", "=\r\n"))
    form.text("persona")
    form.embed(JSON)
    assert form.read().definitions == (JSON,)


def test_a_damaged_definition_is_told_and_the_other_one_serves() -> None:
    form = Form()
    form.text("_definition", pack(JSON)[:-9])
    form.text("persona")
    form.embed(JSON)
    found = form.read()
    assert found.definitions == (JSON,)
    assert codes(found) == ["R011"]


def test_a_definition_that_explodes_is_not_unpacked() -> None:
    form = Form()
    form.text("persona")
    form.embed(zlib.compress(bytes(200_000_000)), Filter=Name.FlateDecode)
    found = form.read()
    assert (found.definitions, codes(found)) == ((), ["R011"])


# ---------------------------------------------------------------- files that cannot be read


def flat() -> Form:
    form = Form()
    form.page.Annots = Array()
    return form


def xfa() -> Form:
    form = flat()
    form.pdf.Root.AcroForm.XFA = form.pdf.make_stream(b"<xdp/>")
    return form


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(lambda: b"", "R002", id="empty"),
        pytest.param(lambda: bytes(5000), "R002", id="zeros"),
        pytest.param(lambda: b"PK\3\4 a zip", "R001", id="no PDF"),
        pytest.param(lambda: b"%PDF-1.7\nnothing else", "R007", id="only a header"),
        pytest.param(lambda: b"%PDF-1.7\n" + bytes(50_000_000), "R003", id="huge"),
        pytest.param(lambda: flat().save(), "R008", id="flattened"),
        pytest.param(lambda: xfa().save(), "R009", id="XFA only"),
        pytest.param(
            lambda: flat().save(encryption=pikepdf.Encryption(user="u", owner="o")),
            "R004",
            id="user password",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_cause(
    data: Callable[[], bytes], code: str
) -> None:
    assert refused(data()) == code


def test_an_owner_password_keeps_nobody_from_reading() -> None:
    form = Form()
    form.text("persona", "Jānis")
    form.text("_definition", pack(JSON))
    form.embed(zlib.compress(b"{}"), Filter=Name.FlateDecode)
    found = read_form(form.save(encryption=pikepdf.Encryption(owner="o", user="")))
    assert texts(found) == {"persona": "Jānis"}
    assert found.definitions == (b"{}", JSON)
    assert codes(found) == ["R005"]


def test_a_broken_table_of_objects_is_repaired_and_told() -> None:
    form = Form()
    form.text("persona", "Jānis")
    data = form.save(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    found = read_form(data.replace(b"startxref", b"startxxxx"))
    assert texts(found) == {"persona": "Jānis"}
    assert codes(found) == ["R006"]


def test_a_file_cut_short_is_damaged_not_blank() -> None:
    form = Form()
    form.text("persona", "Jānis")
    data = form.save(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert refused(data[: data.index(b"/AcroForm")]) == "R007"


def test_pages_in_a_circle_are_damage() -> None:
    form = Form()
    form.text("persona", "Jana")
    form.pdf.Root.Pages.Kids.append(form.pdf.Root.Pages)
    assert refused(form.save()) == "R007"


def test_what_qpdf_gives_up_on_pypdf_rewrites() -> None:
    data = _sample().replace(b"/Root", b"/Roof")
    with pytest.raises(pikepdf.PdfError):
        Pdf.open(BytesIO(data))
    found = read_form(data)
    assert texts(found) == {"persona": "Jānis", GROUP: None}
    assert found.definitions == (JSON,)
    assert codes(found) == ["R006"]


# ---------------------------------------------------------------- files that mean harm


def kid_of_itself(form: Form) -> None:
    field = form.text("loop", "kept")
    field.Kids = Array([field])


def kids_in_a_circle(form: Form) -> None:
    first, second = form.text("first"), form.text("second")
    first.Kids, second.Kids = Array([second]), Array([first])


def parents_in_a_circle(form: Form) -> None:
    first, second = form.widget(T="a"), form.widget(T="b", V="x")
    first.Parent, second.Parent = second, first


def doubling(form: Form) -> None:
    level = form.text("bottom", "x")
    for _ in range(25):
        level = form.pdf.make_indirect(Dictionary(T="t", Kids=Array([level, level])))
    form.fields.append(level)


def odd_objects(form: Form) -> None:
    form.fields.extend([Name.X, 5, Array([1]), Dictionary()])
    form.page.Annots.extend([Name.X, 5, Dictionary(), Dictionary(Subtype=Name.Widget, Parent=7)])
    form.text(Name.Odd, 1.5, Ff=Name.X, Kids=5, Opt=7, AS=3)
    form.widget(Parent=Array(), T="x", V=True)
    form.pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([1]), Kids=Array([2])))


@pytest.mark.parametrize(
    "harm",
    [kid_of_itself, kids_in_a_circle, parents_in_a_circle, doubling, odd_objects],
)
def test_loops_and_odd_objects_cost_no_answer(harm: Callable[[Form], None]) -> None:
    form = Form()
    form.text("persona", "Jana")
    harm(form)
    data, start = form.save(), perf_counter()
    found = texts(read_form(data))
    assert found["persona"] == "Jana"
    assert harm is not kid_of_itself or found["loop"] == "kept"
    assert perf_counter() - start < 1


def deep_tree(form: Form) -> None:
    level = form.text("bottom")
    for _ in range(40):
        level = form.pdf.make_indirect(Dictionary(T="t", Kids=Array([level])))
    form.fields.append(level)


def deep_parents(form: Form) -> None:
    level = form.widget(T="bottom")
    for _ in range(40):
        level.Parent = form.pdf.make_indirect(Dictionary(T="t"))
        level = level.Parent


def many_kids(form: Form) -> None:
    field = form.text("wide")
    form.pdf.Root.AcroForm.Fields = Array([field] * 100_000)


def many_pages(form: Form) -> None:
    for _ in range(2_001):
        form.pdf.add_blank_page()


def many_values(form: Form) -> None:
    form.text("list", Array([String("x")] * 2_000))


def one_value_everywhere(form: Form) -> None:
    value = form.pdf.make_indirect(String("x" * 90_000))
    for number in range(100):
        form.text(f"f{number}", value)


@pytest.mark.parametrize(
    "harm", [deep_tree, deep_parents, many_kids, many_pages, many_values, one_value_everywhere]
)
def test_a_file_over_a_limit_is_refused(harm: Callable[[Form], None]) -> None:
    form = Form()
    form.text("persona", "Jana")
    harm(form)
    data, start = form.save(), perf_counter()
    assert refused(data) == "R003"
    assert perf_counter() - start < 2


def test_an_endless_value_is_cut_and_told() -> None:
    form = Form()
    stream = form.pdf.make_stream(b"")
    stream.write(zlib.compress(b"x" * 100_000_000), filter=Name.FlateDecode)
    form.text("endless", stream)
    form.text("persona", "Jana")
    found = form.read()
    assert len(texts(found)["endless"] or "") == 100_000
    assert texts(found)["persona"] == "Jana"
    assert codes(found) == ["R003"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_gives_a_form_or_a_cause(data: st.DataObject) -> None:
    sound = bytearray(_sample())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(sound) - 1))
        sound[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    with suppress(UnusableInputError):
        found = read_form(bytes(sound))
        assert found.marks


def _sample() -> bytes:
    form = Form()
    form.text("persona", "Jānis")
    form.text("_definition", pack(JSON))
    form.radio(["s1", "s2"], "s2", V=Name("/s2"))
    form.embed(JSON)
    return form.save(
        object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False, static_id=True
    )
