/** Makes the pictures of the README from the product with its sample data: `npm run screenshots -w e2e` after `./claymore build`. */
import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../lib/browser.js";
import { startServer } from "../lib/server.js";
import { openUi } from "../lib/ui.js";
import { until } from "../lib/wait.js";

const target = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../docs/images");
const MOST_BYTES = 400_000;

mkdirSync(target, { recursive: true });
const server = await startServer("demo");
const browser = await launchBrowser();
try {
  await until("the sample data", () => server.output().includes("/demo/"), { within: 180_000, every: 250 });
  const [{ sessionId }] = await until("a recorded purchase", async () => {
    const found = await server.sql("SELECT sessionId FROM sessions FINAL WHERE hasReplay AND has(eventNames, 'purchase') AND device = 'desktop' AND failedRequestCount > 0 ORDER BY createdAt DESC LIMIT 1");
    return found.length ? found : null;
  });
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 880 }, colorScheme: scheme });
    const page = await openUi(context, server, "/p/demo/overview");
    const shoot = async (name) => {
      const file = path.join(target, `${name}-${scheme}.png`);
      await page.screenshot({ path: file });
      const { size } = statSync(file);
      if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`);
      console.log(`${file} ${size} bytes`);
    };
    const quiet = () => page.waitForLoadState("networkidle", { timeout: 6_000 }).catch(() => {});
    await page.locator("canvas").first().waitFor({ timeout: 30_000 });
    await quiet();
    await shoot("overview");
    await page.goto(`${server.url}/p/demo/sessions`);
    await page.getByRole("table", { name: "Sessions" }).waitFor();
    await quiet();
    await shoot("sessions");
    await page.goto(`${server.url}/p/demo/sessions/${sessionId}`);
    const play = page.getByRole("toolbar", { name: "Playback" });
    await play.waitFor();
    for (let i = 0; i < 3; i++) await play.getByRole("button", { name: "10 seconds on" }).click();
    await page.locator(".replayer-wrapper iframe").waitFor();
    await quiet();
    await shoot("session");
    if (scheme === "light") {
      await page.goto(`${server.url}/demo/`);
      await page.locator(".slow-photo").evaluate((image) => image.complete || new Promise((done) => (image.onload = done)));
      await shoot("shop");
    }
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
