/** What the SDK of a page has sent and the server has acknowledged with 200. */
import { gunzipSync } from "node:zlib";

export function acknowledged(page) {
  const events = new Set();
  const recorded = new Map();
  page.on("response", (response) => {
    if (!response.url().includes("/v1/batch") || response.status() !== 200) return;
    const body = response.request().postDataBuffer();
    if (!body) return;
    const batch = JSON.parse((body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString("utf8"));
    for (const event of batch.events) {
      if (event.type === "replay") recorded.set(`${batch.sessionId} ${batch.windowId} ${event.seq}`, event);
      else events.add(event.id);
    }
  });
  return { events, recorded };
}
