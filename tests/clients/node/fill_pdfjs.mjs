// Fills forms with pdf.js: the values go into its annotation storage, as its viewer does it.
// A job with `printed` also gets its first page drawn for print there (PNG, `dpi`), not yet saved.
import { writeFile } from "node:fs/promises";
import { createCanvas } from "@napi-rs/canvas";
import { AnnotationMode } from "pdfjs-dist/legacy/build/pdf.mjs";
import { fillAll } from "./jobs.mjs";
import { open } from "./pdfjs.mjs";

// The value for one widget, or undefined when the job has none for its field.
function valueOf(widget, { text, radios, checks, choices }) {
  const name = widget.fieldName;
  if (name in radios) return widget.buttonValue === radios[name];
  if (name in choices) {
    const known = widget.options.some((option) => option.exportValue === choices[name]);
    return known ? choices[name] : undefined;
  }
  return text[name] ?? checks[name];
}

async function print(pdf, { printed, dpi }) {
  const page = await pdf.getPage(1);
  const viewport = page.getViewport({ scale: dpi / 72 });
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
  await page.render({
    canvas, viewport, intent: "print", annotationMode: AnnotationMode.ENABLE_STORAGE,
    printAnnotationStorage: pdf.annotationStorage.print,
  }).promise;
  await writeFile(printed, canvas.toBuffer("image/png"));
}

await fillAll(async (bytes, job) => {
  const pdf = await open(bytes);
  const left = new Set([job.text, job.radios, job.checks, job.choices].flatMap(Object.keys));
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    for (const widget of await page.getAnnotations({ intent: "display" })) {
      const value = valueOf(widget, job);
      if (value === undefined) continue;
      pdf.annotationStorage.setValue(widget.id, { value });
      if (!widget.radioButton || value) left.delete(widget.fieldName);
    }
  }
  if (left.size) throw new Error(`no such field or option: ${[...left].sort().join(", ")}`);
  if (job.printed) await print(pdf, job);
  const saved = await pdf.saveDocument();
  await pdf.destroy();
  return saved;
});
