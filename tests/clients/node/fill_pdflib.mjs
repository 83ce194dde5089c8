// Fills forms with pdf-lib. Argument: the font file for the appearances. A job that is `flat` gets
// its fields drawn into the page.
import { readFile } from "node:fs/promises";
import fontkit from "@pdf-lib/fontkit";
import { PDFDocument } from "pdf-lib";
import { fillAll } from "./jobs.mjs";

const font = await readFile(process.argv[2]);

// The label of an export value: pdf-lib knows options by their labels only, and stores those.
function labelOf(field, value) {
  const options = field.acroField.getOptions();
  const index = options.findIndex((option) => option.value.decodeText() === value);
  if (index < 0) throw new Error(`no such option: ${value}`);
  return field.getOptions()[index];
}

await fillAll(async (bytes, { text, radios, checks, choices, flat }) => {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  pdf.registerFontkit(fontkit);
  const form = pdf.getForm();
  for (const [name, value] of Object.entries(text)) form.getTextField(name).setText(value);
  for (const [name, value] of Object.entries(radios)) form.getRadioGroup(name).select(value);
  for (const [name, value] of Object.entries(checks)) {
    const box = form.getCheckBox(name);
    if (value) box.check();
    else box.uncheck();
  }
  for (const [name, value] of Object.entries(choices)) {
    const field = form.getDropdown(name);
    field.select(labelOf(field, value));
  }
  form.updateFieldAppearances(await pdf.embedFont(font));
  if (flat) form.flatten({ updateFieldAppearances: false });
  return pdf.save({ updateFieldAppearances: false });
});
