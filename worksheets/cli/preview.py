"""``worksheets preview``."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from worksheets.model.sheet import Edition


@click.command("preview")
@click.argument("layout", metavar="LAYOUT")
@click.option("-l", "--locale", default="en", help="Language, or two, e.g. lv+en.")
@click.option("--stages", help='A stage set, words as in "Plan, Buy, Use", or a YAML file.')
@click.option("--paper", help="A4, A3, Letter, ...")
@click.option("--edition", type=click.Choice(["grid", "linear"]), default="grid",
              help="linear: one question below the other in large type.")  # fmt: skip
@click.option("--width", default=1600, show_default=True, type=click.IntRange(200, 6000),
              help="Of the picture, in pixels.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
              help="The picture to write; <layout>.<locale>.png if left out.")  # fmt: skip
def command(
    layout: str, locale: str, stages: str | None, paper: str | None, output: Path | None, *,
    edition: "Edition", width: int,
) -> None:  # fmt: skip
    """Draw the first page of a layout as a PNG picture."""
    import pypdfium2

    from worksheets import loading, pipeline

    chosen = loading.load_stages(stages) if stages else None
    worksheet = pipeline.solve(
        pipeline.order_of(layout, locale, stages=chosen, paper=paper, untranslated=[],
                          edition=edition)
    )  # fmt: skip
    page = pypdfium2.PdfDocument(pipeline.write(worksheet, "pdf", {}))[0]
    picture = page.render(scale=width / page.get_width()).to_pil()
    target = BytesIO()
    picture.save(target, "PNG")
    stamp = worksheet.stamp
    name = f"{stamp.layout}.{'+'.join(stamp.locales)}"
    path = output or Path(f"{name}.png" if edition == "grid" else f"{name}.{edition}.png")
    pipeline.save(path, target.getvalue(), {})
    click.echo(str(path))
