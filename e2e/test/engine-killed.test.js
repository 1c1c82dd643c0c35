/** The engine dies while people click: what was acknowledged is there afterwards, once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { acknowledged } from "../lib/acknowledged.js";
import { launchBrowser } from "../lib/browser.js";
import { startServer } from "../lib/server.js";
import { until } from "../lib/wait.js";

test("kill -9 of the engine while somebody shops: nothing acknowledged is missing or doubled", async () => {
  const server = await startServer("serve");
  const browser = await launchBrowser();
  try {
    await server.api("POST", "/api/projects", { projectId: "demo", name: "Demo" });
    const page = await browser.newPage();
    const sent = acknowledged(page);
    await page.goto(`${server.url}/demo/`);
    await until("the first acknowledged event", () => sent.events.size > 0, { within: 60_000 });
    for (let kills = 0; kills < 2; kills++) {
      await shopFor(page, 3);
      const [engine] = server.enginePids();
      assert.ok(engine, "the engine's process");
      process.kill(engine, "SIGKILL");
      const before = sent.events.size;
      await shopFor(page, 3);
      await until("acknowledgements while the engine is down or just back", () => sent.events.size > before, { within: 60_000 });
      await until("the engine to be back", async () => {
        const [next] = server.enginePids();
        return next && next !== engine && (await server.sql("SELECT 1 AS one")).length === 1;
      }, { within: 120_000 });
    }
    await page.goto("about:blank");
    await until("all acknowledged events in the tables", async () => {
      const ids = [...sent.events];
      const [{ there }] = await server.sql(`SELECT uniqExact(eventId) AS there FROM events WHERE eventId IN (${ids.map((id) => `'${id}'`).join()})`);
      if (there !== ids.length) throw new Error(`${there} of ${ids.length} events`);
      const [{ recorded }] = await server.sql("SELECT uniqExact(sessionId, windowId, seq) AS recorded FROM replay_events");
      if (recorded < sent.recorded.size) throw new Error(`${recorded} of ${sent.recorded.size} recorded events`);
      return true;
    }, { within: 120_000, every: 500 });
    // One statement, one moment: the last batch may still be on its way.
    const [counts] = await server.sql(`SELECT
      (SELECT count() FROM events) AS events, (SELECT uniqExact(eventId) FROM events) AS eventIds,
      (SELECT count() FROM replay_events) AS replay, (SELECT uniqExact(sessionId, windowId, seq) FROM replay_events) AS replayKeys`);
    assert.equal(counts.events, counts.eventIds, "no event twice");
    assert.equal(counts.replay, counts.replayKeys, "no recorded event twice");
    await until("the view to count what the table has", async () => {
      const [{ table, view }] = await server.sql("SELECT (SELECT count() FROM events) AS table, (SELECT sum(eventCount) FROM sessions FINAL) AS view");
      return table === view;
    });
  } finally {
    await browser.close();
    await server.stop();
  }
});

async function shopFor(page, rounds) {
  for (let round = 0; round < rounds; round++) {
    await page.click(`.menu a >> nth=${round % 6}`);
    await page.click(".listing .card >> nth=0");
    await page.waitForSelector(".add-to-cart");
    await page.click(".add-to-cart");
    await page.mouse.wheel(0, 400);
  }
}
