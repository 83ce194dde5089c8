// Prints what pdf.js tells a screen reader of the PDF on standard input, as JSON: the language,
// the bookmarks, and per page the structure tree and the names of the fields in order.
import { standardInput } from "./jobs.mjs";
import { open } from "./pdfjs.mjs";

const pdf = await open(new Uint8Array(await standardInput()));
const { info } = await pdf.getMetadata();
const pages = [];
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number);
  const fields = (await page.getAnnotations()).filter((one) => !one.hidden);
  pages.push({
    tree: await page.getStructTree(),
    names: Object.fromEntries(fields.map(({ id, alternativeText }) => [`pdfjs_internal_id_${id}`, alternativeText])),
  });
}
const outline = (await pdf.getOutline()) ?? [];
process.stdout.write(JSON.stringify({
  language: info.Language,
  outline: outline.map(({ title }) => title),
  pages,
}));
