"""Hypothesis strategies for small layouts of every kind, as the data of their YAML."""

from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]

LETTERS = "abcdefghij lmnoprstu žāģęłøßщя-"
WORDS = st.text(LETTERS, min_size=1, max_size=24).map(lambda text: text.strip() or "word")
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def perhaps(**texts: st.SearchStrategy[str]) -> st.SearchStrategy[Data]:
    """Return some of the given keys, or none."""
    return st.fixed_dictionaries({}, optional=texts)


def ids(least: int = 1, most: int = 4) -> st.SearchStrategy[list[str]]:
    """Return lists of different ids."""
    return st.lists(st.from_regex(r"[a-h]{1,3}", fullmatch=True), min_size=least, max_size=most,
                    unique=True)  # fmt: skip


@st.composite
def choices(draw: st.DrawFn) -> Data:
    """Return a choice whose options have different words."""
    names = draw(ids(2, 5))
    options = [{"id": name, "label": f"{draw(WORDS)} {name}"} for name in names]
    many = draw(st.booleans())
    return {
        "kind": "choice",
        "options": options,
        "many": many,
        "menu": draw(st.booleans()) and not many,
    }


@st.composite
def scales(draw: st.DrawFn) -> Data:
    """Return a scale with words at its ends."""
    low = draw(st.integers(-3, 1))
    high = low + draw(st.integers(1, 5))
    scale: Data = {
        "kind": "scale",
        "faces": draw(st.booleans()),
        "steps": {str(low): f"{draw(WORDS)} low", str(high): f"{draw(WORDS)} high"},
    }
    return scale | draw(perhaps(absent=WORDS.map("no {}".format)))


FIELDS = st.one_of(
    st.sampled_from(["text", "check", "date", "number"]),
    st.builds(lambda lines: {"kind": "text", "lines": lines}, st.integers(1, 6)),
    choices(),
    scales(),
)


@st.composite
def tables(draw: st.DrawFn, block: str) -> Data:
    """Return a table of stages, of named columns, or of numbered rows."""
    table: Data = {"kind": "table", "id": block, **draw(perhaps(corner=WORDS))}
    shape = draw(st.sampled_from(["stages", "columns", "numbered"]))
    if shape != "stages":
        columns = [{"id": name, "label": draw(WORDS)} for name in draw(ids(1, 3))]
        if shape == "numbered":
            columns = [{**column, "field": draw(FIELDS)} for column in columns]
            return {**table, "columns": columns, "numbered": draw(st.integers(1, 30))}
        table["columns"] = columns
    small_print = perhaps(question=SENTENCES, instruction=SENTENCES)
    per = st.sampled_from(["stage", "map"] + ["between"] * (shape == "stages"))
    rows = [
        {"id": name, "label": draw(WORDS), "field": draw(FIELDS), "per": draw(per),
         "grow": draw(st.integers(0, 2)), **draw(small_print)}
        for name in draw(ids())
    ]  # fmt: skip
    return {**table, "rows": rows}


AREAS = st.sampled_from([["a"], ["a b"], ["a a", "b c"], ["a b b", "a c d"], ["a .", "b b"]])


@st.composite
def areas(draw: st.DrawFn, block: str) -> Data:
    """Return cards on one of a few grids, with one field or several."""
    lines = draw(AREAS)
    boxes: list[Data] = []
    for name in sorted({name for line in lines for name in line.split()} - {"."}):
        box: Data = {"id": name, "label": draw(WORDS), **draw(perhaps(question=SENTENCES))}
        if draw(st.booleans()):
            boxes.append({**box, "field": draw(FIELDS)})
        else:
            entries = [
                {"id": i, "label": draw(WORDS), "field": draw(FIELDS)} for i in draw(ids(1, 3))
            ]
            boxes.append({**box, "entries": entries})
    return {"kind": "areas", "id": block, "areas": lines, "boxes": boxes}


@st.composite
def layouts(draw: st.DrawFn) -> Data:
    """Return a layout of one or two blocks."""
    blocks = [
        draw(st.one_of(tables(block=n), areas(block=n)))
        for n in ["one", "two"][: draw(st.integers(1, 2))]
    ]
    return {
        "id": "random",
        "version": 1,
        "title": draw(WORDS),
        "orientation": draw(st.sampled_from(["portrait", "landscape"])),
        "stages": {"default": "civic"},
        "blocks": blocks,
        **draw(perhaps(purpose=SENTENCES)),
    }
