import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

// A session that nobody is in any more, and the one after it.

let browser;
let site;

before(async () => {
	browser = await launch();
	site = await serve({
		"/": `<!doctype html><script>window.ahead = 0; { const { now } = Date; Date.now = () => now() + window.ahead; }</script>${html("<h1>Here</h1>").slice(15)}`,
	});
});
after(async () => {
	await browser.close();
	await site.close();
});

async function open() {
	site.batches = [];
	const page = await (await browser.newContext()).newPage();
	await page.goto(site.origin + "/");
	await until(() => site.events("replay").length > 1, "the recording");
	return page;
}

test("what a page does by itself overnight is in no session, and the next begins with one page view", async () => {
	const page = await open();
	await page.evaluate(async () => {
		window.ahead = 10 * 3_600_000;
		await fetch("/none");
		console.error("night");
		claymore.captureError(new Error("night"));
		document.body.append("night");
	});
	await page.waitForTimeout(200);
	await page.evaluate(() => history.pushState({}, "", "/back"));
	await until(
		() => site.events("pageview").length > 1,
		"the page view of the morning",
	);
	await page.evaluate(() => claymore.track("end"));
	await until(() => site.events("custom").length, "the end");
	assert.deepEqual(
		site.events("pageview").map(({ url }) => new URL(url).pathname),
		["/", "/back"],
	);
	assert.deepEqual(
		["request", "console", "error", "navigation"].map(
			(type) => site.events(type).length,
		),
		[0, 0, 0, 0],
	);
	assert.equal(new Set(site.batches.map(({ sessionId }) => sessionId)).size, 2);
	await page.context().close();
});

test("what a tab has gathered stays in the session it was in when another tab begins the next", async () => {
	const page = await open();
	const before = await page.evaluate(() => claymore.sessionId());
	const other = await page.context().newPage();
	await other.goto(site.origin + "/");
	await until(() => site.events("pageview").length === 2, "the other tab");
	await page.evaluate(() => document.body.append("gathered"));
	await page.waitForTimeout(200);
	await page.evaluate(() => claymore.captureError(new Error("gathered")));
	await other.evaluate(() => claymore.reset());
	await page.evaluate(() => {
		window.ahead = 6_000;
		claymore.track("next");
	});
	const next = await until(() => site.events("custom")[0], "the next session");
	assert.notEqual(next.batch.sessionId, before);
	const gathered = await until(
		() => site.events("error")[0],
		"what was gathered",
	);
	assert.equal(gathered.batch.sessionId, before);
	assert.equal(
		gathered.batch.context.anonymousId,
		site.batches[0].context.anonymousId,
	);
	await page.context().close();
});
