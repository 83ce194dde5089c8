"""What the pictures of the gallery are made with."""

import sys
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
COLUMNS, TILE, GAP = 2, 820, 14


def contact_sheet(
    tiles: list[Image.Image], columns: int = COLUMNS, across: int = TILE
) -> Image.Image:
    """Return tiles ``across`` pixels wide side by side on grey, as many rows as needed."""
    heights = [tile.height for tile in tiles]
    rows = [max(heights[i : i + columns]) for i in range(0, len(tiles), columns)]
    width = columns * across + (columns + 1) * GAP
    sheet = Image.new("RGB", (width, sum(rows) + (len(rows) + 1) * GAP), "#8a9294")
    y = GAP
    for row, height in enumerate(rows):
        for column, tile in enumerate(tiles[row * columns : (row + 1) * columns]):
            sheet.paste(tile, (GAP + column * (across + GAP), y))
        y += height + GAP
    return sheet


def save(image: Image.Image, name: str, colors: int = 48) -> None:
    """Write a picture with few colours: flat drawings lose nothing by it."""
    image.quantize(colors=colors, dither=Image.Dither.NONE).save(HERE / name, optimize=True)
    sys.stdout.write(f"docs/gallery/{name}\n")
