/**
 * Makes the recordings of the sample data: real browsers, the real shop, the real SDK. `npm run record-demo -w e2e [-- count]`
 * after `./claymore build`; the files go to the server's resources.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { launchBrowser } from "../lib/browser.js";
import { startServer } from "../lib/server.js";
import { openDoor } from "./capture.js";
import { walk } from "./journeys.js";
import { pack } from "./pack.js";
import { Person } from "./person.js";
import { visitor as visitorOf } from "./visitors.js";

const AT_ONCE = 5;
const target = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../server/src/main/resources/demo/recordings");
const count = Number(process.argv[2] ?? 60);

async function visit(browser, server, visitor) {
  const door = await openDoor(server.url);
  const { viewport, userAgent, touch, locale } = visitor;
  const context = await browser.newContext({ viewport, userAgent, locale, hasTouch: touch, isMobile: touch });
  try {
    const page = await context.newPage();
    await page.goto(door.origin + visitor.entry);
    await page.waitForFunction(() => window.claymore?.sessionId?.(), null, { timeout: 20_000 });
    const person = Object.assign(new Person(page, visitor.random, touch), { details: visitor.details });
    await person.pause(300, 900);
    await walk(visitor.journey, person);
    await person.pause(300, 900);
    // Leaving the page sends the rest; the batch has arrived when the door has seen the last of it.
    await page.goto("about:blank");
    await person.pause(400, 500);
    return pack(visitor, door);
  } finally {
    await context.close();
    await door.close();
  }
}

const server = await startServer("serve");
await server.api("POST", "/api/projects", { projectId: "demo", name: "Demo" });
const browser = await launchBrowser();
const recordings = [];
try {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const visitor = visitorOf(next++);
      try {
        const recording = await visit(browser, server, visitor);
        if (!recording.batches.some((batch) => batch.events.some((event) => event.type === "replay"))) throw new Error("nothing was recorded");
        recordings[visitor.number] = recording;
        console.log(`${visitor.number} ${visitor.journey} ${visitor.viewport.width}px: ${recording.batches.length} batches`);
      } catch (error) {
        console.log(`${visitor.number} ${visitor.journey}: left out, ${error.message.split("\n")[0]}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
} finally {
  await browser.close();
  await server.stop();
}

mkdirSync(target, { recursive: true });
for (const file of readdirSync(target)) rmSync(path.join(target, file));
const kept = recordings.filter(Boolean);
let bytes = 0;
kept.forEach((recording, index) => {
  const packed = gzipSync(JSON.stringify(recording), { level: 9 });
  bytes += packed.length;
  writeFileSync(path.join(target, `recording-${String(index).padStart(2, "0")}.json.gz`), packed);
});
writeFileSync(path.join(target, "index.json"), `${JSON.stringify({ recordings: kept.length })}\n`);
console.log(`${kept.length} recordings, ${(bytes / 1e6).toFixed(2)} MB`);
