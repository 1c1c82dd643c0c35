import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { build } from "esbuild";
import { html, launch, serve, until } from "./support.js";

const require = createRequire(import.meta.url);
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

test("in a page of zone.js no timer and no listener of ours runs in a zone", async () => {
	const zone = await readFile(require.resolve("zone.js"), "utf8").catch(() =>
		readFile(require.resolve("zone.js/bundles/zone.umd.js"), "utf8"),
	);
	site.pages["/zone.js"] = {
		headers: { "Content-Type": "text/javascript" },
		body: zone,
	};
	site.pages["/zoned"] =
		`<!doctype html><script src="/zone.js"></script><script>
      window.runs = 0;
      window.zone = Zone.current.fork({ name: 'app', onInvokeTask(parent, current, target, task, self, args) {
        window.runs++;
        return parent.invokeTask(target, task, self, args);
      } });
    </script><script>
      window.zone.run(() => {
        const script = document.createElement('script');
        script.src = '/sdk/claymore.js';
        script.dataset.key = 'wk_test';
        document.head.append(script);
      });
    </script><button>Press</button>`;
	const page = await browser.newPage();
	await page.goto(site.origin + "/zoned");
	await until(() => site.events("replay").length > 1, "the recording");
	// What is started inside the zone, as an application would do it.
	await page.evaluate(() =>
		window.zone.run(() => {
			claymore.stop();
			claymore.start();
		}),
	);
	const before = await page.evaluate(() => window.runs);
	await page.click("button");
	await page.evaluate(() => document.body.append("changed"));
	await until(() => site.events("click").length, "the click");
	assert.equal(await page.evaluate(() => window.runs), before);
	await page.close();
});

test("a page that is rendered ahead is captured once it is shown, with what was called meanwhile", async () => {
	const context = await browser.newContext();
	await context.addInitScript(() => {
		let ahead = true;
		Object.defineProperty(document, "prerendering", { get: () => ahead });
		window.show = () => {
			ahead = false;
			document.dispatchEvent(new Event("prerenderingchange"));
		};
	});
	const page = await context.newPage();
	await page.goto(site.origin + "/");
	await page.evaluate(() => {
		claymore.identify("u1");
		claymore.track("seen");
	});
	assert.equal(await page.evaluate(() => claymore.sessionId()), "");
	assert.equal(
		await page.evaluate(() => localStorage.length + sessionStorage.length),
		0,
	);
	await page.evaluate(() => window.show());
	const seen = await until(() => site.events("custom")[0], "what was called");
	assert.equal(seen.name, "seen");
	assert.equal(seen.batch.context.userId, "u1");
	assert.equal(site.events("pageview").length, 1);
	await context.close();
});

test("a cookie shares the session with subdomains, and nothing else is kept but the tab", async () => {
	const port = new URL(site.origin).port;
	site.pages["/cookie"] = html(
		"<h1>Cookie</h1>",
		`data-storage="cookie" data-cookie-domain=".shop.localhost" data-endpoint="${site.origin}"`,
	);
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(`http://www.shop.localhost:${port}/cookie`);
	await until(() => site.events("pageview").length === 1, "the first page");
	await page.evaluate(() => claymore.identify("u1", { plan: 'pro; "semi"=1' }));
	await page.goto(`http://pay.shop.localhost:${port}/cookie`);
	await until(
		() => site.events("pageview").length === 2,
		"the page of the subdomain",
	);
	const [first, second] = site.events("pageview");
	assert.equal(first.batch.sessionId, second.batch.sessionId);
	assert.equal(
		second.batch.context.anonymousId,
		first.batch.context.anonymousId,
	);
	assert.equal(second.batch.context.userId, "u1");
	assert.equal(await page.evaluate(() => localStorage.length), 0);
	await context.close();
});

test("cookieless: nothing is kept on the device", async () => {
	site.pages["/memory"] = html("<h1>Memory</h1>", 'data-storage="memory"');
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(site.origin + "/memory");
	await until(() => site.events("pageview").length, "the page view");
	await page.evaluate(() => claymore.track("more"));
	await until(() => site.events("custom").length, "another batch");
	const kept = await page.evaluate(async () => [
		localStorage.length,
		sessionStorage.length,
		document.cookie,
		(await indexedDB.databases()).length,
	]);
	assert.deepEqual(kept, [0, 0, "", 0]);
	await context.close();
});

test("requests to allowed origins carry the trace and the session, others do not, and the event has the same trace", async (context) => {
	const asked = [];
	const api = createServer((request, response) => {
		if (request.method !== "OPTIONS") asked.push(request);
		response
			.writeHead(
				request.method === "GET" && request.url === "/broken" ? 500 : 200,
				{
					"Access-Control-Allow-Origin": "*",
					"Access-Control-Allow-Headers": "*, traceparent, baggage",
				},
			)
			.end("{}");
	});
	await new Promise((resolve) => api.listen(0, "127.0.0.1", resolve));
	context.after(
		() =>
			new Promise((resolve) => (api.closeAllConnections(), api.close(resolve))),
	);
	const origin = `http://127.0.0.1:${api.address().port}`;
	site.pages["/traced"] = html(
		"<h1>Traced</h1>",
		`data-trace-origins='["${origin}"]'`,
	);
	site.pages["/plain"] = html("<h1>Not traced</h1>");
	const page = await browser.newPage();
	await page.goto(site.origin + "/traced");
	const sessionId = await page.evaluate(() => claymore.sessionId());
	await page.evaluate(async (origin) => {
		await fetch(origin + "/fetched", { headers: { baggage: "own=1" } });
		await fetch(new Request(origin + "/broken"));
		await fetch(origin + "/given", {
			headers: {
				traceparent: "00-11111111111111111111111111111111-2222222222222222-01",
			},
		});
		await new Promise((resolve) => {
			const request = new XMLHttpRequest();
			request.open("GET", origin + "/xhr");
			request.onload = resolve;
			request.send();
		});
	}, origin);
	const found = await until(
		() => site.events("request").length >= 4 && site.events("request"),
		"the requests",
	);
	for (const { url, headers } of asked) {
		const [, traceId, spanId] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(
			headers.traceparent,
		);
		const event = found.find((each) => each.requestUrl === origin + url);
		assert.deepEqual([event.traceId, event.spanId], [traceId, spanId], url);
		assert.ok(
			headers.baggage.split(/, ?/).includes("session.id=" + sessionId),
			headers.baggage,
		);
	}
	assert.ok(asked[0].headers.baggage.includes("own=1"));
	assert.equal(asked[2].headers.traceparent.slice(3, 35), "1".repeat(32));
	assert.equal(
		found.find((event) => event.requestUrl.endsWith("/broken")).errorCode,
		500,
	);

	await page.goto(site.origin + "/plain");
	await page.evaluate(
		(origin) => fetch(origin + "/untraced").then(() => 0),
		origin,
	);
	assert.equal(asked.at(-1).headers.traceparent, undefined);
	assert.equal(asked.at(-1).headers.baggage, undefined);
	await page.close();
});

test("beside another recorder both record, and neither sees the other in the page", async () => {
	const { outputFiles } = await build({
		stdin: {
			contents: `export { record } from '@rrweb/record'`,
			resolveDir: new URL("..", import.meta.url).pathname,
		},
		bundle: true,
		write: false,
		format: "iife",
		globalName: "other",
		logLevel: "error",
	});
	site.pages["/other.js"] = {
		headers: { "Content-Type": "text/javascript" },
		body: outputFiles[0].text,
	};
	site.pages["/both"] =
		`<!doctype html><script src="/other.js"></script>${html('<style id="s">p{}</style><div id="host"></div>').replace("<!doctype html>", "")}`;
	const page = await browser.newPage();
	const problems = [];
	page.on("pageerror", (error) => problems.push(String(error)));
	await page.goto(site.origin + "/both");
	await until(() => site.events("replay").length > 1, "our recording");
	await page.evaluate(() => {
		window.events = [];
		other.record({ emit: (event) => window.events.push(event) });
		document.querySelector("#host").attachShadow({ mode: "open" }).innerHTML =
			"<b>in the shadow</b>";
		document.querySelector("#s").sheet.insertRule("p{color:red}");
		document.body.append("after");
	});
	const has = (events) =>
		["in the shadow", "color:red", "after"].every((text) =>
			JSON.stringify(events).includes(text),
		);
	await until(() => has(site.events("replay")), "our recording of it");
	await until(
		() =>
			page
				.evaluate(() => JSON.stringify(window.events))
				.then((text) =>
					["in the shadow", "color:red", "after"].every((each) =>
						text.includes(each),
					),
				),
		"its recording of it",
	);
	assert.deepEqual(problems, []);
	await page.close();
});
