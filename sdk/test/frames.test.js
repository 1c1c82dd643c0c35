import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { html, launch, serve, until } from "./support.js";

let browser;
let site;
let guest;
let player;

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
	site = await serve();
	guest = await serve();
	const script = `<script src="${site.origin}/sdk/claymore.js" data-key="wk_test" data-endpoint="${guest.origin}"`;
	guest.pages["/form"] =
		`<!doctype html>${script} data-parents='["${site.origin}"]'></script><h2>Pay here</h2><button id="pay">Pay</button><div style="height:2000px"></div>`;
	guest.pages["/alone"] =
		`<!doctype html>${script}></script><h2>On my own</h2>`;
	site.pages["/"] = html(
		`<h1>Shop</h1><iframe src="${guest.origin}/form"></iframe>`,
		`data-frames='["${guest.origin}"]'`,
	);
	site.pages["/closed"] = html(
		`<h1>Shop</h1><iframe src="${guest.origin}/form"></iframe>`,
	);
	site.pages["/other"] = html(
		`<h1>Shop</h1><iframe src="${guest.origin}/alone"></iframe>`,
		`data-frames='["${guest.origin}"]'`,
	);
});
after(async () => {
	await browser.close();
	await site.close();
	await guest.close();
});

const replayed = () => site.events("replay").map((event) => event.data);
const attached = () =>
	replayed().filter(({ type, data }) => type === 3 && data.isAttachIframe);

test("a frame of another origin that both sides agree to is part of the recording and of the session, and plays", async () => {
	const page = await browser.newPage();
	await page.goto(site.origin + "/");
	await until(
		() =>
			attached().some((event) => JSON.stringify(event).includes("Pay here")),
		"the recording of the frame",
	);
	const frame = page.frames().find((each) => each.url().includes("/form"));
	await frame.evaluate(() =>
		document.body.append(
			Object.assign(document.createElement("p"), {
				id: "later",
				textContent: "paid",
			}),
		),
	);
	await frame.click("#pay");
	const click = await until(
		() => site.events("click").find((event) => event.selector === "#pay"),
		"the click in the frame",
	);
	assert.equal(click.url, guest.origin + "/form");
	assert.equal(site.events("pageview").length, 1);
	assert.equal(guest.events().length, 0);
	await until(
		() => JSON.stringify(replayed()).includes("paid"),
		"the change in the frame",
	);

	// The other way: a snapshot of the page asks the frame for one, also when nobody was in the frame for long.
	await frame.evaluate(() => {
		const { now } = Date;
		Date.now = () => now() + 31 * 60_000;
	});
	const before = attached().length;
	await page.evaluate(() => claymore.reset());
	await until(
		() =>
			attached().length > before &&
			JSON.stringify(attached().at(-1)).includes("paid"),
		"the frame in the next snapshot",
	);

	const first = site.events("replay")[0].batch.sessionId;
	const events = site
		.events("replay")
		.filter((event) => event.batch.sessionId === first)
		.map((event) => event.data);
	const ids = attached().flatMap(({ data }) =>
		data.adds.map((add) => add.node.id),
	);
	assert.ok(ids.every((id) => id > 0));
	const playing = await browser.newPage();
	const warnings = [];
	playing.on(
		"console",
		(message) =>
			/warning|error/.test(message.type()) && warnings.push(message.text()),
	);
	await playing.setContent("<!doctype html><body></body>");
	await playing.addScriptTag({ content: player });
	await playing.evaluate((events) => {
		window.replayer = new player.Replayer(events, { root: document.body });
		window.replayer.pause(1e9);
	}, events);
	const inside = () =>
		playing.evaluate(
			() =>
				document.querySelector("iframe").contentDocument.querySelector("iframe")
					?.contentDocument?.body?.innerText || "",
		);
	await until(
		async () => /Pay here[\s\S]*paid/.test(await inside()),
		"the frame in the player",
	);
	assert.deepEqual(
		warnings.filter((text) => /rrweb|replayer|Node with id/i.test(text)),
		[],
	);
	await playing.close();
	await page.close();
});

test("nothing leaves a frame for a page that does not want it, and a frame that offers nothing is by itself", async () => {
	site.batches = [];
	const page = await browser.newPage();
	await page.goto(site.origin + "/closed");
	await until(() => site.events("pageview").length, "the page");
	await page.goto(site.origin + "/other");
	await until(() => guest.events("pageview").length, "the frame by itself");
	assert.equal(guest.events("pageview")[0].url, guest.origin + "/alone");
	assert.equal(attached().length, 0);
	await page.close();
});
