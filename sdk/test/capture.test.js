import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

let browser;
let site;

before(async () => {
	browser = await launch();
	site = await serve({
		"/": html(
			'<h1>Shop</h1><button id="buy">Buy now</button><input name="city"><a id="dead" href="javascript:void 0">Nothing</a>',
		),
	});
});

after(async () => {
	await browser.close();
	await site.close();
});

async function open(path = "/") {
	site.batches = [];
	site.requests = [];
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(site.origin + path);
	return page;
}

test("a page view and the recording arrive by themselves", async () => {
	const page = await open();
	const view = await until(() => site.events("pageview")[0], "the page view");
	assert.equal(view.url, site.origin + "/");
	assert.equal(view.title, "A page");
	assert.match(
		view.batch.sessionId,
		/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/,
	);
	const replay = await until(
		() => site.events("replay").length > 1 && site.events("replay"),
		"the recording",
	);
	assert.deepEqual(
		replay.slice(0, 2).map((event) => [event.seq, event.data.type]),
		[
			[0, 4],
			[1, 2],
		],
	);
	await page.context().close();
});

test("clicks, errors, failed requests and the calls of the API become events", async () => {
	const page = await open();
	await page.evaluate(() => {
		document
			.querySelector("#buy")
			.addEventListener("click", () => document.body.append("bought"));
	});
	await page.click("#buy");
	await page.fill("input", "Berlin");
	await page.evaluate(() => {
		setTimeout(() => {
			throw new TypeError("it broke");
		});
		fetch("/missing?token=abc");
		claymore.identify("u1", { plan: "pro" });
		claymore.tag("experiment", "B");
		claymore.track("Ordered", { value: 12.5, currency: "EUR" });
		claymore.setCart(99.5);
		const inner = new TypeError("no such shelf");
		claymore.captureError(
			new RangeError("out of stock", {
				cause: new AggregateError([inner], "all shelves failed"),
			}),
			{ sku: 7 },
		);
	});
	const event = (type, name) =>
		until(
			() =>
				site
					.events(type)
					.find((each) => name === undefined || each.name === name),
			type,
		);
	const click = await event("click");
	assert.equal(click.selector, "#buy");
	assert.equal(click.text, "Buy now");
	const request = await event("request");
	assert.equal(request.statusCode, 404);
	assert.equal(request.errorCode, 404);
	assert.equal(request.requestUrl, site.origin + "/missing?token=*");
	const error = await event("error", "");
	assert.equal(error.errorType, "TypeError");
	assert.match(error.errorStack, /it broke/);
	const handled = await event("error", "handled");
	assert.equal(handled.tags.sku, 7);
	assert.match(
		handled.errorStack,
		/^RangeError: out of stock\n[^]+\nCaused by: AggregateError: all shelves failed\n[^]+\nCaused by: TypeError: no such shelf\n +at /,
	);
	assert.equal(handled.errorStack.match(/no such shelf/g).length, 1);
	assert.equal((await event("identify")).tags.plan, "pro");
	const ordered = await event("custom", "Ordered");
	assert.equal(ordered.value, 12.5);
	assert.equal(ordered.batch.context.tags.experiment, "B");
	assert.equal((await event("custom", "cart")).cartValue, 99.5);
	await page.context().close();
});

test("more tags than the server takes cost the further ones, not the visit", async () => {
	const page = await open();
	const warned = page.waitForEvent(
		"console",
		(message) => message.type() === "warning",
	);
	await page.evaluate(() => {
		const many = (prefix) =>
			Object.fromEntries(Array.from({ length: 70 }, (_, i) => [prefix + i, i]));
		claymore.tags({ ...many("t"), ["k".repeat(200)]: 1, "": 2 });
		claymore.tags({ t0: null, late: "yes" });
		claymore.track("Full", many("p"));
	});
	assert.match((await warned).text(), /more than 64 tags t64/);
	await page.evaluate(() => {
		claymore.identify("u".repeat(257));
		claymore.identify("\u00fc".repeat(256));
	});
	const full = await until(
		() => site.events("custom").find((event) => event.name === "Full"),
		"the event",
	);
	assert.equal(Object.keys(full.tags).length, 64);
	const own = full.batch.context.tags;
	assert.deepEqual(
		[Object.keys(own).length, own.t0, own.t63, own.late],
		[64, undefined, 63, "yes"],
	);
	await until(
		() =>
			site.events("identify").length === 1 &&
			site.batches.at(-1).context.userId === "\u00fc".repeat(256),
		"the id that is short enough",
	);
	await page.context().close();
});

test("three quick clicks are a rage click, one without consequence is a dead one", async () => {
	const page = await open();
	await page.click("#dead");
	await until(
		() => site.events("click").find((click) => click.name === "dead"),
		"a dead click",
	);
	await page.click("#dead", { clickCount: 3 });
	await until(
		() => site.events("click").find((click) => click.name === "rage"),
		"a rage click",
	);
	await page.context().close();
});
