// Drives ClickHouse's client for Node against the engine: node client.mjs URL PASSWORD. Exits with 0 when all is well.
import assert from "node:assert/strict";
import { createClient } from "@clickhouse/client";

const [url, password] = process.argv.slice(2);
const clients = [
  createClient({ url, password }),
  createClient({ url, password, compression: { request: true, response: true } }),
];

for (const client of clients) {
  assert.equal((await client.ping()).success, true);

  const rows = await client
    .query({
      query: "SELECT {text:String} AS text, {list:Array(UInt8)} AS list, {none:Nullable(String)} AS none, getSetting('max_threads') AS threads",
      query_params: { text: "it's\ta \\ 'ü'\n", list: [1, 2], none: null },
      clickhouse_settings: { max_threads: 3 },
      format: "JSONEachRow",
    })
    .then((result) => result.json());
  assert.deepEqual(rows, [{ text: "it's\ta \\ 'ü'\n", list: [1, 2], none: null, threads: 3 }]);

  await client.command({
    query: "CREATE OR REPLACE TABLE node (a UInt32, b String DEFAULT concat('x', toString(a))) ENGINE = MergeTree ORDER BY a",
  });
  const inserted = await client.insert({
    table: "node",
    values: Array.from({ length: 10_000 }, (_, a) => ({ a })),
    format: "JSONEachRow",
  });
  assert.equal(inserted.summary?.written_rows, "10000");

  let count = 0;
  const stream = await client.query({ query: "SELECT a, b FROM node ORDER BY a", format: "JSONEachRow" });
  for await (const piece of stream.stream()) {
    for (const row of piece) {
      const value = row.json();
      assert.equal(value.b, `x${value.a}`);
      count++;
    }
  }
  assert.equal(count, 10_000);

  await assert.rejects(client.query({ query: "SELECT * FROM nowhere" }), (error) => error.code === "60");

  await assert.rejects(
    async () => {
      const late = await client.query({
        query: "SELECT number, throwIf(number = 600000, 'too late') FROM numbers(10000000)",
        format: "JSONEachRow",
      });
      for await (const piece of late.stream()) assert.ok(piece.length > 0);
    },
    (error) => /too late|aborted|terminated|hang up/u.test(String(error.message)),
  );

  const aborted = new AbortController();
  const running = client.query({ query: "SELECT count(), 'node' FROM numbers(1000000000000)", abort_signal: aborted.signal });
  setTimeout(() => aborted.abort(), 200);
  await assert.rejects(running, /aborted/u);

  const session = { session_id: "node-session" };
  await client.command({ query: "CREATE TEMPORARY TABLE IF NOT EXISTS kept (a UInt8)", ...session });
  const kept = await client.query({ query: "SELECT count() AS n FROM kept", format: "JSONEachRow", ...session });
  assert.equal(Number((await kept.json())[0].n), 0);
  await client.close();
}
console.log("all is well");
