import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { dist, html, launch, serve, until } from "./support.js";

let browser;
let site;

before(async () => {
	browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
	site = await serve({
		"/": html("<button>Press</button>"),
		"/next": html("<h1>Next</h1>"),
	});
});
afterEach(() => site.close());

test("under a strict policy with Trusted Types everything works, and nothing is reported", async () => {
	const policy =
		"default-src 'none'; script-src 'nonce-n1'; connect-src 'self'; require-trusted-types-for 'script'";
	site.pages["/strict"] = {
		headers: { "Content-Security-Policy": policy },
		body: '<!doctype html><script nonce="n1" async src="/sdk/claymore.js" data-key="wk_test"></script><button>Press</button>',
	};
	const page = await browser.newPage();
	const problems = [];
	page.on(
		"console",
		(message) =>
			message.type() === "error" &&
			!/favicon/.test(message.text()) &&
			problems.push(message.text()),
	);
	page.on("pageerror", (error) => problems.push(String(error)));
	await page.goto(site.origin + "/strict");
	await until(() => site.events("replay").length > 1, "the recording");
	await page.click("button");
	await until(() => site.events("click").length, "a click");
	assert.deepEqual(problems, []);
	await page.close();
});

test("where the parts cannot be loaded, everything is sent nevertheless, and what the server refuses holds up nothing", async () => {
	site.pages["/alone"] =
		'<!doctype html><script src="/script-only.js" data-key="wk_test"></script><button>Press</button>';
	site.pages["/script-only.js"] = {
		headers: { "Content-Type": "text/javascript" },
		body: await readFile(new URL("claymore.js", dist), "utf8"),
	};
	let refused = 0;
	site.answer = () =>
		refused++
			? { status: 200 }
			: { status: 400, body: { error: { code: "invalid_json" } } };
	const page = await browser.newPage();
	await page.goto(site.origin + "/alone");
	await until(() => site.requests.length, "the batch that is refused");
	await page.evaluate(() => claymore.track("later"));
	await until(() => site.events("custom").length, "what came later");
	assert.equal(
		site.requests.filter((request) => request.status === 400).length,
		1,
	);
	await page.close();
});

test("tabs share the session and have windows of their own, also when one is a copy of the other", async () => {
	const context = await browser.newContext();
	const first = await context.newPage();
	await first.goto(site.origin + "/");
	await until(() => site.events("pageview").length === 1, "the first tab");
	// A window that a page opens begins with a copy of its session storage.
	await first.evaluate(() => void window.open("/next", "_blank"));
	await until(() => site.events("pageview").length === 2, "the second tab");
	const [one, two] = site.events("pageview").map((event) => event.batch);
	assert.equal(one.sessionId, two.sessionId);
	assert.notEqual(one.windowId, two.windowId);
	await first.goto(site.origin + "/next");
	await until(
		() => site.events("pageview").length === 3,
		"the first tab, later",
	);
	assert.equal(site.events("pageview")[2].batch.windowId, one.windowId);
	await context.close();
});

test("a page that breaks what it is built from is recorded, and is not disturbed", async () => {
	site.pages["/hostile"] = `<!doctype html><script>
      window.MutationObserver = undefined; Array.prototype.extra = 1; window.fetch = undefined; navigator.sendBeacon = undefined;
    </script>${html('<form><input name="attributes"><input name="parentNode"><input name="id"></form>')}`;
	const page = await browser.newPage();
	const problems = [];
	page.on("pageerror", (error) => problems.push(String(error)));
	await page.goto(site.origin + "/hostile");
	await until(
		() =>
			page.evaluate(
				() => typeof window.claymore === "object" && claymore.sessionId(),
			),
		"the SDK",
	);
	await page.evaluate(() => {
		claymore.track("x");
		claymore.on("event", () => {
			throw new Error("of the page");
		});
		claymore.track(undefined, null);
		claymore.identify();
		claymore.captureError();
		claymore.setCart("nothing");
		claymore.stop();
		claymore.start();
	});
	assert.deepEqual(problems, []);
	await page.close();
});

test("whoever opts out is not recorded, now and on later visits, until opting in", async () => {
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(site.origin + "/");
	await until(() => site.events("pageview").length === 1, "the page view");
	await page.evaluate(() => claymore.optOut());
	await page.goto(site.origin + "/next");
	await page.evaluate(() => claymore.track("unseen"));
	await page.evaluate(() => claymore.optIn());
	await until(
		() => site.events("pageview").length === 2,
		"the page view after opting in",
	);
	assert.equal(site.events("custom").length, 0);
	await context.close();
});

test("a session that was not drawn is sent with its last minute once an error happens", async () => {
	site.pages["/kept"] = html(
		"<h1>Kept</h1>",
		`data-replay-sample-rate="0" data-replay-on='["error"]'`,
	);
	const page = await browser.newPage();
	await page.goto(site.origin + "/kept");
	await until(() => site.events("pageview").length, "the page view");
	await page.evaluate(() => document.body.append("changed"));
	await page.evaluate(() => claymore.track("fine"));
	await until(() => site.events("custom").length, "an ordinary event");
	assert.equal(site.events("replay").length, 0);
	await page.evaluate(() => claymore.captureError(new Error("it happened")));
	const replay = await until(
		() => site.events("replay").length > 2 && site.events("replay"),
		"the recording",
	);
	assert.deepEqual(
		replay.slice(0, 2).map((event) => [event.seq, event.data.type]),
		[
			[0, 4],
			[1, 2],
		],
	);
	await page.close();
});
