/** Sessions of people, sent as a site's pages send them. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { until } from "./wait.js";

/** A session's id, of a moment. */
function sessionId(at) {
  const hex = at.toString(16).padStart(12, "0") + "7" + randomBytes(2).toString("hex").slice(1) + "8" + randomBytes(8).toString("hex").slice(1);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A session of one page view. */
export async function visit(server, project, userId, minutesAgo) {
  const start = Date.now() - minutesAgo * 60_000;
  const response = await fetch(`${server.url}/v1/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${project.writeKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      sessionId: sessionId(start),
      context: { userId, anonymousId: `browser-of-${userId}` },
      events: [{ type: "pageview", timestamp: start, url: "https://shop.example/cart" }],
    }),
  });
  const { accepted, rejected } = await response.json();
  assert.deepEqual([accepted, rejected], [1, []]);
}

export async function eventsOf(server, project, userId) {
  const [{ events }] = await server.sql(`SELECT count() AS events FROM events WHERE projectId = '${project.projectId}' AND userId = '${userId}'`);
  return events;
}

/** Waits until so many events of a person can be asked for. */
export const arrived = (server, project, userId, count) => until(`the visits of ${userId}`, async () => (await eventsOf(server, project, userId)) === count);
