/** A person's data is deleted on their page, by somebody who typed who it is; Settings tell how far that is. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser } from "../lib/browser.js";
import { startServer } from "../lib/server.js";
import { openUi, picture } from "../lib/ui.js";
import { arrived, eventsOf, visit } from "../lib/visit.js";

const problems = [];
let server;
let browser;
let page;
let project;

before(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  project = await server.api("POST", "/api/projects", { projectId: "shop", name: "Shop" });
  for (const minutesAgo of [90, 30]) await visit(server, project, "ada@example.com", minutesAgo);
  await visit(server, project, "bob@example.com", 20);
  await arrived(server, project, "ada@example.com", 2);
  await arrived(server, project, "bob@example.com", 1);
  const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
  page = await openUi(context, server, "/p/shop/insights/people?range=24h&of=ada%40example.com", problems);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("nothing goes before the person's id was typed", async () => {
  await page.getByRole("table", { name: "Sessions" }).getByText("/cart").first().waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Delete person’s data…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete a person’s data" });
  await dialog.getByText("What stays").waitFor();
  const erase = dialog.getByRole("button", { name: "Delete for good" });
  assert.equal(await erase.isDisabled(), true);
  await dialog.getByLabel("Type ada@example.com to delete").fill("ada@example.co");
  assert.equal(await erase.isDisabled(), true);
  await picture(page, "delete-person");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await eventsOf(server, project, "ada@example.com"), 2);
});

test("then every session of the person goes, and nobody else's", async () => {
  await page.getByRole("button", { name: "Delete person’s data…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete a person’s data" });
  await dialog.getByLabel("Type ada@example.com to delete").fill("ada@example.com");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  const state = page.getByRole("region", { name: "Deletion" });
  await state.getByText("2 sessions").waitFor({ timeout: 30_000 });
  assert.equal(await state.locator("[aria-current=step]").innerText().then((text) => text.split("\n")[0]), "Hidden");
  assert.equal(await dialog.count(), 0);
  await picture(page, "delete-person-state");
  assert.equal(await eventsOf(server, project, "ada@example.com"), 0);
  assert.equal(await eventsOf(server, project, "bob@example.com"), 1);
});

test("the person is no longer listed", async () => {
  await page.getByRole("button", { name: "Back to all people" }).click();
  const people = page.getByRole("table", { name: "People" });
  await people.getByText("bob@example.com").waitFor({ timeout: 30_000 });
  assert.equal(await people.getByText("ada@example.com").count(), 0);
});

test("Settings list the deletion as the API tells it, without who it was", async () => {
  await page.goto(`${server.url}/p/shop/settings`);
  const rows = page.getByRole("region", { name: "Deletions" }).getByRole("row");
  await rows.nth(1).waitFor({ timeout: 30_000 });
  assert.equal(await rows.count(), 2);
  const [deletion] = (await server.api("GET", "/api/projects/shop/deletions")).deletions;
  const cells = await rows.nth(1).getByRole("cell").allInnerTexts();
  assert.deepEqual(cells.slice(0, 3), ["Person", "2", String(deletion.rows)]);
  assert.match(cells[3], /ago|now/);
  assert.equal(cells[4], "Hidden");
  assert.equal(cells[5], "");
  assert.equal(await page.getByText("ada@example.com").count(), 0);
  await rows.nth(1).scrollIntoViewIfNeeded();
  await picture(page, "deletions");
});

test("nothing went wrong on the way", () => assert.deepEqual(problems, []));
