import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

let browser;
let site;

before(async () => {
	browser = await launch();
	site = await serve({
		"/": html("<button>Press</button>"),
		"/asks": html("<h1>May we?</h1>", 'data-auto-start="false"'),
		"/respects": html("<h1>Not tracked</h1>", "data-respect-do-not-track"),
	});
});
after(async () => {
	await browser.close();
	await site.close();
});

async function open(path, prepare) {
	site.batches = [];
	const context = await browser.newContext();
	if (prepare) await context.addInitScript(prepare);
	const page = await context.newPage();
	await page.goto(site.origin + path);
	return page;
}

const kept = (page) =>
	page.evaluate(async () => ({
		...localStorage,
		...sessionStorage,
		...(await indexedDB.databases()),
	}));
const person = async (page) => JSON.parse((await kept(page)).claymore);

test("nothing is kept on the device before somebody agrees, and all of it then", async () => {
	const page = await open("/asks");
	await page.evaluate(() => {
		claymore.identify("u1");
		claymore.tag("plan", "pro");
	});
	assert.deepEqual(await kept(page), {});
	await page.evaluate(() => claymore.optIn());
	const [{ batch }] = await until(
		() => site.events("pageview").length && site.events("pageview"),
		"the page view",
	);
	assert.deepEqual(
		[batch.context.userId, batch.context.tags],
		["u1", { plan: "pro" }],
	);
	assert.equal((await person(page)).userId, "u1");

	// Of who says no, that alone.
	await page.evaluate(() => {
		claymore.optOut();
		claymore.identify("u2");
		claymore.start();
		claymore.track("unseen");
	});
	assert.deepEqual(await person(page), { consent: -1 });
	assert.equal(
		(await page.goto(site.origin + "/asks"),
		await page.evaluate(() => claymore.optOut()),
		await person(page)).consent,
		-1,
	);
	await page.context().close();
});

test("nothing is kept of whoever asks not to be tracked", async () => {
	const page = await open("/respects", () =>
		Object.defineProperty(navigator, "globalPrivacyControl", {
			get: () => true,
		}),
	);
	await page.evaluate(() => {
		claymore.identify("u1");
		claymore.track("unseen");
		claymore.reset();
	});
	assert.deepEqual(await kept(page), {});
	assert.equal(site.batches.length, 0);
	await page.context().close();
});

test("who opts out in one tab is not recorded in the others", async () => {
	const page = await open("/");
	await until(() => site.events("replay").length > 1, "the recording");
	const other = await page.context().newPage();
	await other.goto(site.origin + "/");
	await other.evaluate(() => claymore.optOut());
	// The other tabs look every five seconds.
	await page.waitForTimeout(5_100);
	await page.bringToFront();
	await page.click("button");
	await page.evaluate(() => {
		claymore.track("unseen");
		document.body.append("unseen");
		dispatchEvent(new Event("online"));
	});
	await page.waitForTimeout(500);
	await page.goto(site.origin + "/");
	await page.waitForTimeout(500);
	assert.ok(!JSON.stringify(site.batches).includes("unseen"));
	assert.deepEqual(site.events("click"), []);
	assert.deepEqual(await person(page), { consent: -1 });
	await page.context().close();
});

test("who somebody is holds on the page when the device has no room for it, and nobody is nobody", async () => {
	const page = await open("/");
	await until(() => site.events("pageview").length, "the page view");
	await page.evaluate(() => {
		Storage.prototype.setItem = () => {
			throw new DOMException("full", "QuotaExceededError");
		};
		claymore.identify("u1");
		claymore.identify(undefined);
		const { now } = Date;
		Date.now = () => now() + 6_000;
		claymore.track("later");
	});
	const { batch } = await until(
		() => site.events("custom")[0],
		"a later event",
	);
	assert.equal(batch.context.userId, "u1");
	assert.equal(site.events("identify").length, 1);
	await page.context().close();
});
