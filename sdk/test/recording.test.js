import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { build } from "esbuild";
import { html, launch, serve, until } from "./support.js";

let browser;
let context;
let player;
let site;

before(async () => {
	const { outputFiles } = await build({
		stdin: {
			contents: `export { Replayer } from '@rrweb/replay'`,
			resolveDir: new URL("..", import.meta.url).pathname,
		},
		bundle: true,
		write: false,
		format: "iife",
		globalName: "player",
		logLevel: "error",
	});
	player = outputFiles[0].text;
	browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
	site = await serve();
	context = await browser.newContext();
});
afterEach(async () => {
	await context.close();
	await site.close();
});

const recorded = () => site.events("replay").map((event) => event.data);

/** What a person would see of the recording at the end of `events`. */
async function played(events) {
	const page = await context.newPage();
	const warnings = [];
	page.on(
		"console",
		(message) =>
			/\[replayer\]|Node with id/i.test(message.text()) &&
			warnings.push(message.text()),
	);
	page.on("pageerror", (error) => warnings.push(String(error)));
	await page.setContent("<!doctype html><body></body>");
	await page.addScriptTag({ content: player });
	const seen = await page.evaluate((events) => {
		const replayer = new globalThis.player.Replayer(events, {
			root: document.body,
			showWarning: true,
		});
		replayer.pause(events.at(-1).timestamp - events[0].timestamp + 1);
		return new Promise((resolve) =>
			setTimeout(
				() => resolve(globalThis.look(replayer.iframe.contentDocument)),
				50,
			),
		);
	}, events);
	await page.close();
	assert.deepEqual(warnings, []);
	return seen;
}

/** In a page: its text, what is in a shadow root, what a field holds, how wide an adopted sheet makes a box. */
function look(doc) {
	const box = doc.querySelector("#host").shadowRoot.querySelector("b");
	return {
		rows: Array.from(doc.querySelectorAll("p"), (row) => row.textContent),
		shadow: box.textContent,
		width: box.getBoundingClientRect().width,
		color: doc.defaultView.getComputedStyle(doc.querySelector("h1")).color,
		field: doc.querySelector("input").value,
		mark: doc.body.getAttribute("data-mark"),
	};
}

test("any window of a long recording plays, from the snapshot before it and nothing older", async () => {
	const body = `<h1>Long</h1><style id="s">h1 { margin: 0 }</style><input name="city"><div id="host"></div>
    <script>document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '<b style="display:block">shadow</b>';</script>`;
	site.pages["/"] = html(body, 'data-mask-all-inputs="false"');
	await context.addInitScript(`globalThis.look = ${look}`);
	const page = await context.newPage();
	await page.clock.install({ time: new Date("2026-03-01T10:00:00Z") });
	await page.goto(site.origin + "/");
	await page.clock.runFor(1_000);
	const moments = [];
	for (let minute = 1; minute <= 17; minute++) {
		// Each thing changes once or twice in the whole, so that most windows know of it by their snapshot alone.
		await page.evaluate((minute) => {
			document.body.append(
				Object.assign(document.createElement("p"), {
					textContent: "minute " + minute,
				}),
			);
			if (minute % 4 === 0) document.querySelector("p").remove();
			if (minute === 2)
				document.querySelector("#host").shadowRoot.adoptedStyleSheets = [
					new CSSStyleSheet(),
				];
			if (minute === 3)
				document
					.querySelector("#host")
					.shadowRoot.adoptedStyleSheets[0].replaceSync("b { width: 123px }");
			if (minute === 4)
				document
					.querySelector("#s")
					.sheet.insertRule("h1 { color: rgb(1, 2, 3) }");
			if (minute === 5)
				document
					.querySelector("#host")
					.shadowRoot.querySelector("b").textContent = "changed in the shadow";
			if (minute === 6) document.querySelector("input").value = "Bonn";
			if (minute === 8) document.body.dataset.mark = "eight";
		}, minute);
		await page.clock.runFor(2_000);
		moments.push({
			at: await page.evaluate(() => Date.now()),
			seen: await page.evaluate(() => globalThis.look(document)),
		});
		await page.clock.fastForward(58_500);
	}
	await page.evaluate(() => claymore.track("end"));
	await page.clock.runFor(4_000);
	const last = moments.at(-1).at;
	await until(
		() =>
			site.events("custom").length &&
			recorded().at(-1).timestamp > last - 30_000,
		"the whole recording",
	);

	const events = recorded();
	assert.deepEqual(
		site.events("replay").map((event) => event.seq),
		events.map((_, seq) => seq),
	);
	const starts = events.flatMap((event, index) =>
		event.type === 4 ? [index] : [],
	);
	assert.equal(
		starts.length,
		4,
		"a snapshot at the beginning and after each five minutes",
	);
	for (const start of starts) assert.equal(events[start + 1].type, 2);
	for (const { at, seen } of moments) {
		const start = starts.findLast((index) => events[index].timestamp <= at);
		const window = events.slice(start).filter((event) => event.timestamp <= at);
		assert.ok(
			at - events[start].timestamp < 6.2 * 60_000,
			"a window of " + (at - events[start].timestamp),
		);
		assert.deepEqual(await played(window), seen);
	}
});

test("a large page is described in slices, between which it goes on, and the snapshot leaves in one piece", async () => {
	const rows = Array.from(
		{ length: 12_000 },
		(_, n) => `<p title="n${n}">row <b>${n}</b></p>`,
	).join("");
	site.pages["/large"] =
		`<!doctype html><script src="/sdk/claymore.js"></script><main>${rows}</main><h1>After it</h1><script>
      window.ticks = 0;
      claymore.on('checkpoint', () => (window.between ??= window.ticks));
      // The first turn of the timer changes what has been described by then, and what has not.
      setInterval(() => {
        if (++window.ticks > 1) return;
        document.querySelector('p').title = 'changed early';
        document.querySelector('h1').textContent = 'Changed late';
        document.querySelectorAll('p')[1].remove();
      }, 1);
      claymore.init({ key: 'wk_test', cpuBudget: 0.5 });
    </script>`;
	const page = await context.newPage();
	await page.goto(site.origin + "/large");
	await until(() => recorded().length > 1, "the recording", 60_000);
	const between = await page.evaluate(() => window.between);
	assert.ok(
		between >= 3,
		`the page had ${between} turns while it was described`,
	);
	await page.evaluate(() => claymore.track("end"));
	await until(() => site.events("custom").length, "the end");

	const [meta, snapshot, ...changes] = recorded();
	assert.deepEqual([meta.type, snapshot.type], [4, 2]);
	let described = 0;
	const count = (node) => {
		if (node.tagName === "p") described++;
		node.childNodes?.forEach(count);
	};
	count(snapshot.data.node);
	assert.ok(
		described >= 11_999,
		described + " of 12,000 rows are in the snapshot",
	);
	await context.addInitScript(
		`globalThis.look = (doc) => ({ rows: doc.querySelectorAll('p').length, first: doc.querySelector('p').title, second: doc.querySelectorAll('p')[1].title, h1: doc.querySelector('h1').textContent })`,
	);
	assert.deepEqual(await played([meta, snapshot, ...changes]), {
		rows: 11_999,
		first: "changed early",
		second: "n2",
		h1: "Changed late",
	});
});

test("canvases are drawn into the recording when the option says so, only when they change, and never those that are masked", async () => {
	const body =
		'<canvas id="seen" width="40" height="20"></canvas><div class="claymore-mask"><canvas id="masked" width="40" height="20"></canvas></div>';
	site.pages["/without"] = html(body);
	site.pages["/with"] = html(body, 'data-canvas="4"');
	const page = await context.newPage();
	const asked = [];
	page.on("request", (request) => asked.push(request.url()));
	const draw = (color) =>
		page.evaluate((color) => {
			for (const canvas of document.querySelectorAll("canvas")) {
				const drawing = canvas.getContext("2d");
				drawing.fillStyle = color;
				drawing.fillRect(0, 0, 40, 20);
			}
		}, color);
	const pictures = () =>
		recorded().filter(({ type, data }) => type === 3 && data.source === 9);

	await page.goto(site.origin + "/without");
	await until(() => recorded().length > 1, "the recording");
	await draw("red");
	await page.waitForTimeout(700);
	await page.goto(site.origin + "/with");
	await until(
		() => asked.some((url) => url.endsWith("/sdk/claymore-canvas.js")),
		"the part",
	);
	assert.ok(
		asked.findIndex((url) => url.endsWith("/claymore-canvas.js")) >
			asked.findIndex((url) => url.endsWith("/with")),
		"loaded without being wanted",
	);
	await until(() => pictures().length, "the first picture");
	const before = pictures().length;
	await draw("blue");
	await until(() => pictures().length > before, "the picture of the change");
	const after = pictures().length;
	await page.waitForTimeout(1_200);
	await page.evaluate(() => claymore.track("end"));
	await until(() => site.events("custom").length, "the end");
	assert.equal(pictures().length, after, "pictures of what has not changed");
	assert.equal(
		new Set(pictures().map(({ data }) => data.id)).size,
		1,
		"one of the two canvases is masked",
	);
	const [clear, image] = pictures().at(-1).data.commands;
	assert.deepEqual(
		[clear.property, image.property],
		["clearRect", "drawImage"],
	);
	const { data, type } = image.args[0].args[0];
	const color = await page.evaluate(async (source) => {
		const picture = new Image();
		picture.src = source;
		await picture.decode();
		const canvas = Object.assign(document.createElement("canvas"), {
			width: 40,
			height: 20,
		});
		const drawing = canvas.getContext("2d");
		drawing.drawImage(picture, 0, 0);
		return Array.from(drawing.getImageData(20, 10, 1, 1).data);
	}, `data:${type};base64,${data[0].base64}`);
	assert.ok(
		color[0] < 40 && color[1] < 40 && color[2] > 215,
		"not blue: " + color,
	);
});

test("what leaves a shadow root while its host goes and comes back is there once", async () => {
	site.pages["/shadow"] = html('<div id="host"></div>');
	const page = await context.newPage();
	await page.goto(site.origin + "/shadow");
	await page.evaluate(() => {
		document.querySelector("#host").attachShadow({ mode: "open" }).innerHTML =
			"<ul><li>one</li></ul><section></section>";
	});
	await until(
		() => JSON.stringify(recorded()).includes("one"),
		"the shadow root",
	);
	await page.evaluate(() => {
		const host = document.querySelector("#host");
		const item = host.shadowRoot.querySelector("li");
		host.shadowRoot.querySelector("section").append(item);
		item.firstChild.data = "two";
		host.remove();
		document.body.append(host);
	});
	await until(() => JSON.stringify(recorded()).includes("two"), "the change");
	await context.addInitScript(
		`globalThis.look = (doc) => doc.querySelector('#host').shadowRoot.innerHTML`,
	);
	assert.equal(
		await played(recorded()),
		"<ul></ul><section><li>two</li></section>",
	);
});

test("a host that has adopted a sheet and goes into a frame plays also where the player catches up", async () => {
	site.pages["/adopted"] = html('<div id="host"></div><iframe></iframe>');
	const page = await context.newPage();
	await page.goto(site.origin + "/adopted");
	await page.evaluate(() => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync("p { color: rgb(1, 2, 3) }");
		const root = document.querySelector("#host").attachShadow({ mode: "open" });
		root.innerHTML = "<p>one</p>";
		root.adoptedStyleSheets = [sheet];
	});
	await until(
		() => JSON.stringify(recorded()).includes("rgb(1, 2, 3)"),
		"the sheet",
	);
	await page.evaluate(() => {
		const host = document.querySelector("#host");
		host.shadowRoot.firstChild.textContent = "moved";
		document.querySelector("iframe").contentDocument.body.append(host);
	});
	await until(() => JSON.stringify(recorded()).includes("moved"), "the move");
	await context.addInitScript(`globalThis.look = (doc) => {
    const { shadowRoot } = doc.querySelector('iframe').contentDocument.querySelector('#host');
    return [shadowRoot.innerHTML, shadowRoot.adoptedStyleSheets.length];
  }`);
	assert.deepEqual(await played(recorded()), ["<p>moved</p>", 0]);
});

test("in a page of XML, where names are not in capitals, fields are followed and scripts are left out", async () => {
	site.pages["/xml"] = {
		headers: { "Content-Type": "application/xhtml+xml" },
		body: `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>XML</title><script src="/sdk/claymore.js" data-key="wk_test" data-mask-all-inputs="false"></script></head>
      <body><input name="city"/><input name="pin"/><script>window.hidden = 'source of a script';</script><style>p { color: red }</style></body></html>`,
	};
	const page = await context.newPage();
	await page.goto(site.origin + "/xml");
	await until(() => recorded().length > 1, "the recording");
	await page.fill("[name=city]", "Bonn");
	await page.fill("[name=pin]", "4711");
	const inputs = () =>
		recorded()
			.filter(({ type, data }) => type === 3 && data.source === 5)
			.map(({ data }) => data.text);
	await until(() => inputs().length === 2, "what was typed");
	assert.deepEqual(inputs(), ["Bonn", "****"]);
	assert.ok(!JSON.stringify(recorded()).includes("source of a script"));
});

test("an open popover whose style changes has one, and is shown", async () => {
	site.pages["/popover"] = html('<div popover style="color: red">over</div>');
	const page = await context.newPage();
	await page.goto(site.origin + "/popover");
	await page.evaluate(() => document.querySelector("[popover]").showPopover());
	for (const width of [10, 20, 30]) {
		await page.evaluate(
			(width) =>
				(document.querySelector("[popover]").style.width = width + "px"),
			width,
		);
		await until(
			() => JSON.stringify(recorded()).includes(width + "px"),
			"the width",
		);
	}
	await context.addInitScript(
		`globalThis.look = (doc) => doc.querySelector('[popover]').getAttribute('style')`,
	);
	assert.equal(
		await played(recorded()),
		"color: red; width: 30px;;display:block",
	);
});

test("a page that is written anew once it is there is recorded further, with a snapshot of what it is now", async () => {
	site.pages["/"] = html('<p>before</p><button id="old">old</button>');
	const page = await context.newPage();
	await page.goto(site.origin + "/");
	await until(() => recorded().some(({ type }) => type === 2), "the recording");
	await page.evaluate(() => {
		document.open();
		document.write(
			'<!doctype html><title>Anew</title><p id="host">written</p><input id="field"><button id="press">press</button><div style="height:3000px"></div>',
		);
		document.close();
		document.querySelector("#host").attachShadow({ mode: "open" }).innerHTML =
			"<b>inside</b>";
	});
	const second = await until(
		() => recorded().filter(({ type }) => type === 2)[1],
		"the second snapshot",
	);
	assert.ok(JSON.stringify(second).includes("written"));
	await page.click("#press");
	await page.fill("#field", "some words");
	await page.evaluate(() => {
		document.querySelector("#press").textContent = "pressed";
		scrollTo(0, 500);
	});
	await until(
		() => site.events("click").some(({ selector }) => selector === "#press"),
		"the click",
	);
	const sources = () =>
		recorded()
			.slice(recorded().indexOf(second))
			.filter(({ type }) => type === 3)
			.map(({ data }) => data.source);
	await until(
		() => [0, 2, 3, 5].every((source) => sources().includes(source)),
		"what was done",
	);
	// A write without an open does the same; its listeners on the window are gone too.
	await page.evaluate(() => document.write("<p>once more</p>"));
	await until(
		() => recorded().filter(({ type }) => type === 2).length === 3,
		"the third snapshot",
	);
	const batches = site.batches.length;
	await page.evaluate(() => document.body.append("at last"));
	await page.goto("about:blank");
	await until(
		() =>
			site.batches.length > batches &&
			JSON.stringify(recorded()).includes("at last"),
		"the end",
	);
	await page.close();
});
