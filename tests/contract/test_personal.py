"""What goes out to each person comes back as hers, in every language and format."""

import email
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
import zxingcpp

from tests.clients import RENDERERS, require
from worksheets import i18n, loading, pipeline
from worksheets.cli import main
from worksheets.errors import DefinitionError, Spot
from worksheets.model.layout import Stage, StageSet
from worksheets.model.workshop import Person, Workshop, document_id
from worksheets.sending.names import MAX_NAME, file_name
from worksheets.sending.parcel import PRINT, File, Parcel, Wish

SAMPLE = Path(__file__).parents[2] / "samples" / "workshop" / "workshop.yaml"
FORMATS = ("pdf", "docx", "xlsx")
LOCALES = i18n.locales()
PEOPLE = tuple(
    Person(
        id=f"p-{tag}",
        name="Ilze Kalniņa" if tag == "lv" else f"Zoë Ærø {tag}",
        locale=tag,
        email=f"{tag}@example.org",
        answers={"persona": "Žaneta", "emotion__offer": "2"},
    )
    for tag in LOCALES
)
WORKSHOP = Workshop(
    id="spring",
    name="Spring {curly}",
    wave="one",
    layouts=("journey-map",),
    locales=("en",),
    formats=FORMATS,
    people=PEOPLE,
)


def files(workshop: Workshop, **wish: Any) -> dict[str, File]:  # noqa: ANN401 (what `Wish` takes)
    parcel = Parcel(Wish(workshop=workshop, **wish))
    return {file.path: file for batch in parcel.batches() for file in batch}


@cache
def sent() -> dict[str, File]:
    return files(WORKSHOP, mail=True, one_pdf=True)


def codes(data: bytes) -> Iterator[list[str]]:
    require(RENDERERS["pdfium"])
    with pikepdf.open(BytesIO(data)) as pdf:
        count = len(pdf.pages)
    for page in range(count):
        seen = RENDERERS["pdfium"].render(data, page, 150).convert("L")
        yield sorted({one.text for one in zxingcpp.read_barcodes(seen)})


def drafted(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.locale)
def test_a_personal_copy_comes_back_as_hers(person: Person, format_: str) -> None:
    file = sent()[f"people/{person.id}.journey-map.{person.locale}.A4.{format_}"]
    response = pipeline.read(file.data)
    assert response.status == "ok"
    assert response.stamp
    assert response.stamp.document == document_id("spring", "one", person.id)
    assert response.stamp.locales == (person.locale,)
    answers = {name: value for name, value in response.values().items() if value is not None}
    assert answers == {"participant": person.name, "persona": "Žaneta", "emotion__offer": 2} | {
        name: () for name, value in answers.items() if value == ()
    }
    assert file.values == {name: v for name, v in answers.items() if v != ()}


def test_generic_copies_are_as_ever_and_belong_to_nobody() -> None:
    for format_ in FORMATS:
        response = pipeline.read(sent()[f"journey-map.en.A4.{format_}"].data)
        assert response.stamp
        assert response.stamp.document is None
        assert response.values()["participant"] is None
    alone = pipeline.generate(loading.load("journey-map"))
    assert sent()["journey-map.en.A4.pdf"].data == alone


def test_the_codes_of_a_printed_copy_say_whose_it_is() -> None:
    person = PEOPLE[1]
    data = sent()[f"people/{person.id}.journey-map.{person.locale}.A4.pdf"].data
    for texts in codes(data):
        assert [document_id("spring", "one", person.id) in text for text in texts] == [True]


def test_one_pdf_has_everybodys_pages_in_order_and_no_fields() -> None:
    data = sent()[PRINT].data
    found = list(codes(data))
    documents = [document_id("spring", "one", person.id) for person in PEOPLE]
    assert [document in text for (text,), document in zip(found, documents, strict=True)] == (
        [True] * len(PEOPLE)
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert not any("/Annots" in page.obj for page in pdf.pages)
    text = RENDERERS["pdfium"].render(data, 0, 100)
    plain = RENDERERS["pdfium"].render(sent()["journey-map.en.A4.pdf"].data, 0, 100)
    assert text.tobytes() != plain.tobytes(), "the names are printed"


@pytest.mark.parametrize(
    ("tag", "greeting", "day"),
    [
        ("en", "Hello!", "May 15, 2027"),
        ("de", "Guten Tag!", "15. Mai 2027"),
        ("lv", "Labdien!", "2027. gada 15. maijs"),
        ("nb", "Hei!", "15. mai 2027"),
        ("pl", "Dzień dobry!", "15 maja 2027"),
    ],
)
def test_a_mail_is_in_her_language_with_her_files(tag: str, greeting: str, day: str) -> None:
    person = next(person for person in PEOPLE if person.locale == tag)
    sample = loading.load_workshop(SAMPLE)
    workshop = replace(
        WORKSHOP, people=(person,), formats=("pdf", "docx"), deadline=sample.deadline,
        return_to=sample.return_to, brand=sample.brand,
    )  # fmt: skip
    message = drafted(files(workshop, mail=True)[f"mail/{person.id}.eml"].data)
    assert message["X-Unsent"] == "1"
    assert str(message["To"].addresses[0]) == f"{person.name} <{person.email}>"
    assert message["Reply-To"] == sample.return_to
    assert "Spring {curly}" in message["Subject"]
    body = message.get_body()
    assert body is not None
    text = body.get_content().replace("\r\n", "\n")
    assert text.startswith(f"{greeting}\n\n")
    for part in (person.name, day, "Spring {curly}", sample.return_to, f"-- \n{sample.brand}"):
        assert part in text
    first, second = (part.get_payload(decode=True) for part in message.iter_attachments())
    for attached in (first, second):
        response = pipeline.read(attached)
        assert response.stamp
        assert response.stamp.document == document_id("spring", "one", person.id)


def test_a_mail_without_address_deadline_or_name_is_a_mail_too() -> None:
    workshop = replace(WORKSHOP, name="", formats=("pdf",), people=(Person(id="p1"),))
    message = drafted(files(workshop, mail=True)["mail/p1.eml"].data)
    assert message["To"] is None
    body = message.get_body()
    assert body is not None
    assert "reply" in body.get_content()
    assert "p1" in body.get_content()
    assert message["Subject"] == "Customer journey map: your worksheet"


def test_the_same_people_make_the_same_bytes() -> None:
    again = files(WORKSHOP, mail=True, one_pdf=True)
    assert {path: file.data for path, file in again.items()} == {
        path: file.data for path, file in sent().items()
    }


def test_renaming_a_stage_keeps_every_id() -> None:
    def made(word: str) -> File:
        words = {"plan": word, "use": "Use", "tell": "Tell"}
        stages = tuple(Stage(id=stage, label=label) for stage, label in words.items())
        workshop = replace(
            WORKSHOP, people=PEOPLE[:1], formats=("pdf",), layouts=("experience-map",),
            stages=StageSet(id="typed", title="", stages=stages, as_typed=True),
        )  # fmt: skip
        bare = replace(workshop, people=(replace(PEOPLE[0], answers={}),))
        return files(bare)["people/p-en.experience-map.en.A4.pdf"]

    old, new = (pipeline.read(made(word).data) for word in ("Plan", "Prepare"))
    assert old.values() == new.values()
    assert old.stamp
    assert new.stamp
    assert (old.stamp.document, old.stamp.schema) == (new.stamp.document, new.stamp.schema)


def test_all_that_is_wrong_with_answers_is_named_with_its_place() -> None:
    def person(line: int, **answers: str) -> Person:
        places = {name: Spot("p.csv", line, n) for n, name in enumerate(("", *answers), start=1)}
        return Person(id=f"p{line}", answers=answers, places=places)

    listed = (
        person(2, persna="Jana", emotion__offer="7"),
        person(3, persna="Eva", date="soon"),
    )
    with pytest.raises(DefinitionError) as caught:
        Parcel(Wish(workshop=replace(WORKSHOP, people=listed)))
    found = [str(problem) for problem in caught.value.problems]
    assert [line.split(maxsplit=2)[:2] for line in found] == [
        ["p.csv:2:2:", "L002"],
        ["p.csv:2:3:", "A011"],
        ["p.csv:3:3:", "A011"],
    ]
    assert "did you mean 'persona'?" in found[0]


def test_a_language_without_a_catalog_is_named_with_its_place() -> None:
    places = {"": Spot("p.csv", 2, 1), "language": Spot("p.csv", 2, 3)}
    person = Person(id="p1", locale="fr", places=places)
    with pytest.raises(DefinitionError, match=r"^p\.csv:2:3: L011 no catalog for 'fr'"):
        Parcel(Wish(workshop=replace(WORKSHOP, people=(person,))))


def test_a_column_may_belong_to_one_of_several_layouts() -> None:
    one = Person(id="p1", answers={"emotion__offer": "1", "role": "Student"})
    workshop = replace(WORKSHOP, layouts=("journey-map", "persona"), formats=("pdf",))
    found = files(replace(workshop, people=(replace(one, answers={"persona": "A"}),)))
    assert pipeline.read(found["people/p1.journey-map.en.A4.pdf"].data).values()["persona"] == "A"
    assert pipeline.read(found["people/p1.persona.en.A4.pdf"].data).status == "ok"


def test_a_copy_that_came_back_is_not_overwritten(tmp_path: Path) -> None:
    place = "people/p-en.journey-map.en.A4.pdf"
    back = pipeline.fill(sent()[place].data, {"scenario": "Borrows a book"})
    (tmp_path / "p.csv").write_text("name,id,language\nZoë,p-en,en\n", encoding="utf-8")
    copy = tmp_path / place
    copy.parent.mkdir()
    copy.write_bytes(back)
    with pytest.raises(SystemExit) as left:
        main(args=["generate", "journey-map", "--participants", str(tmp_path / "p.csv"),
                   "-o", str(tmp_path)])  # fmt: skip
    assert left.value.code == 2
    assert copy.read_bytes() == back


def test_an_archive_holds_everything_and_depends_on_no_clock(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        with pytest.raises(SystemExit):
            main(args=["generate", "--workshop", str(SAMPLE), "-f", "pdf", "--zip", "--mail",
                       "--one-pdf", "-o", str(tmp_path / name)])  # fmt: skip
        made.append((tmp_path / name / "harbour-library.zip").read_bytes())
    assert made[0] == made[1]
    with ZipFile(BytesIO(made[0])) as archive:
        names = archive.namelist()
        assert {name.partition("/")[0] for name in names} == {
            "journey-map.en.A4.pdf", "journey-map.lv.A4.pdf", "journey-map.pl.A4.pdf",
            "people", "mail", "print.pdf",
        }  # fmt: skip
        response = pipeline.read(archive.read("people/jurgen_gross.journey-map.de.A4.pdf"))
    assert response.values()["participant"] == "Jürgen Groß"


@pytest.mark.parametrize("stem", ["con", "NUL.map.en", "a/../b", "..", "Ž" * 200, "x" * 300, "é.b"])
def test_every_name_is_one_that_every_system_takes(stem: str) -> None:
    name = file_name(stem, "pdf")
    assert len(name) <= MAX_NAME
    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>|')
    assert name.partition(".")[0].lower() not in {"", "con", "nul"}
    assert name.endswith(".pdf")


def test_long_names_stay_apart() -> None:
    assert file_name("x" * 300 + "a", "pdf") != file_name("x" * 300 + "b", "pdf")
