import { json } from '../natives';
import type { Batch } from '../transport/batches';
import type { Queue } from '../transport/transport';

const MOST_BATCHES = 200;
const MOST_BYTES = 20_000_000;
/** The pause doubles up to 64 s. */
const MOST_DOUBLINGS = 6;

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * Knows how sending goes on after a failure, and keeps batches that could not be sent in IndexedDB: a page that ends
 * without a network loses nothing. Bounded; the oldest go first.
 */
export function open(memoryOnly: boolean, uuid: () => string, dropped: { overflow: number }): Queue {
  let db: IDBDatabase | undefined;
  let failures = 0;
  const kept = new Set<string>();
  const batches = (database: IDBDatabase) => database.transaction('batches', 'readwrite').objectStore('batches');

  /** What cannot be kept any more, since the person has cleared the site's data, is only sent. */
  function keep(run: (store: IDBObjectStore) => void): boolean {
    try {
      if (db) {
        const store = batches(db);
        run(store);
        // The page may end now, and takes along what has not been asked for.
        store.transaction.commit();
      }
    } catch {
      db = undefined;
    }
    return !!db;
  }

  /** Two batches of half the events each. */
  function halves({ body, events }: Batch): Batch[] {
    const whole = JSON.parse(body);
    const middle = events >> 1;
    return [whole.events.slice(0, middle), whole.events.slice(middle)].map((part) => {
      const id = uuid();
      const half = { id, events: part.length, body: json({ ...whole, batchId: id, events: part }) };
      // What was left out is told once.
      whole.dropped = undefined;
      return half;
    });
  }

  return {
    async all(known) {
      if (memoryOnly) return [];
      const opening = indexedDB.open('claymore', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('batches', { keyPath: 'id' });
      const database = await resultOf(opening);
      db = database;
      database.onclose = database.onversionchange = () => {
        db = undefined;
        database.close();
      };
      const found: Batch[] = await resultOf(batches(database).getAll());
      found.forEach(({ id }) => kept.add(id));
      return found.filter((each) => !known.some(({ id }) => id === each.id));
    },

    put: (list) =>
      keep((store) => {
        // Ids are in order of time, so the end of the list is what is kept when there is too much.
        let bytes = 0;
        list
          .slice(-MOST_BATCHES)
          .reverse()
          .forEach((batch) => {
            bytes += batch.body.length;
            if (kept.has(batch.id) || bytes > MOST_BYTES) return;
            kept.add(batch.id);
            store.put(batch);
          });
        if (kept.size > MOST_BATCHES) {
          Array.from(kept).sort().slice(0, kept.size - MOST_BATCHES).forEach((id) => {
            kept.delete(id);
            store.delete(id);
          });
        }
      }),

    done({ id }) {
      failures = 0;
      if (kept.delete(id)) keep((store) => store.delete(id));
    },

    failed(batch, response) {
      const status = response ? response.status : 0;
      if (!status || status === 408 || status === 429 || status >= 500) {
        // In seconds, or a date.
        const after = (response && response.headers.get('Retry-After')) || '';
        const asked = Number(after) * 1000 || Date.parse(after) - Date.now() || 0;
        return [Math.max(asked, 1000 * 2 ** Math.min(failures++, MOST_DOUBLINGS) * (0.75 + Math.random() / 2))];
      }
      if (status === 413 && batch.events > 1) return [0, ...halves(batch)];
      // The server will never take it.
      dropped.overflow += batch.events;
      return [0];
    },
  };
}
