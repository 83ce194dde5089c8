"""What an organiser asks for becomes a brand, or all of its mistakes are said with their places."""

from colorsys import hsv_to_rgb
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from PIL import Image

import worksheets
from tests.making import mistakes, yaml
from tests.unit.test_typefaces import program
from worksheets import branding, loading, source
from worksheets.cli import main
from worksheets.colours import contrast
from worksheets.errors import DefinitionError
from worksheets.fonts import font_file
from worksheets.model.brand import PLAIN, Wanted
from worksheets.writers.palette import palette

ROOT = Path(__file__).parents[2]
LOGO = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="4" cx="4" cy="4" fill="#abc"/></svg>'


@dataclass(frozen=True)
class Done:
    """What a command printed on both streams, and how it ended."""

    output: str
    exit_code: int


def run(*arguments: str) -> Done:
    printed = StringIO()
    with redirect_stdout(printed), redirect_stderr(printed), pytest.raises(SystemExit) as left:
        main(args=list(arguments))
    return Done(printed.getvalue(), int(left.value.code or 0))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "plain.ttf").write_bytes(program("regular"))
    (tmp_path / "bold.ttf").write_bytes(program("bold"))
    return tmp_path


def written(folder: Path, text: str, name: str = "brand.yaml") -> str:
    path = folder / name
    path.write_text(yaml(text), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("strong", [0.2, 0.6, 1.0])
def test_words_in_any_accent_are_read_on_white_and_on_its_wash(strong: float) -> None:
    for hue in range(0, 360, 12):
        parts = (round(255 * part) for part in hsv_to_rgb(hue / 360, strong, 1))
        accent = branding.made(Wanted(accent="".join(f"{part:02X}" for part in parts)))[0].accent
        assert contrast(accent, palette(accent).wash) >= 4.5, accent
        assert contrast(accent) >= 4.5


def test_a_brand_s_file_names_what_is_beside_it(folder: Path) -> None:
    brand = worksheets.load_brand(
        written(folder, """
            accent: "#6b2a55"
            logo: logo.svg
            organiser: Upmala
            fonts: {regular: plain.ttf, bold: bold.ttf}
        """)
    )  # fmt: skip
    assert (brand.accent, brand.organiser) == ("6B2A55", "Upmala")
    assert brand.logo
    assert brand.logo.shapes[0].fill == "AABBCC"
    assert {face: own.family for face, own in brand.fonts.items()} == {
        "regular": "Own Sans",
        "bold": "Own Sans",
    }


def test_nothing_wanted_is_the_house_s_own_look() -> None:
    assert branding.made(Wanted()) == (PLAIN, [])


def test_mistakes_in_a_brand_s_file_have_their_places() -> None:
    text = """
        accent: #8A3A1E
        logo: [logo.svg]
        organisor: Upmala
        fonts: {regular: a.ttf}
        """
    found = mistakes(text, source.read_brand)
    assert [problem.split()[1] for problem in found] == ["L004", "L004", "L002", "L003"]
    assert "in quotes" in found[0]
    assert "did you mean 'organiser'?" in found[2]
    assert "my.yaml:1:9" in mistakes("accent: 112233\n", source.read_brand)[0]


def test_all_files_that_cannot_be_used_are_said_at_once(folder: Path) -> None:
    (folder / "bold.ttf").write_bytes(b"OTTO" + bytes(99))
    (folder / "logo.svg").write_text(LOGO.replace("circle", "text"), encoding="utf-8")
    path = written(folder, """
        accent: "#FFD400"
        logo: logo.svg
        fonts: {regular: gone.ttf, bold: bold.ttf}
    """)  # fmt: skip
    with pytest.raises(DefinitionError) as caught:
        worksheets.load_brand(path)
    found = [(str(p.where), p.code, p.message) for p in caught.value.problems]
    assert found == [
        (f"{path}:2:7", "B001", "the logo holds text"),
        (f"{path}:3:18", "B001", f"{folder}/gone.ttf cannot be opened: No such file or directory"),
        (f"{path}:3:34", "B001", ("the font has PostScript outlines (OpenType CFF), "
                                 "which a worksheet cannot hold")),
    ]  # fmt: skip


def test_a_light_accent_is_darkened_and_said() -> None:
    brand, [problem] = branding.made(Wanted(accent="#FFD400"))
    assert (problem.code, problem.severity) == ("B002", "warning")
    assert "#FFD400" in problem.message
    assert f"#{brand.accent}" in problem.message
    assert branding.made(Wanted(accent="8a3a1e"))[1] == []


# ---------------------------------------------------------------- the commands


def test_options_count_more_than_the_file_and_the_file_more_than_the_workshop(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    made = branding.made
    monkeypatch.setattr(branding, "made", lambda wanted: (seen.append(wanted), made(wanted))[1])
    written(folder, "organiser: Workshop's\naccent: '#111111'\nlogo: logo.svg\n", "theirs.yaml")
    own = written(folder, "organiser: File's\naccent: '#222222'\n")
    workshop = written(folder, "name: W\nlayouts: persona\nbrand: theirs.yaml\n", "w.yaml")
    for options in ([], ["--brand", own], ["--brand", own, "--accent", "#333", "--organiser", "O"]):
        result = run(
            "generate", "--workshop", workshop, *options, "-f", "json", "-o", str(folder / "out")
        )
        assert result.exit_code == 0, result.output
    assert [(w.organiser, w.accent, bool(w.logo)) for w in seen] == [
        ("Workshop's", "111111", True),
        ("File's", "222222", False),
        ("O", "#333", False),
    ]


def test_the_organiser_of_a_workshop_s_brand_signs_its_mails(folder: Path) -> None:
    written(folder, "organiser: Upmala\n")
    for brand, name in (("brand.yaml", "Upmala"), ("The team", "The team")):
        path = written(folder, f"name: W\nlayouts: persona\nbrand: {brand}\n", "w.yaml")
        assert loading.load_workshop(path).brand == name


def test_a_workshop_whose_brand_is_not_there_says_so(folder: Path) -> None:
    path = written(folder, "name: W\nlayouts: persona\nbrand: gone.yaml\n", "w.yaml")
    with pytest.raises(DefinitionError, match=r"gone\.yaml.* cannot be opened"):
        loading.load_workshop(path)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--accent", "gold"], "--accent: B001 'gold' is no colour"),
        (["--accent", "#FFD400"], "--accent: B002 #FFD400 is too light"),
        (["--logo", "gone.svg"], "--logo: B001 gone.svg cannot be opened"),
        (["--logo", "/dev/zero"], "--logo: B001 /dev/zero is not a file"),
        (["--brand", "/dev/zero"], "/dev/zero: L008 over 1000000 bytes"),
        (["--answers", "/dev/zero"], "/dev/zero: R015 this is not a file"),
        (["--organiser", "a\nb"], "--organiser: write one line"),
        (["--brand", "gone.yaml"], "gone.yaml: L011 cannot be opened"),
    ],
)
def test_commands_say_what_is_wrong_in_a_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    if "/dev/zero" in options and not Path("/dev/zero").exists():
        pytest.skip("there is no endless file here")
    monkeypatch.chdir(folder)
    result = run("generate", "persona", "-f", "json", *options)
    assert said in result.output
    assert "Traceback" not in result.output
    assert (result.exit_code == 0) == ("B002" in said)


def test_an_own_font_without_our_letters_is_said(folder: Path) -> None:
    brand = written(folder, "fonts: {regular: plain.ttf, bold: bold.ttf}\n")
    result = run("generate", "persona", "-l", "lv", "--brand", brand, "-o", str(folder))
    assert result.exit_code == 0
    assert result.output.count("B003") == 2
    (folder / "plain.ttf").write_bytes(font_file("regular"))
    (folder / "bold.ttf").write_bytes(font_file("bold"))
    result = run("generate", "persona", "-l", "lv", "--brand", brand, "-o", str(folder / "2"))
    assert "B003" not in result.output


def test_check_checks_brands_alone_and_in_workshops(folder: Path) -> None:
    brand = written(folder, "accent: '#FFD400'\nlogo: logo.svg\n")
    workshop = written(folder, "name: W\nlayouts: persona\nbrand: brand.yaml\n", "workshop.yaml")
    for path in (brand, workshop):
        result = run("check", path)
        assert (result.exit_code, result.output.count("B002")) == (0, 1)
    Image.new("L", (9, 9)).save(folder / "logo.gif")
    written(folder, "accent: '#000'\nlogo: logo.gif\n")
    for path in (brand, workshop):
        assert run("check", path).exit_code == 2
    assert run("check", str(ROOT / "samples" / "brand" / "brand.yaml")).output.endswith(": ok\n")
