import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

let browser;
let context;
let site;

before(async () => {
	browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
	site = await serve({ "/": html("<h1>Words of the page</h1>") });
	context = await browser.newContext();
});
afterEach(async () => {
	await context.close();
	await site.close();
});

const SETTINGS = {
	projectId: "shop",
	sampleRate: 1,
	replaySampleRate: 1,
	maskAllText: false,
	maskAllInputs: true,
};
const snapshots = () =>
	site
		.events("replay")
		.filter((event) => event.data.type === 2)
		.map((event) => JSON.stringify(event.data));

async function open() {
	const page = await context.newPage();
	await page.goto(site.origin + "/");
	return page;
}

test("the project's masking holds with the first answer, and on the next page before any answer", async () => {
	site.answer = () => ({
		status: 200,
		settings: { ...SETTINGS, maskAllText: true },
	});
	let page = await open();
	const [first, second] = await until(
		() => snapshots().length >= 2 && snapshots(),
		"the snapshot that is masked",
	);
	assert.ok(first.includes("Words of the page"));
	assert.ok(!second.includes("Words") && second.includes("*****"));
	await page.close();

	site.batches = [];
	// What answers now knows no settings at all.
	site.answer = () => ({ status: 200, body: { accepted: 1, rejected: [] } });
	page = await open();
	const next = await until(
		() => snapshots()[0],
		"the snapshot of the next page",
	);
	assert.ok(!next.includes("Words") && next.includes("*****"));
	assert.equal(site.events("pageview")[0].title, "");
});

test("the project's rate of recordings is kept for the sessions to come", async () => {
	site.answer = () => ({
		status: 200,
		settings: { ...SETTINGS, replaySampleRate: 0 },
	});
	let page = await open();
	await until(
		() => snapshots().length,
		"the first visit, which nothing was known of",
	);
	await until(
		() =>
			page.evaluate(() =>
				localStorage.claymore.includes('"replaySampleRate":0'),
			),
		"the settings",
	);
	await page.evaluate(() => claymore.reset());
	await page.close();

	site.batches = [];
	page = await open();
	await page.evaluate(() => claymore.track("seen"));
	await until(
		() => site.events("custom").length,
		"what is captured nevertheless",
	);
	await page.evaluate(() => document.body.append("changed"));
	await page.evaluate(() => claymore.track("later"));
	await until(() => site.events("custom").length === 2, "another batch");
	assert.equal(site.events("replay").length, 0);
});

test("replayUrl says where the session can be watched once the project is known, on the next page at once", async () => {
	site.answer = () => ({ status: 200, settings: SETTINGS });
	const early = `<!doctype html><script src="/sdk/claymore.js"></script><script>
    window.urls = [claymore.replayUrl()];
    claymore.init({ key: 'wk_test' });
    window.urls.push(claymore.replayUrl());
  </script>`;
	site.pages["/early"] = early;
	const page = await context.newPage();
	await page.goto(site.origin + "/early");
	assert.deepEqual(await page.evaluate(() => window.urls), ["", ""]);
	const url = await until(
		() => page.evaluate(() => claymore.replayUrl()),
		"the address",
	);
	const id = await page.evaluate(() => claymore.sessionId());
	assert.equal(url, `${site.origin}/p/shop/sessions/${id}`);
	await page.goto(site.origin + "/early");
	assert.deepEqual(await page.evaluate(() => window.urls), ["", url]);

	site.pages["/named"] = early.replace(
		`'wk_test'`,
		`'wk_test', project: 'own', endpoint: '${site.origin}/'`,
	);
	await page.goto(site.origin + "/named");
	assert.equal(
		(await page.evaluate(() => window.urls))[1],
		`${site.origin}/p/own/sessions/${id}`,
	);
});

test("on: a page hears of sessions, events, snapshots and what became of batches, until it no longer wants to", async () => {
	const answers = [
		{ status: 503, headers: { "Retry-After": "0" } },
		{ status: 200 },
		{ status: 400, body: { error: { code: "invalid_json" } } },
	];
	site.answer = (batch, request) => answers[request] ?? { status: 200 };
	site.pages["/heard"] =
		`<!doctype html><script src="/sdk/claymore.js"></script><script>
    window.heard = [];
    for (const topic of ['session', 'event', 'checkpoint', 'sent', 'retry', 'refused', 'error']) claymore.on(topic, (detail) => window.heard.push([topic, detail]));
    claymore.on('event', () => { throw new Error('of the page'); });
    window.end = claymore.on('event', (event) => (window.last = event.name));
    claymore.init({ key: 'wk_test' });
  </script><h1>Heard</h1>`;
	const page = await context.newPage();
	const problems = [];
	page.on("pageerror", (error) => problems.push(String(error)));
	await page.goto(site.origin + "/heard");
	const heard = (topic) =>
		page.evaluate(
			(topic) =>
				window.heard
					.filter(([each]) => each === topic)
					.map(([, detail]) => detail ?? null),
			topic,
		);
	await until(
		async () => (await heard("sent")).length,
		"the first batch to be sent again",
	);
	assert.deepEqual(await heard("session"), [
		await page.evaluate(() => claymore.sessionId()),
	]);
	assert.equal((await heard("checkpoint")).length, 1);
	assert.equal((await heard("event"))[0].type, "pageview");
	const [retry] = await heard("retry");
	const [sent] = await heard("sent");
	assert.equal(retry.status, 503);
	assert.deepEqual([sent.batchId, sent.status], [retry.batchId, 200]);

	await page.evaluate(() => claymore.track("one"));
	const [refused] = await until(
		async () => (await heard("refused")).length && heard("refused"),
		"what the server refuses",
	);
	assert.equal(refused.status, 400);
	await page.evaluate(() => {
		window.end();
		claymore.track("two");
	});
	assert.equal(await page.evaluate(() => window.last), "one");
	assert.deepEqual(
		(await heard("event")).map((event) => event.name).filter(Boolean),
		["one", "two"],
	);
	assert.deepEqual(await heard("error"), []);
	assert.deepEqual(problems, []);
});
