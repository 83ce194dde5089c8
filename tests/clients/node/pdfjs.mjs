// Opening a PDF with pdf.js in Node.
import { fileURLToPath } from "node:url";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

const folder = (name) => fileURLToPath(new URL(`./node_modules/pdfjs-dist/${name}/`, import.meta.url));

export function open(data) {
  return getDocument({
    data,
    cMapUrl: folder("cmaps"),
    standardFontDataUrl: folder("standard_fonts"),
    wasmUrl: folder("wasm"),
    verbosity: VerbosityLevel.ERRORS,
  }).promise;
}
