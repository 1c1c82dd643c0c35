/** A project's language model is set in Settings: what the server refuses stands at its field, the key is never shown. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser } from "../lib/browser.js";
import { startServer } from "../lib/server.js";
import { openUi, picture } from "../lib/ui.js";

const KEY = "sk-a-key-of-nobody";
const problems = [];
let server;
let browser;
let page;
let section;

before(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  await server.api("POST", "/api/projects", { projectId: "shop", name: "Shop" });
  const context = await browser.newContext({ viewport: { width: 1440, height: 1100 } });
  page = await openUi(context, server, "/p/shop/settings", problems);
  section = page.getByRole("region", { name: "Language model" });
  await section.getByLabel("Provider").waitFor({ timeout: 60_000 });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const kept = () => server.api("GET", "/api/projects/shop/model");
const field = (name) => section.getByLabel(name, { exact: true });
const save = () => section.getByRole("button", { name: "Save" }).click();

test("what the server refuses is said at its field, and nothing is set", async () => {
  await field("Model").fill("qwen3:8b");
  await field("Base URL").fill("127.0.0.1:11434/v1");
  await save();
  await section.getByText(/^Base URL must be an http/).waitFor();
  assert.equal(await field("Base URL").getAttribute("aria-invalid"), "true");
  assert.equal(await field("Model").getAttribute("aria-invalid"), null);
  await field("Base URL").fill("http://127.0.0.1:11434/v1");
  await field("Seconds for a question").fill("301");
  await save();
  await section.getByText(/^Seconds for a question must be a whole number from 1 to 300/).waitFor();
  assert.equal((await kept()).settings, undefined);
  await section.scrollIntoViewIfNeeded();
  await picture(page, "model-refused");
  // The browser notes the status of both refusals.
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("400")));
});

test("what is saved is what the server keeps; of the key only that there is one", async () => {
  await field("Key").fill(KEY);
  await field("Seconds for a question").fill("60");
  await section.getByLabel("Share values that may belong to a person").setChecked(true);
  await save();
  await section.getByText("Questions are read by a model").waitFor();
  const { settings, hasKey } = await kept();
  assert.deepEqual(settings, {
    enabled: true,
    provider: "openai",
    baseUrl: "http://127.0.0.1:11434/v1",
    model: "qwen3:8b",
    stream: false,
    shareValues: true,
    timeoutSeconds: 60,
    tokensPerDay: 500_000,
  });
  assert.equal(hasKey, true);
  await section.getByText("Set for this project").waitFor();
  assert.equal(await field("Key").inputValue(), "");
  assert.ok(!(await page.content()).includes(KEY));
  await picture(page, "model");
});

test("the key stays when something else is changed, and is forgotten for another receiver, which is said before", async () => {
  await field("Model").fill("qwen3:14b");
  await save();
  await section.getByText("qwen3:14b").waitFor();
  assert.equal((await kept()).hasKey, true);
  await field("Provider").selectOption("anthropic");
  await section.getByText(/is forgotten: enter the key again/).waitFor();
  await save();
  await section.getByText("None", { exact: true }).waitFor();
  assert.equal((await kept()).hasKey, false);
});

test("Remove asks once more, and then there is none", async () => {
  await section.getByRole("button", { name: "Remove" }).click();
  await section.getByRole("button", { name: "Remove the model and its key?" }).click();
  await section.getByText("Questions are read by a model").waitFor({ state: "hidden" });
  assert.equal((await kept()).settings, undefined);
  assert.equal(await field("Model").inputValue(), "");
});

test("nothing went wrong on the way", () => assert.deepEqual(problems, []));
