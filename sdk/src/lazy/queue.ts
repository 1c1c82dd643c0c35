import type { Batch, Store } from '../transport/transport';

const MOST_BATCHES = 200;
const MOST_BYTES = 20_000_000;

/** Batches that could not be sent, in IndexedDB: a page that ends without a network loses nothing. Bounded; the oldest go first. */
export async function open(): Promise<Store> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('claymore', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('batches', { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const kept = new Set<string>();
  const batches = () => db.transaction('batches', 'readwrite').objectStore('batches');
  const all = () =>
    new Promise<Batch[]>((resolve, reject) => {
      const request = batches().getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  return {
    all: async () => {
      const found = await all();
      found.forEach(({ id }) => kept.add(id));
      return found;
    },
    put(list) {
      // Ids are in order of time, so the end of the list is what is kept when there is too much.
      let bytes = 0;
      const store = batches();
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
    },
    done({ id }) {
      if (kept.delete(id)) batches().delete(id);
    },
  };
}
