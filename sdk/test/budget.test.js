import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

let browser;
let site;

before(async () => {
	browser = await launch();
	site = await serve({
		"/": html(
			'<div id="noisy">' +
				"<span></span>".repeat(1500) +
				'</div><p id="calm">calm</p>',
			'data-cpu-budget="0.01"',
		),
		"/large": html("<main></main>", 'data-cpu-budget="0.5"'),
	});
});
after(async () => {
	await browser.close();
	await site.close();
});

const marks = (tag) =>
	site
		.events("replay")
		.filter((event) => event.data.type === 5 && event.data.data.tag === tag);
const mutations = () =>
	site
		.events("replay")
		.filter((event) => event.data.type === 3 && event.data.data.source === 0)
		.map((event) => event.data.data);

test("a noisy subtree is frozen with a mark, the rest is followed, and in the end the recording has it all", async () => {
	const page = await browser.newPage();
	await page.goto(site.origin + "/");
	await until(() => site.events("replay").length > 1, "the recording");
	await page.evaluate(() => {
		const spans = document.querySelectorAll("#noisy span");
		let count = 0;
		const timer = setInterval(() => {
			if (++count > 300) {
				clearInterval(timer);
				document
					.querySelector("#noisy")
					.append(Object.assign(document.createElement("b"), { id: "last" }));
			}
			for (const span of spans) span.setAttribute("data-n", count);
			if (count === 150)
				document.querySelector("#calm").setAttribute("data-seen", "yes");
		}, 2);
	});
	const [frozen] = await until(
		() => marks("claymore.frozen").length && marks("claymore.frozen"),
		"the mark",
		60_000,
	);
	assert.ok(frozen.data.data.payload.id > 0);
	await until(
		() =>
			mutations().some((each) =>
				each.attributes.some(
					(change) => change.attributes["data-seen"] === "yes",
				),
			),
		"the calm part",
		60_000,
	);
	await until(() => marks("claymore.thawed").length, "the end of it", 60_000);
	await until(
		() =>
			mutations().some((each) =>
				each.adds.some((add) => add.node.attributes?.id === "last"),
			),
		"the last change",
		60_000,
	);
	await page.close();
});

test("a large page arrives in parts, and wholly", async () => {
	site.batches = [];
	const page = await browser.newPage();
	await page.goto(site.origin + "/large");
	await until(() => site.events("replay").length > 1, "the recording");
	await page.evaluate(() => {
		const all = document.createDocumentFragment();
		for (let i = 0; i < 8_000; i++)
			all.append(
				Object.assign(document.createElement("i"), { title: "n" + i }),
			);
		document.querySelector("main").append(all);
	});
	const added = () =>
		mutations()
			.flatMap((each) => each.adds)
			.filter((add) => add.node.tagName === "i");
	await until(() => added().length >= 8_000, "all of it", 60_000);
	assert.equal(new Set(added().map((add) => add.node.id)).size, 8_000);
	assert.ok(
		mutations().filter((each) => each.adds.length).length > 1,
		"in one piece",
	);
	await page.close();
});
