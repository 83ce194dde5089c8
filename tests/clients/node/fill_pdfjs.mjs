// Fills forms with pdf.js: the values go into its annotation storage, as its viewer does it.
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
  const saved = await pdf.saveDocument();
  await pdf.destroy();
  return saved;
});
