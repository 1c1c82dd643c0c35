import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { parse } from "acorn";
import { html, launch, serve, until } from "./support.js";

// The oldest browser that is promised is Safari 16.4, which is not here. So the syntax is read by a parser that knows no later
// one, and everything that came after it is taken out of Chromium while the script runs.

/** What Safari 16.4 does not have, by the object it would be on. */
const LATER = {
	Object: ["groupBy"],
	Map: ["groupBy"],
	Promise: ["withResolvers", "try"],
	URL: ["canParse", "parse"],
	AbortSignal: ["any"],
	RegExp: ["escape"],
	"ArrayBuffer.prototype": ["transfer", "transferToFixedLength"],
	"Set.prototype": [
		"union",
		"intersection",
		"difference",
		"symmetricDifference",
		"isSubsetOf",
		"isSupersetOf",
		"isDisjointFrom",
	],
	"Iterator.prototype": [
		"map",
		"filter",
		"take",
		"drop",
		"flatMap",
		"reduce",
		"toArray",
		"forEach",
		"some",
		"every",
		"find",
	],
	"Element.prototype": [
		"checkVisibility",
		"getHTML",
		"setHTMLUnsafe",
		"moveBefore",
		"ariaNotify",
	],
	"HTMLElement.prototype": [
		"popover",
		"showPopover",
		"hidePopover",
		"togglePopover",
		"editContext",
		"writingSuggestions",
	],
	"Document.prototype": [
		"startViewTransition",
		"caretPositionFromPoint",
		"moveBefore",
		"prerendering",
	],
	"ShadowRoot.prototype": [
		"getHTML",
		"setHTMLUnsafe",
		"clonable",
		"serializable",
	],
	"Selection.prototype": ["getComposedRanges"],
	"PerformanceEventTiming.prototype": ["interactionId"],
	"PerformanceNavigationTiming.prototype": ["activationStart"],
	window: [
		"scheduler",
		"navigation",
		"requestIdleCallback",
		"cancelIdleCallback",
		"LayoutShift",
		"LargestContentfulPaint",
		"PerformanceLongTaskTiming",
		"EditContext",
		"Highlight",
		"trustedTypes",
		"ToggleEvent",
		"Observable",
		"fetchLater",
	],
	navigator: [
		"userActivation",
		"userAgentData",
		"connection",
		"deviceMemory",
		"globalPrivacyControl",
	],
};
/** Of those the names that the script uses all the same, each behind a look whether it is there. */
const GUARDED = [
	"popover",
	"prerendering",
	"interactionId",
	"activationStart",
	"globalPrivacyControl",
];
/** Too common to say anything by their name. */
const COMMON = new Set([
	"map",
	"filter",
	"take",
	"drop",
	"flatMap",
	"reduce",
	"toArray",
	"forEach",
	"some",
	"every",
	"find",
	"any",
	"try",
	"parse",
	"union",
	"escape",
	"difference",
	"transfer",
	"connection",
	"navigation",
]);

const dist = new URL("../dist/", import.meta.url);
const files = (await readdir(dist)).filter((name) => name.endsWith(".js"));
let browser;
let site;

before(async () => {
	browser = await launch();
	site = await serve({
		"/": html(
			'<h1>Old</h1><button>Press</button><input name="city"><div popover>later</div><dialog open>open</dialog><canvas width="9" height="9"></canvas>',
			'data-canvas="4"',
		),
	});
});
after(async () => {
	await browser.close();
	await site.close();
});

test("the script and its parts are written in the JavaScript of 2020", async () => {
	assert.ok(files.length >= 5);
	for (const file of files) {
		const text = await readFile(new URL(file, dist), "utf8");
		// Fails at whatever came later: `??=`, private members, static blocks, flags of expressions.
		parse(text, {
			ecmaVersion: 2020,
			sourceType: file === "claymore.js" ? "script" : "module",
		});
		assert.ok(
			!/\(\?<[=!]/.test(text),
			"Safari knows looking behind from 16.4 on, and nobody else needs to find out: " +
				file,
		);
	}
	assert.throws(() => parse("a ??= 1", { ecmaVersion: 2020 }));
});

test("what a browser of 2023 does not have is used nowhere, or behind a look whether it is there", async () => {
	const later = new Set(
		Object.values(LATER)
			.flat()
			.filter((name) => !COMMON.has(name)),
	);
	const used = new Set();
	const walk = (node) => {
		if (!node || typeof node !== "object") return;
		if (node.type === "Identifier" && later.has(node.name)) used.add(node.name);
		if (node.type === "Literal" && later.has(node.value)) used.add(node.value);
		for (const each of Object.values(node))
			if (each && typeof each === "object")
				(Array.isArray(each) ? each : [each]).forEach(walk);
	};
	for (const file of files)
		walk(
			parse(await readFile(new URL(file, dist), "utf8"), {
				ecmaVersion: 2020,
				sourceType: "module",
			}),
		);
	assert.deepEqual([...used].sort(), [...GUARDED].sort());
});

test("without all that, a page is recorded and its events arrive, and nothing goes wrong", async () => {
	const context = await browser.newContext();
	await context.addInitScript((later) => {
		window.missing = 0;
		for (const [path, names] of Object.entries(later)) {
			const owner =
				path === "window"
					? window
					: path.split(".").reduce((at, name) => at?.[name], window);
			for (const name of names) {
				if (!owner || !(name in owner)) continue;
				for (let at = owner; at; at = Object.getPrototypeOf(at))
					if (Object.hasOwn(at, name) && at !== Object.prototype)
						delete at[name];
				if (!(name in owner)) window.missing++;
			}
		}
		// A selector that is not known throws.
		const { matches } = Element.prototype;
		Element.prototype.matches = function (selector) {
			if (/:popover-open/.test(selector)) throw new SyntaxError(selector);
			return matches.call(this, selector);
		};
		// Kinds of entries that are not known are refused, or ignored.
		const { observe } = PerformanceObserver.prototype;
		PerformanceObserver.prototype.observe = function (options) {
			if (!/^(paint|event|resource|navigation)$/.test(options.type))
				throw new TypeError(options.type);
			return observe.call(this, options);
		};
	}, LATER);
	const page = await context.newPage();
	const problems = [];
	page.on("pageerror", (error) => problems.push(String(error)));
	await page.goto(site.origin + "/");
	assert.ok(
		(await page.evaluate(() => window.missing)) > 40,
		"what is taken out of the browser was never in it",
	);
	await page.evaluate(() => {
		window.wrong = [];
		claymore.on("error", (problem) => window.wrong.push(String(problem)));
	});
	await until(() => site.events("replay").length > 1, "the recording");
	await page.click("button");
	await page.fill("input", "Bonn");
	await page.press("input", "Tab");
	await page.evaluate(() => {
		document.querySelector("[popover]").setAttribute("style", "color: red");
		document.querySelector("h1").attachShadow({ mode: "open" }).innerHTML =
			"<b>inside</b>";
		document.querySelector("canvas").getContext("2d").fillRect(0, 0, 9, 9);
		history.pushState({}, "", "/other");
		fetch("/none").catch(() => {});
		claymore.identify("u1", { plan: "pro" });
		claymore.captureError(new Error("caught"));
	});
	for (const type of [
		"pageview",
		"click",
		"input",
		"identify",
		"error",
		"request",
	])
		await until(() => site.events(type).length, type);
	await until(
		() => JSON.stringify(site.events("replay")).includes("inside"),
		"the change",
	);
	await until(
		() =>
			site
				.events("replay")
				.some(({ data }) => data.type === 3 && data.data.source === 9),
		"the picture",
	);
	assert.deepEqual(await page.evaluate(() => window.wrong), []);
	assert.deepEqual(problems, []);
	await context.close();
});
