"""The answers of a workshop as tidy frames. This file is yours: run it, change it, go on from it.

    answers          one row per answer; `stage_label` in order, `number` for scales and numbers
    sheets[layout]   one row per response, one column per field, with its type
    emotions         one row per response, one column per stage; "did not happen" is no number

It reads the tables beside it and needs pandas; the picture needs matplotlib.
"""

from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
WHO = ["response", "workshop", "wave", "participant", "group", "group_size", "language", "file"]
COUNTS = ["group_size", "stage_number", "item", "page"]
GUARD = "^'('*[=+\\-@\t\n＝＋－＠])"  # what keeps a spreadsheet from calculating a text


def table(name):
    """Return a table as it was before it was made safe for spreadsheets; blanks are missing."""
    frame = pd.read_csv(
        HERE / name, encoding="utf-8-sig", dtype=str, keep_default_na=False, na_values=[""]
    )
    return frame.apply(lambda column: column.str.replace(GUARD, r"\1", regex=True))


def typed(value, options):
    """Return the answers to one field with the type of the field; `options` is its codebook."""
    kind, labels = options["type"].iloc[0], list(dict.fromkeys(options["label"]))
    if kind in ("scale", "number"):
        return pd.to_numeric(value, errors="coerce")
    if kind == "date":
        return pd.to_datetime(value)
    if kind == "check":
        return value.map({"true": True, "false": False}).astype("boolean")
    if kind == "choice":
        words = dict(zip(options["value"], options["label"], strict=True))
        return pd.Series(pd.Categorical(value.map(words), categories=labels), value.index)
    return value


def sheet(layout):
    """Return one row per response to a layout, one column per field (per option of a list)."""
    mine = answers[answers["layout"] == layout]
    wide = mine.drop_duplicates("response")[WHO].set_index("response")
    columns = {}
    for field, options in codebook[codebook["layout"] == layout].groupby("field", sort=False):
        found = mine[mine["field"] == field].set_index("response")["value"].reindex(wide.index)
        if options["many"].iloc[0] == "true":
            chosen = found.fillna("").str.split("; ")
            for option in options["value"]:
                columns[f"{field}__{option}"] = chosen.map(lambda one, o=option: o in one)
        else:
            columns[f"{field}_written" if field in WHO else field] = typed(found, options)
    return wide.join(pd.DataFrame(columns, wide.index))


codebook = table("codebook.csv")
answers = table("answers.csv")
answers[COUNTS] = answers[COUNTS].apply(pd.to_numeric)
answers["number"] = pd.to_numeric(
    answers["value"].where(answers["type"].isin(["scale", "number"])), errors="coerce"
)
stages = codebook.dropna(subset="stage_number").drop_duplicates(["layout", "stage"])
stages = stages.sort_values("stage_number", key=pd.to_numeric, kind="stable")
answers = answers.merge(stages[["layout", "stage", "stage_label"]], "left", ["layout", "stage"])
answers["stage_label"] = pd.Categorical(
    answers["stage_label"], categories=list(dict.fromkeys(stages["stage_label"])), ordered=True
)
sheets = {layout: sheet(layout) for layout in codebook["layout"].unique()}
scales = answers[(answers["type"] == "scale") & answers["stage_label"].notna()]
emotions = scales.pivot(
    index=["layout", "row", "response"], columns="stage_label", values="number"
).sort_index(axis="columns")

if __name__ == "__main__":
    for layout, frame in sheets.items():
        print(f"{layout}: {len(frame)} responses, {frame.shape[1]} columns")
    means = emotions.groupby(level=["layout", "row"]).mean()
    print(means.round(2).to_string())
    if len(means):
        axes = means.T.plot(marker="o", ylabel="mean", xlabel="")
        axes.axhline(0, color="grey", linewidth=0.8)
        axes.figure.savefig(HERE / "emotions.png", bbox_inches="tight")
