// Draws a page of the PDF on standard input. Arguments: page (from 1), dots per inch. Writes PNG.
import { createCanvas } from "@napi-rs/canvas";
import { AnnotationMode } from "pdfjs-dist/legacy/build/pdf.mjs";
import { standardInput } from "./jobs.mjs";
import { open } from "./pdfjs.mjs";

const [number, dpi] = process.argv.slice(2).map(Number);
const pdf = await open(new Uint8Array(await standardInput()));
const page = await pdf.getPage(number);
const viewport = page.getViewport({ scale: dpi / 72 });
const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
await page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE }).promise;
process.stdout.write(canvas.toBuffer("image/png"));
