import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

// What the browser tells of a page, and the SDK of it: how far it was read, what did not load, how it felt.

let browser;
let site;

before(async () => {
	browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
	site = await serve({ "/next": html("<h1>Next</h1>") });
});
afterEach(() => site.close());

const vital = (name) =>
	site.events("vital").findLast((event) => event.name === name);

test("the depth a page was scrolled to is told when it is left, and scrolling back takes nothing from it", async () => {
	site.pages["/long"] = html('<div style="height:6000px"></div>');
	const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
	await page.goto(site.origin + "/long");
	await until(() => site.events("pageview").length, "the page view");
	const deepest = await page.evaluate(async () => {
		scrollTo(0, 3000);
		await new Promise((resolve) => setTimeout(resolve, 600));
		const reached = Math.round(
			((scrollY + innerHeight) / document.scrollingElement.scrollHeight) * 100,
		);
		scrollTo(0, 100);
		await new Promise((resolve) => setTimeout(resolve, 600));
		return reached;
	});
	assert.ok(deepest > 50 && deepest < 70);
	await page.goto(site.origin + "/next");
	const depth = await until(() => site.events("scroll")[0], "the depth");
	assert.deepEqual(
		[depth.name, depth.url, depth.value],
		["depth", site.origin + "/long", deepest],
	);
	const left = site
		.events("navigation")
		.find((event) => event.name === "leave");
	assert.equal(left.value, deepest);
	assert.ok(left.durationMs >= 1_200);
	await page.close();
});

test("images, scripts and sheets that do not load are told of by their address without its secrets, those that do are not", async () => {
	const dot =
		"data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
	site.pages["/broken"] = html(
		`<img src="${dot}"><img src="/none.png?token=abc"><script src="/none.js"></script><link rel="stylesheet" href="/none.css">`,
	);
	const page = await browser.newPage();
	await page.goto(site.origin + "/broken");
	const failed = await until(
		() => site.events("request").length >= 3 && site.events("request"),
		"the three",
	);
	assert.deepEqual(
		failed
			.map((event) => [
				event.name,
				event.errorType,
				event.errorMessage,
				event.requestUrl,
			])
			.sort(),
		[
			["resource", "ResourceError", "img", site.origin + "/none.png?token=*"],
			["resource", "ResourceError", "link", site.origin + "/none.css"],
			["resource", "ResourceError", "script", site.origin + "/none.js"],
		],
	);
	await page.close();
});

test("every web vital comes with what caused it: the element, the resource, and what the time was spent on", async () => {
	// Large in bytes as well: Chromium does not take a picture with next to nothing in it for the largest content.
	const hero = `<svg xmlns="http://www.w3.org/2000/svg" width="700" height="300"><rect width="700" height="300" fill="teal"/><!--${"filler ".repeat(9_000)}--></svg>`;
	site.pages["/hero.svg"] = {
		headers: { "Content-Type": "image/svg+xml" },
		body: hero,
	};
	site.pages["/felt"] =
		html(`<button id="slow">Slow</button><div id="top"></div><img id="hero" src="/hero.svg?key=abc" width="700" height="300"><p id="pushed">pushed down</p><script>
    document.querySelector('#slow').addEventListener('click', () => {
      for (const end = performance.now() + 150; performance.now() < end; );
      document.body.append('done');
    });
  </script>`);
	const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
	await page.goto(site.origin + "/felt");
	await until(() => site.events("pageview").length, "the page view");
	await page.evaluate(async () => {
		await new Promise((resolve) =>
			requestAnimationFrame(() => setTimeout(resolve, 200)),
		);
		document.querySelector("#top").style.height = "180px";
		await new Promise((resolve) => setTimeout(resolve, 700));
	});
	await page.click("#slow");
	await page.waitForTimeout(400);
	await page.goto(site.origin + "/next");
	await until(() => vital("INP") && vital("LCP") && vital("CLS"), "the vitals");

	const lcp = vital("LCP");
	assert.deepEqual(
		[lcp.selector, lcp.requestUrl],
		["#hero", site.origin + "/hero.svg?key=*"],
	);
	assert.match(
		lcp.text,
		/^ttfb \d+, load delay \d+, load \d+, render delay \d+ ms$/,
	);
	const parts = lcp.text.match(/\d+/g).map(Number);
	assert.ok(
		Math.abs(parts.reduce((sum, each) => sum + each) - lcp.value) < 5,
		`${lcp.text} are not ${lcp.value} ms`,
	);

	const cls = vital("CLS");
	assert.ok(cls.value > 0.05 && cls.value < 1, "shifted by " + cls.value);
	assert.match(cls.selector, /^#(hero|pushed)$/);
	assert.match(cls.text, /^largest shift at \d+ ms$/);

	const inp = vital("INP");
	assert.equal(inp.selector, "#slow");
	assert.ok(inp.value >= 150, "answered after " + inp.value);
	const [, processing] =
		/^\w+: input delay \d+, processing (\d+), presentation \d+ ms$/.exec(
			inp.text,
		);
	assert.ok(processing >= 149, inp.text);

	assert.ok(vital("FCP").value > 0 && vital("FCP").value <= lcp.value + 1);
	assert.match(
		vital("TTFB").text,
		/^waiting \d+, cache \d+, dns \d+, connection \d+, server \d+ ms$/,
	);
	assert.ok(vital("longtask").value >= 150);
	await page.close();
});

test("of a page that is hidden it is not told when it was painted, and quick answers to a person are told as well", async () => {
	site.pages["/hidden"] = html("<h1>Hidden</h1>");
	site.pages["/quick"] = html("<button>Quick</button>");
	const page = await browser.newPage();
	await page.goto(site.origin + "/quick");
	await page.evaluate(() => {
		document.querySelector("button").onclick = () => {
			for (const end = performance.now() + 10; performance.now() < end; );
		};
	});
	for (let i = 0; i < 3; i++) {
		await page.click("button");
		await page.waitForTimeout(100);
	}
	await page.addInitScript(() =>
		Object.defineProperty(document, "visibilityState", {
			value: location.pathname === "/hidden" ? "hidden" : "visible",
		}),
	);
	await page.goto(site.origin + "/hidden");
	await until(
		() => vital("INP") && vital("FCP"),
		"the vitals of the first page",
	);
	await page.evaluate(
		() =>
			new Promise((resolve) =>
				requestAnimationFrame(() => setTimeout(resolve, 100)),
			),
	);
	await page.goto(site.origin + "/next");
	const told = () =>
		site
			.events("vital")
			.filter(({ url }) => url.endsWith("/hidden"))
			.map(({ name }) => name);
	await until(() => told().includes("TTFB"), "the vitals of the hidden page");
	assert.ok(!told().includes("FCP") && !told().includes("LCP"), told().join());
	await page.close();
});

test("web vitals have their values where the part that knows their causes cannot be loaded", async () => {
	site.pages["/plain"] = html("<h1>Plain</h1><button>Press</button>");
	const page = await browser.newPage();
	await page.route("**/claymore-vitals.js", (route) => route.abort());
	await page.goto(site.origin + "/plain");
	await until(() => site.events("pageview").length, "the page view");
	await page.evaluate(
		() =>
			new Promise((resolve) =>
				requestAnimationFrame(() => setTimeout(resolve, 200)),
			),
	);
	await page.goto(site.origin + "/next");
	await until(
		() => vital("LCP") && vital("FCP") && vital("TTFB") && vital("CLS"),
		"the vitals",
	);
	assert.ok(vital("LCP").value >= vital("FCP").value && vital("FCP").value > 0);
	assert.deepEqual(
		[vital("LCP").text, vital("LCP").selector],
		[undefined, undefined],
	);
	await page.close();
});
