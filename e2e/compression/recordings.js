/** What the browser sent, taken apart: events, and recordings as the JSON arrays that a file-based recorder would keep. */
import { gunzipSync } from 'node:zlib';

const plain = (body) => (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString('utf8');

/** @returns every batch once, with its JSON and its size on the wire; the first copy counts when one was sent again */
export function decode(sent) {
  const seen = new Set();
  const batches = [];
  for (const { body, headers, url, site } of sent) {
    const text = plain(body);
    const batch = JSON.parse(text);
    if (seen.has(batch.batchId)) continue;
    seen.add(batch.batchId);
    batches.push({ site, url, headers, batch, wireBytes: body.length, jsonBytes: Buffer.byteLength(text) });
  }
  return batches;
}

/** @returns one recording per session and window: its rrweb events in order */
export function recordings(batches) {
  const found = new Map();
  for (const { site, batch } of batches) {
    for (const event of batch.events) {
      if (event.type !== 'replay') continue;
      const windowId = event.windowId ?? batch.windowId ?? '';
      const key = `${batch.sessionId} ${windowId}`;
      if (!found.has(key)) found.set(key, { site, sessionId: batch.sessionId, windowId, events: [] });
      found.get(key).events.push(event);
    }
  }
  for (const recording of found.values()) {
    recording.events.sort((left, right) => left.seq - right.seq);
    recording.json = JSON.stringify(recording.events.map(({ data }) => data));
  }
  return [...found.values()];
}
