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
  const context = await browser.newContext({ viewport: { width: 1440, height: 880 }, colorScheme: "light" });
  const page = await openUi(context, server, `/p/demo/sessions/${sessionId}`);
  const quiet = () => page.waitForLoadState("networkidle", { timeout: 8_000 }).catch(() => {});
  const shoot = async (name) => {
    await quiet();
    const file = path.join(target, `${name}.png`);
    await page.screenshot({ path: file });
    const { size } = statSync(file);
    if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`);
    console.log(`${file} ${size} bytes`);
  };
  const play = page.getByRole("toolbar", { name: "Playback" });
  await play.waitFor({ timeout: 60_000 });
  await page.locator(".replayer-wrapper iframe").waitFor({ timeout: 60_000 });
  for (let i = 0; i < 3; i++) await play.getByRole("button", { name: "10 seconds forward" }).click();
  await page.mouse.move(700, 20);
  await shoot("session");
  await page.goto(`${server.url}/p/demo/sessions`);
  await page.locator("[role=row] a").first().waitFor({ timeout: 60_000 });
  await shoot("sessions");
  await page.goto(`${server.url}/p/demo/overview`);
  await page.getByText("/demo/cart").first().waitFor({ timeout: 60_000 });
  await shoot("overview");
  await page.goto(`${server.url}/demo/`);
  await page.locator(".card").first().waitFor({ timeout: 60_000 });
  await shoot("shop");
} finally {
  await browser.close();
  await server.stop();
}
