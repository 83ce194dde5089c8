// Opens HTML files in Chromium, whose path is the argument. Standard input: a JSON list of jobs,
// {page, scheme, width, height, direction, axe, picture, clip, print}, all but the page optional.
// Writes a JSON list of what each page did: its title, what it loaded, what console and dialogs
// said, how wide it is, and, on request, what axe-core finds wrong.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { standardInput } from "./jobs.mjs";

const axe = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf-8");
const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
});

function told({ id, nodes }) {
  return `${id}, ${nodes.length} x: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`;
}

async function visit(job) {
  const { width = 1280, height = 900, scheme = "light" } = job;
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce", bypassCSP: !!job.axe,
  });
  const page = await context.newPage();
  const found = { asked: [], said: [], violations: [] };
  page.on("request", (request) => found.asked.push(request.url()));
  page.on("console", (message) => found.said.push(message.text()));
  page.on("pageerror", (error) => found.said.push(String(error)));
  page.on("dialog", (dialog) => { found.said.push(dialog.message()); dialog.dismiss(); });
  await page.goto(pathToFileURL(job.page).href);
  if (job.direction) await page.evaluate((way) => { document.dir = way; }, job.direction);
  found.title = await page.title();
  found.width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (job.picture) await page.screenshot({ path: job.picture, fullPage: true, clip: job.clip });
  if (job.print) await page.pdf({ path: job.print, preferCSSPageSize: true, format: "A4" });
  if (job.axe) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    found.violations = violations.map(told);
  }
  await context.close();
  return found;
}

const results = [];
try {
  for (const job of JSON.parse(await standardInput())) results.push(await visit(job));
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(results));
