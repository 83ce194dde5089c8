// Fills forms in Chromium's own PDF viewer: real clicks and keys, its save and its print button.
// Arguments: the browser, an empty folder. It needs a screen (Xvfb), since without one it does not
// print. Standard input: a JSON list of jobs, {source, targets, picture, saved, printed}; a target
// is {x, y, text} on the first page, in points. What is named is written: the page as seen on
// the screen (PNG), the file that was saved, and the print (PDF).
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { standardInput } from "./jobs.mjs";

const [executablePath, folder] = process.argv.slice(2);
const prints = join(folder, "prints");
const DEADLINE = 30_000;

async function until(what, ready) {
  for (const end = Date.now() + DEADLINE; Date.now() < end; ) {
    const found = await ready();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Chromium: no ${what} within ${DEADLINE / 1000} s`);
}

// "Save as PDF" is the printer, and nobody is asked.
async function start() {
  const profile = join(folder, "profile");
  const destination = { id: "Save as PDF", origin: "local", account: "" };
  const appState = { version: 2, recentDestinations: [destination], isHeaderFooterEnabled: false };
  await mkdir(join(profile, "Default"), { recursive: true });
  await mkdir(prints);
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify({
    printing: { print_preview_sticky_settings: { appState: JSON.stringify(appState) } },
    savefile: { default_directory: prints },
  }));
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    args: [
      "--no-sandbox", "--disable-gpu", "--kiosk-printing",
      "--force-device-scale-factor=4", "--window-position=0,0", "--window-size=1260,1080",
    ],
    viewport: null,
  });
}

const viewerIn = (frame) => frame.evaluate(() => {
  const viewer = document.querySelector("pdf-viewer");
  if (viewer?.loadState_ !== "success") return null;
  const plugin = viewer.shadowRoot.querySelector("#plugin").getBoundingClientRect();
  const page = viewer.viewport.getPageScreenRect(0);
  const { width, height } = page;
  return { x: plugin.x + page.x, y: plugin.y + page.y, width, height };
}).catch(() => null);

async function open(context, path) {
  const page = await context.newPage();
  await page.goto(`${pathToFileURL(path)}#navpanes=0&view=Fit`);
  const frame = await until("viewer", () =>
    page.frames().find((found) => found.url().startsWith("chrome-extension:")));
  return { page, frame };
}

// Where the page is, once it no longer moves: bars that appear make the viewer fit it anew.
async function settled(page, frame) {
  let before = "";
  return until("page", async () => {
    await page.waitForTimeout(300);
    const found = await viewerIn(frame);
    const same = found && before === JSON.stringify(found);
    before = JSON.stringify(found);
    return same && found;
  });
}

// A character is a key, but an emoji, which no key has, comes as from an emoji picker.
function press(keys, letter) {
  if (letter.length > 1) return keys.send("Input.insertText", { text: letter });
  const text = letter === "\n" ? "\r" : letter;
  return keys.send("Input.dispatchKeyEvent", { type: "char", text });
}

// Keys go out one after the other, without waiting for each answer.
async function type(context, { page, frame }, { targets, paper }) {
  const place = await settled(page, frame);
  const keys = await context.newCDPSession(page);
  const scale = place.width / paper[0];
  const at = (x, y) => [place.x + x * scale, place.y + (paper[1] - y) * scale];
  const first = targets.find(({ text }) => text);
  if (first) {
    await until("field that takes keys", async () => {
      await page.mouse.click(...at(first.x, first.y));
      await page.waitForTimeout(200);
      return frame.evaluate(() => document.querySelector("pdf-viewer").formFieldFocus_ === "text");
    });
    await page.mouse.click(...at(5, 5));
  }
  for (const { x, y, text } of targets) {
    await page.mouse.click(...at(x, y));
    await Promise.all(Array.from(text, (letter) => press(keys, letter)));
  }
  if (targets.length) await page.mouse.click(...at(5, 5)); // leaves the last field
}

// The save button, "with your changes"; the file dialog is answered.
async function save(frame, path) {
  await frame.evaluate(() => {
    const viewer = document.querySelector("pdf-viewer");
    viewer.selectFileAndGetWriter_ = async () => ({
      write: async (blob) => {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        globalThis.kept = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      },
    });
    const { shadowRoot } = viewer.shadowRoot.querySelector("viewer-toolbar");
    const controls = shadowRoot.querySelector("viewer-download-controls").shadowRoot;
    controls.querySelector("#save").click();
    controls.querySelector("#save-edited")?.click();
  });
  const kept = await until("saved file", () => frame.evaluate(() => globalThis.kept));
  await writeFile(path, Buffer.from(kept, "base64"));
}

async function print(frame, path) {
  await frame.evaluate(() => {
    const toolbar = document.querySelector("pdf-viewer").shadowRoot.querySelector("viewer-toolbar");
    toolbar.shadowRoot.querySelector("#print").click();
  });
  const printed = await until("print", async () => {
    const [name] = (await readdir(prints)).filter((found) => found.endsWith(".pdf"));
    const whole = name && (await readFile(join(prints, name), "latin1")).trimEnd().endsWith("%%EOF");
    return whole && join(prints, name);
  });
  await copyFile(printed, path);
  await rm(printed);
}

const context = await start();
try {
  for (const job of JSON.parse(await standardInput())) {
    const viewer = await open(context, job.source);
    await type(context, viewer, job);
    const clip = await settled(viewer.page, viewer.frame);
    if (job.picture) await viewer.page.screenshot({ path: job.picture, clip });
    if (job.saved) await save(viewer.frame, job.saved);
    if (job.printed) await print(viewer.frame, job.printed);
    await viewer.page.close();
  }
} finally {
  await context.close();
}
