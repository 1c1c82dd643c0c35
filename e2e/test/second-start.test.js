/** The sample data is made once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { startServer } from "../lib/server.js";
import { until } from "../lib/wait.js";

const COUNTS = "SELECT (SELECT count() FROM events) AS events, (SELECT count() FROM replay_events) AS replay, (SELECT sum(eventCount) FROM sessions FINAL) AS counted";

test("a start that was killed midway is made whole, and one more adds nothing", async () => {
  const first = await startServer("demo");
  await until("the making of sample data", () => first.output().includes("Making 30 days"), { within: 120_000 });
  await first.kill();

  const second = await startServer("demo", { data: first.data });
  let counts;
  try {
    await until("the sample data", () => second.output().includes("/demo/"), { within: 300_000, every: 250 });
    counts = await settled(second);
    assert.equal(counts.counted, counts.events, "the sessions count each event once");
    const [{ ids }] = await second.sql("SELECT uniqExact(eventId) AS ids FROM events");
    assert.equal(ids, counts.events, "no event twice");
    const [{ sessions }] = await second.sql("SELECT count() AS sessions FROM sessions FINAL WHERE hasReplay");
    assert.ok(sessions >= 50 && sessions < 100, `${sessions} recordings`);
  } finally {
    await second.stop({ keepData: true });
  }

  const third = await startServer("demo", { data: first.data });
  try {
    await until("the end of the start", () => third.output().includes("/demo/"), { within: 120_000, every: 250 });
    assert.deepEqual(await settled(third), counts);
  } finally {
    await third.stop();
  }
});

/** The counts once the loader has nothing left. */
async function settled(server) {
  let last = "";
  return until("the counts to settle", async () => {
    const [counts] = await server.sql(COUNTS);
    const text = JSON.stringify(counts);
    const same = text === last;
    last = text;
    return same && counts.replay > 0 ? counts : null;
  }, { within: 120_000, every: 2_500 });
}
