import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, serve, until } from "./support.js";

// RequireJS takes anonymous modules for the script that it waits for, so a script that looks for `define` breaks the page.

const require = createRequire(import.meta.url);
let browser;
let site;

before(async () => {
	const script = (body) => ({
		headers: { "Content-Type": "text/javascript" },
		body,
	});
	browser = await launch();
	site = await serve({
		"/require.js": script(
			await readFile(
				require.resolve(
					"todomvc/examples/knockoutjs_require/bower_components/requirejs/require.js",
				),
				"utf8",
			),
		),
		// Either of the two scripts may be there first, as with the snippet.
		"/app.js": script(`require(['part'], (part) => {
      document.documentElement.append(part.text);
      (window.claymore ||= { q: [], track: (...args) => window.claymore.q.push(['track', ...args]) }).track('built');
    });`),
		"/part.js": script(`define(() => ({ text: 'a module' }));`),
		"/loads.js": script(`require(['/sdk/claymore.js', 'part'], (sdk, part) => {
      window.given = [typeof sdk, part.text];
      claymore.init({ key: 'wk_test' });
      claymore.track('loaded');
    });`),
		"/": '<!doctype html><script src="/require.js" data-main="/app"></script><script src="/sdk/claymore.js" data-key="wk_test"></script><button>Press</button>',
		"/loaded":
			'<!doctype html><script src="/require.js" data-main="/loads"></script><button>Press</button>',
	});
});
after(async () => {
	await browser.close();
	await site.close();
});

async function open(path) {
	const page = await browser.newPage();
	page.problems = [];
	page.on("pageerror", (error) => page.problems.push(String(error)));
	page.on(
		"console",
		(message) =>
			message.type() === "error" &&
			!/favicon/.test(message.location().url) &&
			page.problems.push(message.text()),
	);
	await page.goto(site.origin + path);
	return page;
}

test("in a page of RequireJS the script is no module of it, and the page's own modules are found", async () => {
	const page = await open("/");
	await until(
		() => site.events("custom").some((event) => event.name === "built"),
		"what the page tells",
	);
	await until(() => site.events("replay").length > 1, "the recording");
	assert.match(
		await page.evaluate(() => document.documentElement.textContent),
		/a module/,
	);
	assert.deepEqual(
		await page.evaluate(() =>
			Object.keys(requirejs.s.contexts._.defined).filter((name) =>
				/claymore|^_@/.test(name),
			),
		),
		[],
	);
	assert.deepEqual(page.problems, []);
	await page.close();
});

test("RequireJS can load the script, which finds its parts nevertheless", async () => {
	const page = await open("/loaded");
	await until(
		() => site.events("custom").some((event) => event.name === "loaded"),
		"what the page tells",
	);
	assert.deepEqual(await page.evaluate(() => window.given), [
		"undefined",
		"a module",
	]);
	await until(
		() =>
			page.evaluate(() =>
				performance
					.getEntriesByType("resource")
					.some(
						({ name, responseStatus }) =>
							/\/sdk\/claymore-queue\.js$/.test(name) && responseStatus === 200,
					),
			),
		"the part",
	);
	assert.deepEqual(page.problems, []);
	await page.close();
});
