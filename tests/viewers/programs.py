"""The rows of the table: programs that show, fill, save and print a sheet, behind one interface."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.clients import CLIENTS, RENDERERS, Fill, chromium_viewer, firefox, node_script
from tests.clients.base import fill_by_script, run
from tests.clients.mupdf import Mupdf
from tests.clients.pdflib import PdfLib, own_font

DPI = 400
TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class Task:
    """A sheet to show and, where there is a fill, to type into, save and print."""

    source: bytes
    fill: Fill | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a task; None where a program cannot do it.

    Attributes:
        picture: The first page as the program shows it, after typing.
        saved: The file with what was typed.
        printed: The page as it goes to paper.
    """

    picture: Image.Image | None = None
    saved: bytes | None = None
    printed: Image.Image | None = None


Tasks = Sequence[Task]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A row.

    Attributes:
        name: As people know it.
        run: Does all tasks with as few starts as it can.
        missing: Says what to install before it can run, or None.
        cannot: Why it neither ``shows`` nor ``types``, where that is so.
        shown_by: The renderer that draws its pictures; empty: the program itself.
        printed_by: Who draws its prints.
        said_by: The command, or the Node package, that says its version.
    """

    name: str
    run: Callable[[Tasks], list[Outcome]]
    missing: Callable[[], str | None]
    cannot: Mapping[str, str] = field(default_factory=dict)
    shown_by: str = ""
    printed_by: str = "pdfium"
    said_by: tuple[str, ...] = ()

    def version(self) -> str:
        """Return its version."""
        if len(self.said_by) == 1:
            manifest = node_script.NODE / "node_modules" / self.said_by[0] / "package.json"
            return str(json.loads(manifest.read_text(encoding="utf-8"))["version"])
        said = subprocess.run(self.said_by, capture_output=True, text=True, check=False, timeout=60)
        found = re.search(r"\d+(\.\d+)+", said.stdout + said.stderr)
        return found.group() if found else "of unknown version"


def draw(data: bytes, renderer: str = "pdfium") -> Image.Image:
    """Return the first page of a PDF, large enough to tell letters apart."""
    return RENDERERS[renderer].render(data, dpi=DPI)


# ---------------------------------------------------------------- browsers


def _in_chromium(tasks: Tasks) -> list[Outcome]:
    looks = chromium_viewer.look_many([(task.source, task.fill) for task in tasks])
    return [
        Outcome(
            picture=look.picture,
            saved=look.saved,
            printed=draw(look.printed) if look.printed else None,
        )
        for look in looks
    ]


def _in_firefox(tasks: Tasks) -> list[Outcome]:
    looks = firefox.look_many([(task.source, task.fill) for task in tasks])
    return [
        Outcome(picture=look.picture, saved=look.saved, printed=draw(look.printed))
        for look in looks
    ]


def _in_pdfjs(tasks: Tasks) -> list[Outcome]:
    with TemporaryDirectory() as name:
        prints = [Path(name, f"{number}.png") for number, _ in enumerate(tasks)]
        by_source = {id(task.fill): print_ for task, print_ in zip(tasks, prints, strict=True)}
        saved = iter(
            fill_by_script(
                node_script.command("fill_pdfjs.mjs"),
                [(task.source, task.fill) for task in tasks if task.fill],
                timeout=TIMEOUT,
                describe=lambda _source, fill: {
                    **asdict(fill),
                    "printed": str(by_source[id(fill)]),
                    "dpi": DPI,
                },
            )
        )
        done = []
        for task, path in zip(tasks, prints, strict=True):
            data = next(saved) if task.fill else None
            printed = Image.open(path).convert("RGB") if data else None
            done.append(
                Outcome(picture=draw(data or task.source, "pdfjs"), saved=data, printed=printed)
            )
    return done


# ---------------------------------------------------------------- fillers and renderers


def _filled(
    tasks: Tasks,
    fill_many: Callable[[list[tuple[bytes, Fill]]], list[bytes]],
    show: Callable[[bytes], Image.Image],
    to_paper: Callable[[bytes, Fill], Image.Image],
) -> list[Outcome]:
    """Fill with one function, draw with another, put to paper with a third."""
    jobs = [(task.source, task.fill) for task in tasks if task.fill]
    saved = iter(fill_many(jobs))
    done = []
    for task in tasks:
        if task.fill is None:
            done.append(Outcome(picture=show(task.source)))
            continue
        data = next(saved)
        done.append(Outcome(picture=show(data), saved=data, printed=to_paper(data, task.fill)))
    return done


def _converted(command: Sequence[str | Path], data: bytes) -> bytes:
    """Return what a program makes of a file; ``SOURCE`` and ``TARGET`` stand in its command."""
    with TemporaryDirectory() as name:
        paths = {"SOURCE": Path(name, "source.pdf"), "TARGET": Path(name, "target.pdf")}
        paths["SOURCE"].write_bytes(data)
        run([paths.get(str(part), part) for part in command], timeout=TIMEOUT)
        return paths["TARGET"].read_bytes()


def _in_poppler(tasks: Tasks) -> list[Outcome]:
    command = ["pdftocairo", "-pdf", "SOURCE", "TARGET"]
    return _filled(
        tasks,
        CLIENTS["poppler"].fill_many,
        lambda data: draw(data, "poppler"),
        lambda data, _fill: draw(_converted(command, data)),
    )


def _in_mupdf(tasks: Tasks) -> list[Outcome]:
    command = ["mutool", "convert", "-o", "TARGET", "SOURCE"]
    return _filled(
        tasks,
        Mupdf().fill_many,
        lambda data: draw(data, "mupdf"),
        lambda data, _fill: draw(_converted(command, data)),
    )


def _in_pdftk(tasks: Tasks) -> list[Outcome]:
    command = ["pdftk", "SOURCE", "output", "TARGET", "flatten"]
    return _filled(
        tasks,
        CLIENTS["pdftk"].fill_many,
        draw,
        lambda data, _fill: draw(_converted(command, data)),
    )


def _in_pdflib(tasks: Tasks) -> list[Outcome]:
    blank = {id(task.fill): task.source for task in tasks if task.fill}

    def flat(_data: bytes, fill: Fill) -> Image.Image:
        command = node_script.command("fill_pdflib.mjs", own_font() or "")
        (printed,) = fill_by_script(
            command,
            [(blank[id(fill)], fill)],
            timeout=TIMEOUT,
            describe=lambda _source, fill: {**asdict(fill), "flat": True},
        )
        return draw(printed)

    return _filled(tasks, PdfLib().fill_many, draw, flat)


def _in_qpdf(tasks: Tasks) -> list[Outcome]:
    command = ["qpdf", "--generate-appearances", "--flatten-annotations=print", "SOURCE", "TARGET"]
    return [Outcome(printed=draw(_converted(command, task.source))) for task in tasks]


def _in_draw(tasks: Tasks) -> list[Outcome]:
    done = []
    for task in tasks:
        with TemporaryDirectory(ignore_cleanup_errors=True) as name:
            path, profile = Path(name, "sheet.pdf"), Path(name, "profile").as_uri()
            path.write_bytes(task.source)
            convert = ["--infilter=draw_pdf_import", "--convert-to", "pdf:draw_pdf_Export"]
            options = ["--headless", "--norestore", f"-env:UserInstallation={profile}"]
            run(["soffice", *options, *convert, "--outdir", f"{name}/out", path], timeout=TIMEOUT)
            exported = Path(name, "out", "sheet.pdf").read_bytes()
        done.append(Outcome(picture=draw(exported), saved=exported, printed=draw(exported)))
    return done


def _of(*programs: str) -> Callable[[], str | None]:
    """Return what says which of some clients and renderers is not installed."""
    known = [kind[name] for kind in (CLIENTS, RENDERERS) for name in programs if name in kind]
    return lambda: next(filter(None, (program.missing() for program in known)), None)


def _installed(program: str, package: str) -> Callable[[], str | None]:
    return lambda: None if shutil.which(program) else f"apt install {package}"


DRAWS_NOTHING = "draws no pages; letters, marks and prints are seen in PDFium"
PROGRAMS: Mapping[str, Program] = {
    "chromium": Program(
        name="Chromium",
        run=_in_chromium,
        missing=chromium_viewer.missing,
        said_by=("chromium", "--version"),
    ),
    "firefox": Program(
        name="Firefox",
        run=_in_firefox,
        missing=_of("firefox"),
        said_by=("firefox-esr", "--version"),
    ),
    "pdfjs": Program(
        name="pdf.js",
        run=_in_pdfjs,
        missing=_of("pdfjs"),
        shown_by="pdfjs",
        printed_by="pdfjs",
        said_by=("pdfjs-dist",),
    ),
    "poppler": Program(
        name="poppler (Evince, Okular)",
        run=_in_poppler,
        missing=_of("poppler"),
        shown_by="poppler",
        said_by=("pdftoppm", "-v"),
    ),
    "mupdf": Program(
        name="MuPDF (mutool)",
        run=_in_mupdf,
        missing=_of("mupdf"),
        shown_by="mupdf",
        said_by=("mutool", "-v"),
    ),
    "pdflib": Program(
        name="pdf-lib",
        run=_in_pdflib,
        missing=_of("pdf-lib"),
        cannot={"shows": DRAWS_NOTHING},
        shown_by="pdfium",
        said_by=("pdf-lib",),
    ),
    "pdftk": Program(
        name="pdftk",
        run=_in_pdftk,
        missing=_of("pdftk"),
        cannot={"shows": DRAWS_NOTHING},
        shown_by="pdfium",
        said_by=("pdftk", "--version"),
    ),
    "qpdf": Program(
        name="qpdf",
        run=_in_qpdf,
        missing=_installed("qpdf", "qpdf"),
        cannot={
            "shows": DRAWS_NOTHING,
            "types": "has no form filler: it prints what a sheet already holds",
        },
        said_by=("qpdf", "--version"),
    ),
    "draw": Program(
        name="LibreOffice Draw",
        run=_in_draw,
        missing=_installed("lodraw", "libreoffice-draw"),
        cannot={"types": "turns the fields into a drawing, so that nothing can be typed"},
        shown_by="pdfium",
        said_by=("soffice", "--version"),
    ),
}
