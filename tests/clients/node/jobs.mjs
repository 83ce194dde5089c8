// Reading jobs from standard input, shared by the scripts that fill forms.
import { readFile, writeFile } from "node:fs/promises";

export async function standardInput() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// Calls fill(bytes, job) for every job; what it returns becomes the file job.target.
export async function fillAll(fill) {
  for (const job of JSON.parse(await standardInput())) {
    await writeFile(job.target, await fill(new Uint8Array(await readFile(job.source)), job));
  }
}
