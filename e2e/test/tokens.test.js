/** A token that reads a project: made in Settings, signs in, is refused where something would change, and signs out when it is revoked. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser } from "../lib/browser.js";
import { startServer } from "../lib/server.js";
import { openUi, picture } from "../lib/ui.js";
import { arrived, visit } from "../lib/visit.js";

const problems = [];
let server;
let browser;
let admin;
let viewer;
let token;

before(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  const project = await server.api("POST", "/api/projects", { projectId: "shop", name: "Shop" });
  await visit(server, project, "ada", 30);
  await arrived(server, project, "ada", 1);
  admin = await openUi(await browser.newContext({ viewport: { width: 1440, height: 900 } }), server, "/p/shop/settings", problems);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test("the admin makes one, which is shown this one time", async () => {
  const section = admin.getByRole("region", { name: "Read-only tokens" });
  await section.getByLabel("Name of a new token").fill("The wall in the kitchen", { timeout: 60_000 });
  await section.getByRole("button", { name: "Create token" }).click();
  token = await section.getByText(/^rt_/).innerText();
  await section.getByRole("cell", { name: "The wall in the kitchen", exact: true }).waitFor();
  await section.scrollIntoViewIfNeeded();
  await picture(admin, "tokens");
  await admin.reload();
  await section.getByRole("cell", { name: "The wall in the kitchen", exact: true }).waitFor({ timeout: 60_000 });
  assert.equal(await section.getByText(/^rt_/).count(), 0);
});

test("its holder sees the project and may change nothing, and is told why", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  viewer = await openUi(context, { ...server, token }, "/p/shop/insights/people?range=24h&of=ada", problems);
  // Disabled as soon as it is known who signed in.
  const erase = viewer.getByRole("button", { name: "Delete person’s data…", disabled: true });
  await erase.waitFor({ timeout: 60_000 });
  assert.equal(await erase.getAttribute("title"), "The token that you signed in with may only read");
  await picture(viewer, "viewer");
  await viewer.goto(`${server.url}/p/shop/settings`);
  await viewer.getByText("Only the admin token may change these.").first().waitFor({ timeout: 60_000 });
  assert.equal(await viewer.getByRole("region", { name: "Read-only tokens" }).count(), 0);
  const refused = await viewer.evaluate(async () => {
    const response = await fetch("/api/projects/shop/people?person=ada", { method: "DELETE" });
    return [response.status, (await response.json()).error.code];
  });
  assert.deepEqual(refused, [403, "read_only"]);
});

test("once it is revoked, its holder is asked to sign in", async () => {
  await admin.getByRole("button", { name: "Revoke The wall in the kitchen" }).click();
  await admin.getByRole("button", { name: "Its holder is signed out. Revoke?" }).click();
  await admin.getByRole("cell", { name: "The wall in the kitchen", exact: true }).waitFor({ state: "hidden" });
  await viewer.goto(`${server.url}/p/shop/overview`);
  await viewer.getByLabel("Token").waitFor({ timeout: 60_000 });
});

test("nothing else went wrong on the way", () => {
  // One change was refused, one token revoked: the browser notes their status.
  assert.deepEqual(problems.filter((problem) => !/status of (401|403)/.test(problem)), []);
});
