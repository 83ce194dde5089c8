// pdf-lib in one process: a JSON line in is a job, a JSON line out what it cost.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url); // finds packages by NODE_PATH
const { PDFCheckBox, PDFDocument, PDFDropdown, PDFRadioGroup, PDFTextField } = require("pdf-lib");
const fontkit = require("@pdf-lib/fontkit");

function valueOf(field) {
  if (field instanceof PDFTextField) return field.getText() ?? "";
  if (field instanceof PDFRadioGroup || field instanceof PDFDropdown) return field.getSelected();
  return field instanceof PDFCheckBox ? field.isChecked() : null;
}

async function read({ source }) {
  const pdf = await PDFDocument.load(await readFile(source), { updateMetadata: false });
  const fields = pdf.getForm().getFields();
  return Object.fromEntries(fields.map((field) => [field.getName(), valueOf(field)]));
}

// Boxes are left, top, right, bottom in tenths of a point, from the top of the page.
function place(page, [left, top, right, bottom]) {
  const y = page.getHeight() - bottom / 10;
  return { x: left / 10, y, width: (right - left) / 10, height: (bottom - top) / 10 };
}

async function make({ outline, font, target }) {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit);
  const face = await pdf.embedFont(fonts[font] ??= await readFile(font));
  const page = pdf.addPage(outline.pages[0].map((tenths) => tenths / 10));
  const form = pdf.getForm();
  page.drawText(Object.values(outline.title)[0], { x: 28, y: page.getHeight() - 36, size: 16, font: face });
  for (const { id, box, marks, long, words } of outline.fields) {
    const [row, column] = Object.values(words)[0];
    const { x, y, height } = place(page, box);
    page.drawText(column ? `${row}, ${column}` : row, { x, y: y + height + 1, size: 5, font: face });
    if (marks) {
      const group = form.createRadioGroup(id);
      for (const [state, mark] of Object.entries(marks))
        group.addOptionToPage(state, page, place(page, mark));
    } else {
      const field = form.createTextField(id);
      if (long) field.enableMultiline();
      field.addToPage(page, { ...place(page, box), font: face });
      field.setFontSize(outline.text_size);
    }
  }
  const bytes = await pdf.save();
  if (target) await writeFile(target, bytes);
  return bytes.length;
}

const fonts = {};
for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  const result = await (job.outline ? make(job) : read(job));
  const { user, system } = process.cpuUsage(before);
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  const told = job.tell ? { result } : {};
  process.stdout.write(`${JSON.stringify({ cpu: (user + system) / 1000, wall, ...told })}\n`);
}
