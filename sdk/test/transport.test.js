import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { html, launch, serve, until } from './support.js';

let browser;
let site;

before(async () => {
  browser = await launch();
});
after(() => browser.close());
// A site for each test: what a closing page still sends must not reach the next.
beforeEach(async () => {
  site = await serve({
    '/': html('<h1>First</h1>'),
    '/next': html('<h1>Second</h1>'),
    '/plain': '<!doctype html><h1>No SDK here</h1>',
  });
});
afterEach(() => site.close());

async function open(path = '/') {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.origin + path);
  return page;
}

const track = (page, from, to) =>
  page.evaluate(([from, to]) => {
    for (let i = from; i < to; i++) claymore.track('n' + i);
  }, [from, to]);

/** Every tracked event has arrived, each once, and the recording's numbers have no hole. */
function assertComplete(count) {
  const names = site.events('custom').map((event) => event.name);
  assert.deepEqual([...names].sort(), Array.from({ length: count }, (_, i) => 'n' + i).sort());
  const seqs = new Map();
  for (const event of site.events('replay')) {
    const key = event.batch.sessionId + event.batch.windowId;
    seqs.set(key, [...(seqs.get(key) || []), event.seq]);
  }
  for (const list of seqs.values()) assert.deepEqual(list.sort((a, b) => a - b), list.map((_, i) => i));
}

const arrived = (count) => until(() => site.events('custom').length >= count, `${count} events, have ${site.events('custom').length}`, 30_000);

test('a server that fails is asked again with the same batch, and everything arrives once', async () => {
  site.answer = (batch, request) => ({ status: request < 2 ? 500 : 200 });
  const page = await open();
  await track(page, 0, 20);
  await arrived(20);
  assertComplete(20);
  const [first, second] = site.requests;
  assert.equal(first.batch.batchId, second.batch.batchId);
  assert.equal(first.batch.sequence, second.batch.sequence);
  await page.context().close();
});

test('Retry-After of a busy server is kept to', async () => {
  let refused = 0;
  site.answer = (batch, request) => {
    if (request > 0) return { status: 200 };
    refused = Date.now();
    return { status: 429, headers: { 'Retry-After': '3', 'Access-Control-Expose-Headers': 'Retry-After' } };
  };
  const page = await open();
  await track(page, 0, 5);
  await arrived(5);
  assert.ok(Date.now() - refused >= 2_900, `asked again after ${Date.now() - refused} ms`);
  assertComplete(5);
  await page.context().close();
});

test('a slow server gets one batch at a time', async () => {
  let busy = 0;
  let most = 0;
  site.answer = async () => {
    most = Math.max(most, ++busy);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    busy--;
    return { status: 200 };
  };
  const page = await open();
  await track(page, 0, 10);
  await until(() => site.requests.length, 'the first batch');
  await track(page, 10, 20);
  await arrived(20);
  assertComplete(20);
  assert.equal(most, 1);
  await page.context().close();
});

test('without a network the events wait, also in a page that ends meanwhile', async () => {
  const page = await open();
  await track(page, 0, 3);
  await arrived(3);
  // The queue for later arrives after the first answer.
  await until(() => page.evaluate(() => performance.getEntriesByType('resource').some((entry) => entry.name.includes('claymore-queue') && entry.responseEnd > 0)), 'the queue');
  await page.context().setOffline(true);
  await track(page, 3, 9);
  await until(() => page.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open('claymore');
    request.onsuccess = () => {
      const all = request.result.transaction('batches').objectStore('batches').count();
      all.onsuccess = () => resolve(all.result > 0);
    };
  })), 'a batch in the queue');
  await page.goto('about:blank');
  await page.context().setOffline(false);
  await page.goto(site.origin + '/next');
  await arrived(9);
  assertComplete(9);
  await page.context().close();
});

test('what happened just before the page ends arrives', async () => {
  const page = await open();
  await arrived(0);
  await until(() => site.events('pageview').length, 'the first batch');
  await track(page, 0, 8);
  await page.goto(site.origin + '/plain');
  await arrived(8);
  assertComplete(8);
  assert.ok(site.events('navigation').find((event) => event.name === 'leave' && event.durationMs > 0));
  await page.context().close();
});

test('what the server finds too large is sent in halves, and what is too large by itself is counted as lost', async () => {
  site.answer = (batch) => (batch.events.some((event) => event.name === 'n7') || batch.events.length > 4 ? { status: 413, body: { error: { code: 'body_too_large' } } } : { status: 200 });
  const page = await open();
  await track(page, 0, 20);
  await arrived(19);
  assert.ok(!site.events('custom').some((event) => event.name === 'n7'));
  await until(() => page.evaluate(() => claymore.track('after')).then(() => site.batches.some((batch) => batch.dropped?.overflow)), 'the count of what was lost');
  const names = site.events('custom').map((event) => event.name).filter((name) => name !== 'after');
  assert.equal(new Set(names).size, 19);
  assert.equal(site.batches.reduce((sum, batch) => sum + (batch.dropped?.overflow || 0), 0), 1);
  await page.context().close();
});

test('a tab that is killed loses no more than the last seconds, and the numbers tell', async () => {
  const page = await open();
  await track(page, 0, 6);
  await arrived(6);
  // What the tab had numbered, and could not send any more, is missing from the numbers.
  let refusing = true;
  site.answer = () => ({ status: refusing ? 503 : 200 });
  await track(page, 6, 7);
  await until(() => site.requests.at(-1).status === 503, 'the batch that is refused');
  const session = await page.context().newCDPSession(page);
  session.send('Page.crash').catch(() => {});
  await new Promise((resolve) => page.once('crash', resolve));
  refusing = false;
  const next = await page.context().newPage();
  await next.goto(site.origin + '/next');
  await until(() => site.events('pageview').length > 1, 'the next page');
  const [before, later] = [site.events('pageview')[0].batch, site.events('pageview').at(-1).batch];
  assert.equal(later.sessionId, before.sessionId);
  assert.notEqual(later.windowId, before.windowId);
  const names = site.events('custom').map((event) => event.name);
  assert.equal(new Set(names).size, names.length);
  await page.context().close();
});

test('a page from the back/forward cache goes on in the same window, with a snapshot of its own', async () => {
  const page = await open();
  await until(() => site.events('replay').length, 'the recording');
  const [{ batch }] = site.events('replay');
  await page.goto(site.origin + '/next');
  await until(() => site.events('pageview').length === 2, 'the second page');
  await page.goBack();
  await until(() => site.events('pageview').length === 3, 'the first page again');
  await until(() => site.events('replay').filter((event) => event.data.type === 2).length >= 3, 'its snapshot');
  assert.ok(site.events('replay').every((event) => event.batch.sessionId === batch.sessionId && event.batch.windowId === batch.windowId));
  assertComplete(0);
  await page.context().close();
});

test('large batches are compressed, and requests need no preflight', async () => {
  const page = await open();
  await page.evaluate(() => {
    for (let i = 0; i < 300; i++) document.body.append(Object.assign(document.createElement('p'), { textContent: 'line ' + i }));
  });
  const large = await until(() => site.requests.find((request) => request.gzip), 'a compressed batch');
  assert.equal(large.key, 'wk_test');
  assert.equal(large.headers['content-type'], undefined, 'bytes without a type need no preflight');
  assert.equal(large.headers.authorization, undefined);
  await page.context().close();
});
