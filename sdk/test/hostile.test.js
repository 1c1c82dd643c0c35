import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

let browser;
let site;

before(async () => {
	browser = await launch();
	site = await serve();
});
after(async () => {
	await browser.close();
	await site.close();
});

/** A page with a script that runs before ours; it must not notice us, and what it tells us must arrive. */
async function open(hostility, body = "<button>Press</button>") {
	site.batches = [];
	site.pages["/"] =
		`<!doctype html><script>${hostility}</script>${html(body).replace("<!doctype html>", "")}`;
	const page = await (await browser.newContext()).newPage();
	page.problems = [];
	page.on("pageerror", (error) => page.problems.push(String(error)));
	await page.goto(site.origin + "/");
	return page;
}

async function assertWorks(page) {
	await page.click("button");
	await page.evaluate(() => claymore.track("told", { value: 1, id: 10n }));
	const told = await until(
		() => site.events("custom").find((event) => event.name === "told"),
		"what the page told",
	);
	assert.deepEqual(told.tags, { value: 1, id: "10" });
	assert.deepEqual(page.problems, []);
	await page.context().close();
}

const HOSTILITIES = {
	"storage that throws": `for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new Error('no ' + name); } });`,
	"frozen globals": `[history, console, XMLHttpRequest.prototype, Element.prototype, CSSStyleSheet.prototype, navigator, document].forEach(Object.freeze);`,
	"getters that throw": `for (const [owner, name] of [[HTMLElement.prototype, 'innerText'], [Document.prototype, 'title'], [Element.prototype, 'classList'], [Node.prototype, 'textContent']])
      Object.defineProperty(owner, name, { get() { throw new Error('no ' + name); } });`,
	"prototypes with more on them": `Object.prototype.extra = 1; Array.prototype.extra = [2]; Function.prototype.extra = () => {}; String.prototype.extra = '';`,
	"arrays and objects that say what they are as JSON": `Object.prototype.toJSON = () => 'object'; Array.prototype.toJSON = function () { return '[' + this.join(', ') + ']'; }; String.prototype.toJSON = function () { return '"' + this + '"'; };`,
	"no observers": `window.PerformanceObserver = undefined; window.FontFace = undefined; window.CompressionStream = undefined; window.XMLHttpRequest = undefined;`,
	"a module loader that takes what it sees": `window.define = Object.assign(() => { throw new Error('defined'); }, { amd: true }); window.module = { exports: {} }; window.exports = window.module.exports;`,
	"an older script of ours by the same name": `window.claymore = { q: [['track', 'early']] };`,
};

for (const [name, hostility] of Object.entries(HOSTILITIES)) {
	test(name + " disturb nothing", async () => {
		const page = await open(hostility);
		if (name === "no observers")
			await until(() => site.events("pageview").length, "the page view");
		if (/^prototypes/.test(name)) {
			await page.click("button");
			await until(() => site.events("click").length, "the click");
		}
		if (/^arrays/.test(name)) {
			await page.evaluate(() =>
				claymore.track("listed", { list: [1, { a: 2 }] }),
			);
			const { tags } = await until(
				() => site.events("custom").find((event) => event.name === "listed"),
				"what has a list",
			);
			assert.deepEqual(tags, { list: '[1,{"a":2}]' });
			const { node } = (
				await until(
					() => site.events("replay").find(({ data }) => data.type === 2),
					"the snapshot",
				)
			).data.data;
			assert.equal(node.childNodes[1].tagName, "html");
			assert.equal(
				await page.evaluate(() => JSON.stringify([1, 2]) + JSON.stringify({})),
				'"[1, 2]""object"',
			);
		}
		await assertWorks(page);
	});
}

test("whatever a page makes of fetch and of its history, it gets what it would get without us", async () => {
	site.pages["/sent"] = "sent";
	const page =
		await open(`{ const { fetch } = window; window.fetch = (...args) => args[0] === '/plain' ? { ok: true } : args[0] === '/mock' ? Promise.resolve({ ok: true }) : args[0] === '/nothing' ? Promise.resolve() : (window.keep(new Request(...args)), fetch(...args)); window.keep = (request) => request.url.endsWith('/sent') && (window.last = request); }
    window.addEventListener('unhandledrejection', ({ reason }) => { throw reason; });`);
	site.pages["/"] = site.pages["/"].replace(
		"data-key",
		'data-trace-origins="true" data-key',
	);
	const ask = () =>
		page.evaluate(async () => {
			const answers = [
				fetch("/plain"),
				await fetch("/mock"),
				await fetch("/nothing"),
			];
			await fetch(
				"/sent",
				new Request("/other", { method: "DELETE", headers: { "X-Own": "1" } }),
			);
			const { method, headers } = window.last;
			await fetch("/sent", { headers: new Map([["X-Key", "abc"]]).entries() });
			return [
				...answers,
				method,
				headers.get("x-own"),
				window.last.headers.get("x-key"),
			];
		});
	assert.deepEqual(await ask(), [
		{ ok: true },
		{ ok: true },
		undefined,
		"DELETE",
		"1",
		"abc",
	]);
	await page.goto(site.origin + "/");
	await page.waitForFunction(() => claymore.sessionId?.());
	assert.deepEqual(await ask(), [
		{ ok: true },
		{ ok: true },
		undefined,
		"DELETE",
		"1",
		"abc",
	]);
	assert.match(
		await page.evaluate(() => window.last.headers.get("traceparent")),
		/^00-/,
	);
	assert.ok(
		await page.evaluate(() => {
			let heard = false;
			const { pushState } = History.prototype;
			History.prototype.pushState = function (...args) {
				heard = true;
				return pushState.apply(this, args);
			};
			history.pushState({}, "", "/");
			return heard;
		}),
		"a later patch of the history is not heard",
	);
	await assertWorks(page);
});

test("frames that go while they are recorded disturb nothing", async () => {
	const page = await open("");
	await until(() => site.events("replay").length > 1, "the recording");
	await page.evaluate(async () => {
		for (let i = 0; i < 60; i++) {
			const frame = document.createElement("iframe");
			if (i % 2) frame.srcdoc = "<p>" + i;
			document.body.append(frame);
			if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
			frame.contentDocument?.body?.append("text");
			if (i % 5) frame.remove();
		}
	});
	await assertWorks(page);
});

test("thousands of clicks arrive, and the page goes on", async () => {
	const page = await open("");
	await page.evaluate(() => {
		const button = document.querySelector("button");
		for (let i = 0; i < 5_000; i++)
			button.dispatchEvent(
				new MouseEvent("click", {
					bubbles: true,
					clientX: (i * 37) % 900,
					clientY: i % 600,
				}),
			);
	});
	await until(() => site.events("click").length >= 5_000, "the clicks", 30_000);
	assert.equal(
		new Set(site.events("click").map((event) => event.id)).size,
		site.events("click").length,
	);
	await assertWorks(page);
});
