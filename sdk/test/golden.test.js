import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { html, launch, serve, until } from "./support.js";

// The files that the server's tests read too: what the one writes, the other understands.

const formats = new URL("../../docs/formats/", import.meta.url);
const json = async (file) =>
	JSON.parse(await readFile(new URL(file, formats), "utf8"));

let browser;
let site;
let validate;

before(async () => {
	validate = new Ajv({
		strict: false,
		allErrors: true,
		validateFormats: false,
	}).compile(await json("batch.schema.json"));
	browser = await launch();
	site = await serve({ "/": html("<h1>Shop</h1>") });
});
after(async () => {
	await browser.close();
	await site.close();
});

test("a whole batch is as the schema says", async () => {
	assert.ok(
		validate(await json("golden/batch-browser.json")),
		JSON.stringify(validate.errors),
	);
});

test("the schema refuses each event that the server refuses for its shape", async () => {
	const batch = await json("golden/batch-some-rejected.json");
	const answer = await json("golden/batch-some-rejected.answer.json");
	const rejected = new Map(answer.rejected.map((one) => [one.index, one.code]));
	assert.equal(batch.events.length, answer.accepted + rejected.size);
	batch.events.forEach((event, index) => {
		const code = rejected.get(index);
		// A schema knows no clock.
		if (code === "timestamp_out_of_range") return;
		assert.equal(
			validate({ ...batch, events: [event] }),
			code === undefined,
			`event ${index}: ${code}`,
		);
	});
});

test("the SDK reads the answers: refused for now is sent again, refused for good is not, accepted in part is done", async () => {
	const full = await json("golden/refused-spool-full.answer.json");
	const invalid = await json("golden/refused-invalid-json.answer.json");
	const some = await json("golden/batch-some-rejected.answer.json");
	const whole = await json("golden/batch-browser.answer.json");
	assert.deepEqual(
		[full.error.retryable, invalid.error.retryable],
		[true, false],
	);
	const answers = [
		{ status: 503, body: full, headers: { "Retry-After": "1" } },
		{ status: 200, body: some },
		{ status: 400, body: invalid },
	];
	site.answer = (batch, request) =>
		answers[request] ?? { status: 200, body: whole };
	const page = await browser.newPage();
	await page.goto(site.origin + "/");
	await until(() => site.requests.length >= 2, "the batch to be sent again");
	for (let i = 0; site.requests.length < 5 && i < 20; i++) {
		const sent = site.requests.length;
		await page.evaluate((i) => claymore.track("n" + i), i);
		await until(() => site.requests.length > sent, "another batch");
	}
	const ids = site.requests.map((request) => request.batch.batchId);
	assert.equal(ids[0], ids[1]);
	assert.equal(new Set(ids.slice(1)).size, ids.length - 1);
	await page.close();
});
