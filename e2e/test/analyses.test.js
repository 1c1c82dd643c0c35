/** A walk through the analyses, the SQL console and a dashboard on the sample data, in a real browser. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser } from "../lib/browser.js";
import { startServer } from "../lib/server.js";
import { openUi, picture } from "../lib/ui.js";
import { until } from "../lib/wait.js";

const KINDS = ["trends", "funnels", "retention", "paths", "activity", "heatmaps", "errors", "requests", "vitals", "people", "live", "campaigns", "entries"];
/** A funnel is nothing without steps. */
const STEPS = "&step=viewedPage:eq:/demo/&step=customEvent:eq:purchase";
const problems = [];
let server;
let browser;
let page;

before(async () => {
  [server, browser] = await Promise.all([startServer("demo"), launchBrowser()]);
  await until("the sample data", () => server.output().includes("/demo/"), { within: 300_000, every: 250 });
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, colorScheme: "dark" });
  page = await openUi(context, server, "/p/demo/overview", problems);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const statements = () => page.getByRole("button", { name: /^Show the SQL of/ });

for (const kind of KINDS) {
  test(`the page of ${kind} shows an answer and the statement that made it`, async () => {
    await page.goto(`${server.url}/p/demo/insights/${kind}?range=30d${kind === "funnels" ? STEPS : ""}`);
    await statements().first().waitFor({ timeout: 60_000 });
    assert.equal(await page.getByText("could not be loaded").count(), 0);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `the page is ${wider} px wider than the window`);
    await picture(page, `insight-${kind}`);
    await statements().first().click();
    await page.getByText(/rows read/).first().waitFor();
    await page.keyboard.press("Escape");
  });
}

for (const order of ["ordered", "any"]) {
  test(`a step of a funnel ${order}, by device, opens into as many sessions as it says, each where it was reached`, async () => {
    await page.goto(`${server.url}/p/demo/insights/funnels?range=30d&of=session&order=${order}&by=device${STEPS}`);
    const step = page.getByRole("table", { name: "Steps" }).getByRole("row").filter({ hasText: "2. " }).first();
    await step.waitFor({ timeout: 60_000 });
    const count = await step.getByRole("cell").nth(2).innerText();
    assert.notEqual(count, "0");
    await step.getByRole("cell").nth(2).click();
    await page.getByRole("heading", { name: "Sessions" }).waitFor();
    await page.locator("header").getByText(count, { exact: true }).waitFor({ timeout: 30_000 });
    await picture(page, `funnel-${order}-sessions`);
    const session = page.getByRole("row").nth(1);
    assert.match(await session.getByRole("link").first().getAttribute("href"), /\/sessions\/[0-9a-f-]{36}\?at=/);
    await session.click();
    await page.waitForURL(/\/sessions\/[0-9a-f-]{36}/);
  });
}

test("a statement of the console's own is answered with a table, a forbidden one with the reason", async () => {
  await page.goto(`${server.url}/p/demo/sql`);
  const editor = page.getByRole("textbox", { name: "SQL" });
  await editor.waitFor({ timeout: 60_000 });
  const run = async (sql) => {
    await editor.click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(sql);
    await page.getByRole("button", { name: /^Run/ }).click();
  };
  await run("SELECT 40 + 2 AS answer, count() AS n FROM sessions");
  await page.getByText("answer", { exact: true }).first().waitFor({ timeout: 30_000 });
  await page.getByText("42", { exact: true }).first().waitFor();
  await picture(page, "sql");
  await run("SELECT * FROM system.tables");
  await page.getByRole("alert").filter({ hasText: "system.tables" }).waitFor({ timeout: 30_000 });
  // The refusal is an answer of the console; the browser notes its status all the same.
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("422")));
});

test("an analysis that is saved stands on a dashboard that opens by itself", async () => {
  await page.goto(`${server.url}/p/demo/insights/campaigns?range=30d`);
  await page.getByRole("button", { name: "Save", exact: true }).click({ timeout: 60_000 });
  const form = page.locator("form").filter({ hasText: "Dashboard" });
  await form.getByLabel("Name").fill("Where they come from");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved to the dashboard").waitFor({ timeout: 30_000 });
  await page.goto(`${server.url}/p/demo/dashboards`);
  await page.getByRole("article", { name: "Where they come from" }).waitFor({ timeout: 60_000 });
  await picture(page, "dashboard");
});

test("nothing went wrong on the way", () => assert.deepEqual(problems, []));
