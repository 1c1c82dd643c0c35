import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

let browser;
let site;

before(async () => {
	browser = await launch();
});
after(() => browser.close());
// A site for each test: what a closing page still sends must not reach the next.
beforeEach(async () => {
	site = await serve({
		"/": html("<h1>First</h1>"),
		"/next": html("<h1>Second</h1>"),
		"/plain": "<!doctype html><h1>No SDK here</h1>",
	});
});
afterEach(() => site.close());

async function open(path = "/") {
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(site.origin + path);
	return page;
}

const track = (page, from, to) =>
	page.evaluate(
		([from, to]) => {
			for (let i = from; i < to; i++) claymore.track("n" + i);
		},
		[from, to],
	);

/** Every tracked event has arrived, each once, and the recording's numbers have no hole. */
function assertComplete(count) {
	const names = site.events("custom").map((event) => event.name);
	assert.deepEqual(
		[...names].sort(),
		Array.from({ length: count }, (_, i) => "n" + i).sort(),
	);
	const seqs = new Map();
	for (const event of site.events("replay")) {
		const key = event.batch.sessionId + event.batch.windowId;
		seqs.set(key, [...(seqs.get(key) || []), event.seq]);
	}
	for (const list of seqs.values())
		assert.deepEqual(
			list.sort((a, b) => a - b),
			list.map((_, i) => i),
		);
}

const arrived = (count) =>
	until(
		() => site.events("custom").length >= count,
		`${count} events, have ${site.events("custom").length}`,
		30_000,
	);

test("a server that fails is asked again with the same batch, and everything arrives once", async () => {
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

test("a batch is measured in bytes: of texts in other scripts as much fits as a beacon takes", async () => {
	const page = await open();
	await page.evaluate(() => {
		for (let i = 0; i < 12; i++)
			claymore.track("n" + i, { text: "漢".repeat(3_000) });
	});
	await arrived(12);
	const sizes = site.requests.map(({ batch }) =>
		Buffer.byteLength(JSON.stringify(batch)),
	);
	assert.ok(Math.max(...sizes) < 60_000, `${sizes}`);
	await page.context().close();
});

test("Retry-After of a busy server is kept to", async () => {
	let refused = 0;
	site.answer = (batch, request) => {
		if (request > 0) return { status: 200 };
		refused = Date.now();
		return {
			status: 429,
			headers: {
				"Retry-After": "3",
				"Access-Control-Expose-Headers": "Retry-After",
			},
		};
	};
	const page = await open();
	await track(page, 0, 5);
	await arrived(5);
	assert.ok(
		Date.now() - refused >= 2_900,
		`asked again after ${Date.now() - refused} ms`,
	);
	assertComplete(5);
	await page.context().close();
});

test("a batch that did not arrive in time is sent again", async () => {
	site.answer = (batch, request) => ({ status: request > 0 ? 200 : 408 });
	const page = await open();
	await track(page, 0, 5);
	await arrived(5);
	assertComplete(5);
	await page.context().close();
});

test("a slow server gets one batch at a time", async () => {
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
	await until(() => site.requests.length, "the first batch");
	await track(page, 10, 20);
	await arrived(20);
	assertComplete(20);
	assert.equal(most, 1);
	await page.context().close();
});

test("without a network the events wait, also in a page that ends meanwhile", async () => {
	const page = await open();
	await track(page, 0, 3);
	await arrived(3);
	// The queue for later arrives after the first answer.
	await until(
		() =>
			page.evaluate(() =>
				performance
					.getEntriesByType("resource")
					.some(
						(entry) =>
							entry.name.includes("claymore-queue") && entry.responseEnd > 0,
					),
			),
		"the queue",
	);
	await page.context().setOffline(true);
	await track(page, 3, 9);
	await until(
		() =>
			page.evaluate(
				() =>
					new Promise((resolve) => {
						const request = indexedDB.open("claymore");
						request.onsuccess = () => {
							const all = request.result
								.transaction("batches")
								.objectStore("batches")
								.count();
							all.onsuccess = () => resolve(all.result > 0);
						};
					}),
			),
		"a batch in the queue",
	);
	await page.goto("about:blank");
	await page.context().setOffline(false);
	await page.goto(site.origin + "/next");
	await arrived(9);
	assertComplete(9);
	await page.context().close();
});

test("what happened just before the page ends arrives", async () => {
	const page = await open();
	await arrived(0);
	await until(() => site.events("pageview").length, "the first batch");
	await track(page, 0, 8);
	await page.goto(site.origin + "/plain");
	await arrived(8);
	assertComplete(8);
	assert.ok(
		site
			.events("navigation")
			.find((event) => event.name === "leave" && event.durationMs > 0),
	);
	await page.context().close();
});

test("what the server finds too large is sent in halves, and what is too large by itself is counted as lost", async () => {
	site.answer = (batch) =>
		batch.events.some((event) => event.name === "n7") || batch.events.length > 4
			? { status: 413, body: { error: { code: "body_too_large" } } }
			: { status: 200 };
	const page = await open();
	await track(page, 0, 20);
	await arrived(19);
	assert.ok(!site.events("custom").some((event) => event.name === "n7"));
	await until(
		() =>
			page
				.evaluate(() => claymore.track("after"))
				.then(() => site.batches.some((batch) => batch.dropped?.overflow)),
		"the count of what was lost",
	);
	const names = site
		.events("custom")
		.map((event) => event.name)
		.filter((name) => name !== "after");
	assert.equal(new Set(names).size, 19);
	assert.equal(
		site.batches.reduce(
			(sum, batch) => sum + (batch.dropped?.overflow || 0),
			0,
		),
		1,
	);
	await page.context().close();
});

test("a tab that is killed loses no more than the last seconds, and the numbers tell", async () => {
	const page = await open();
	await track(page, 0, 6);
	await arrived(6);
	// What the tab had numbered, and could not send any more, is missing from the numbers.
	let refusing = true;
	site.answer = () => ({ status: refusing ? 503 : 200 });
	await track(page, 6, 7);
	await until(
		() => site.requests.at(-1).status === 503,
		"the batch that is refused",
	);
	const session = await page.context().newCDPSession(page);
	session.send("Page.crash").catch(() => {});
	await new Promise((resolve) => page.once("crash", resolve));
	refusing = false;
	const next = await page.context().newPage();
	await next.goto(site.origin + "/next");
	await until(() => site.events("pageview").length > 1, "the next page");
	const [before, later] = [
		site.events("pageview")[0].batch,
		site.events("pageview").at(-1).batch,
	];
	assert.equal(later.sessionId, before.sessionId);
	assert.notEqual(later.windowId, before.windowId);
	const names = site.events("custom").map((event) => event.name);
	assert.equal(new Set(names).size, names.length);
	await page.context().close();
});

test("a page from the back/forward cache goes on in the same window, with a snapshot of its own", async () => {
	const page = await open();
	await until(() => site.events("replay").length, "the recording");
	const [{ batch }] = site.events("replay");
	await page.goto(site.origin + "/next");
	await until(() => site.events("pageview").length === 2, "the second page");
	await page.goBack();
	await until(
		() => site.events("pageview").length === 3,
		"the first page again",
	);
	await until(
		() =>
			site.events("replay").filter((event) => event.data.type === 2).length >=
			3,
		"its snapshot",
	);
	assert.ok(
		site
			.events("replay")
			.every(
				(event) =>
					event.batch.sessionId === batch.sessionId &&
					event.batch.windowId === batch.windowId,
			),
	);
	assertComplete(0);
	await page.context().close();
});

test("a page that the browser has kept goes on with the numbers that the page after it has counted", async (context) => {
	const keeping = await launch({
		ignoreDefaultArgs: ["--disable-back-forward-cache"],
	});
	context.after(() => keeping.close());
	const page = await keeping.newPage();
	await page.goto(site.origin + "/");
	await page.evaluate(() => (window.kept = true));
	await until(() => site.events("replay").length > 1, "the recording");
	await page.goto(site.origin + "/next");
	await page.evaluate(() => document.body.append("changed"));
	await until(
		() => site.events("replay").length > 4,
		"the recording of the second page",
	);
	await page.goBack({ waitUntil: "commit" });
	await until(
		() => site.events("pageview").length === 3,
		"the first page again",
	);
	assert.ok(
		await page.evaluate(() => window.kept),
		"the browser has not kept the page",
	);
	await page.evaluate(() => document.body.append("changed again"));
	await until(
		() => JSON.stringify(site.events("replay")).includes("changed again"),
		"the recording of the first page",
	);
	assertComplete(0);
	const count = (name) =>
		new Set(site.batches.map((batch) => batch[name])).size;
	assert.deepEqual(
		[count("sequence"), count("windowId")],
		[count("batchId"), 1],
	);
});

const visibility = (page, state) =>
	page.evaluate((state) => {
		Object.defineProperty(document, "visibilityState", {
			value: state,
			configurable: true,
		});
		document.dispatchEvent(new Event("visibilitychange"));
	}, state);

test("what happened just before a tab is hidden arrives, also when there was no network or a busy server", async () => {
	const page = await open();
	await until(() => site.events("pageview").length, "the first batch");
	await page.context().setOffline(true);
	await track(page, 0, 1);
	await visibility(page, "hidden");
	await page.context().setOffline(false);
	await visibility(page, "visible");
	await arrived(1);
	site.answer = () => ({ status: 503 });
	const busy = page.evaluate(
		() => new Promise((resolve) => claymore.on("retry", resolve)),
	);
	await track(page, 1, 2);
	await busy;
	await track(page, 2, 3);
	await visibility(page, "hidden");
	await page.waitForTimeout(100);
	site.answer = () => ({ status: 200 });
	await visibility(page, "visible");
	await arrived(3);
	assertComplete(3);
	await page.context().close();
});

test("a short visit to a large page has its picture", async () => {
	site.pages["/large"] = html(
		Array.from(
			{ length: 3_000 },
			(_, i) => `<p class="row r${i}">row number ${i} <b>${i * 7}</b></p>`,
		).join(""),
	);
	let left;
	const leaving = new Promise((resolve) => (left = resolve));
	site.answer = async () => (await leaving, { status: 200 });
	const page = await (await browser.newContext()).newPage();
	await page.addInitScript(() => {
		const { stringify } = JSON;
		JSON.stringify = (...args) => {
			const text = stringify(...args);
			window.pictured = window.pictured || /row number 2999/.test(text);
			return text;
		};
	});
	await page.goto(site.origin + "/large");
	await until(
		() =>
			page.evaluate(
				() =>
					window.pictured && indexedDB.databases().then((all) => all.length),
			),
		"the queue",
	);
	setTimeout(left, 500);
	await page.goto(site.origin + "/next");
	await until(
		() => JSON.stringify(site.events("replay")).includes("row number 2999"),
		"the picture",
	);
	assertComplete(0);
	await page.context().close();
});

test("an upload that hangs is given up, tags are sent on a quiet page, and no upload goes through what the page makes of fetch", async () => {
	const context = await browser.newContext();
	await context.addInitScript(() => {
		const { timeout } = AbortSignal;
		AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 100);
	});
	let answering = false;
	site.answer = async () => {
		if (answering) return { status: 200 };
		answering = true;
		await new Promise((resolve) => setTimeout(resolve, 20_000));
		answering = false;
		return { status: 503 };
	};
	const page = await context.newPage();
	await page.goto(site.origin + "/");
	await page.evaluate(() => {
		const { fetch } = window;
		window.seen = [];
		window.fetch = (...args) => (
			window.seen.push(String(args[0])), fetch(...args)
		);
	});
	await until(() => site.events("pageview").length, "what was sent again");
	assert.ok(answering, "sent again only after the answer");
	await page.evaluate(() => {
		claymore.track("quiet");
		claymore.tag("plan", "pro");
	});
	await until(
		() => site.events("custom").length,
		"what a tag ended the batch of",
		6_000,
	);
	assert.deepEqual(await page.evaluate(() => window.seen), []);
	await context.close();
});

test("whoever clears the data of the site meets no mistake, and what is captured arrives", async () => {
	const page = await open();
	const problems = [];
	page.on("pageerror", (error) => problems.push(String(error)));
	await until(() => site.events("pageview").length, "the first batch");
	await until(
		() => page.evaluate(() => indexedDB.databases().then((all) => all.length)),
		"the queue",
	);
	assert.equal(
		await page.evaluate(
			() =>
				new Promise((resolve) => {
					const request = indexedDB.deleteDatabase("claymore");
					request.onsuccess = () => resolve("deleted");
					request.onblocked = () => resolve("blocked");
				}),
		),
		"deleted",
	);
	site.answer = (batch, request) => ({
		status: request < 2 ? 503 : 200,
		headers: { "Retry-After": "0" },
	});
	await track(page, 0, 2);
	await arrived(2);
	assert.deepEqual(problems, []);
	await page.context().close();
});

test("large batches are compressed, and requests need no preflight", async () => {
	const page = await open();
	await page.evaluate(() => {
		for (let i = 0; i < 300; i++)
			document.body.append(
				Object.assign(document.createElement("p"), {
					textContent: "line " + i,
				}),
			);
	});
	const large = await until(
		() => site.requests.find((request) => request.gzip),
		"a compressed batch",
	);
	assert.equal(large.key, "wk_test");
	assert.equal(
		large.headers["content-type"],
		undefined,
		"bytes without a type need no preflight",
	);
	assert.equal(large.headers.authorization, undefined);
	await page.context().close();
});
