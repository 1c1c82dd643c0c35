import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

let browser;
let site;

before(async () => {
	browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
	site = await serve({
		"/next": html(
			"<h1>Next</h1>",
			`data-sample-rate="0" data-replay-on='["rage"]'`,
		),
	});
});
afterEach(() => site.close());

test("of a session that was not drawn nothing is sent, until a rage click sends its last minute and all that follows", async () => {
	site.pages["/"] = html(
		"<h1>Waiting</h1><b>Press</b>",
		`data-sample-rate="0" data-replay-on='["rage"]'`,
	);
	const page = await (await browser.newContext()).newPage();
	await page.goto(site.origin + "/");
	await until(() => page.evaluate(() => claymore.sessionId()), "the session");
	await page.evaluate(() => {
		claymore.track("before");
		claymore.captureError(new Error("not a reason"));
	});
	await page.click("b");
	assert.equal(site.requests.length, 0);
	await page.click("b", { clickCount: 3 });
	await until(
		() => site.events("click").some((event) => event.name === "rage"),
		"the rage click",
	);
	assert.deepEqual(
		site.events("custom").map((event) => event.name),
		["before"],
	);
	assert.equal(site.events("pageview").length, 1);
	const replay = site.events("replay");
	assert.deepEqual(
		replay.slice(0, 2).map((event) => [event.seq, event.data.type]),
		[
			[0, 4],
			[1, 2],
		],
	);
	// The session goes on in the next page.
	await page.goto(site.origin + "/next");
	await until(() => site.events("pageview").length === 2, "the next page");
	assert.equal(
		site.events("pageview")[1].batch.sessionId,
		replay[0].batch.sessionId,
	);
	await page.context().close();
});

test("a rule of the application decides", async () => {
	site.pages["/"] =
		`<!doctype html><script src="/sdk/claymore.js"></script><script>
      claymore.init({ key: 'wk_test', replaySampleRate: 0, replayOn: (event) => event.type === 'custom' && event.value > 100 });
    </script><h1>Rule</h1>`;
	const page = await (await browser.newContext()).newPage();
	await page.goto(site.origin + "/");
	await page.evaluate(() => claymore.track("Ordered", { value: 50 }));
	await until(() => site.events("custom").length === 1, "the first event");
	assert.equal(site.events("replay").length, 0);
	await page.evaluate(() => claymore.track("Ordered", { value: 500 }));
	await until(() => site.events("replay").length > 1, "the recording");
	// What was sent does not count as left out at the checkpoints to come.
	await page.evaluate(() => {
		for (let i = 0; i < 3; i++) {
			claymore.stop();
			claymore.start();
		}
		claymore.track("end");
	});
	await until(
		() => site.events("custom").some((event) => event.name === "end"),
		"the end",
	);
	assert.equal(
		site.batches.reduce((sum, batch) => sum + batch.dropped.sampled, 0),
		0,
	);
	await page.context().close();
});

test("of a session that is not recorded, everything else is captured", async () => {
	for (const path of ["/", "/b", "/c", "/d"])
		site.pages[path] = html(
			"<h1>Not recorded</h1>",
			'data-replay-sample-rate="0"',
		);
	const page = await (await browser.newContext()).newPage();
	await page.goto(site.origin + "/");
	const wrong = await page.evaluate(async () => {
		const wrong = [];
		claymore.on("error", (problem) => wrong.push(String(problem)));
		for (const path of ["/b", "/c", "/d"]) {
			history.pushState({}, "", path);
			document.title = "Page " + path;
			await new Promise((resolve) => setTimeout(resolve, 30));
		}
		return wrong;
	});
	assert.deepEqual(wrong, []);
	await page.goto(site.origin + "/next");
	const left = await until(
		() => site.events("navigation").length === 4 && site.events("navigation"),
		"that four pages were left",
	);
	assert.deepEqual(
		site.events("pageview").map(({ url }) => new URL(url).pathname),
		["/", "/b", "/c", "/d"],
	);
	assert.deepEqual(
		left.map(({ url, title }) => [new URL(url).pathname, title]),
		[
			["/", "A page"],
			["/b", "Page /b"],
			["/c", "Page /c"],
			["/d", "Page /d"],
		],
	);
	assert.equal(site.events("replay").length, 0);
	await page.context().close();
});

test("of a session that was not drawn, and that nothing can make worth sending, nothing is captured", async () => {
	site.pages["/"] = html("<h1>Not drawn</h1>", 'data-sample-rate="0"');
	const page = await (await browser.newContext()).newPage();
	await page.goto(site.origin + "/");
	await page.evaluate(() => claymore.track("x"));
	await page.goto("about:blank");
	assert.equal(site.requests.length, 0);
	await page.context().close();
});
