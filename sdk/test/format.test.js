import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { html, launch, serve, until } from "./support.js";

let browser;
let site;
let schema;

before(async () => {
	schema = JSON.parse(
		await readFile(
			new URL("../../docs/formats/batch.schema.json", import.meta.url),
			"utf8",
		),
	);
	browser = await launch();
	site = await serve({
		"/": html(
			`<h1>Shop</h1><button id="buy">Buy</button><canvas width="40" height="20"></canvas>
      <form><input name="city" value="Bonn"><input type="password" name="pw"><input name="cardNumber"></form>
      <p class="claymore-mask" title="A secret title">A secret text</p><div class="claymore-block"><b>Blocked text</b></div>
      <a href="/account?token=abcdef&page=2">Account</a>`,
			'data-canvas="2"',
		),
	});
});
after(async () => {
	await browser.close();
	await site.close();
});

test("every batch is as the wire format says, and holds nothing that is masked or blocked", async () => {
	const page = await browser.newPage();
	await page.goto(site.origin + "/");
	await until(
		() => site.events("replay").some((event) => event.data.type === 2),
		"the recording",
	);
	await page.evaluate(() => {
		const context = document.querySelector("canvas").getContext("2d");
		context.fillStyle = "red";
		context.fillRect(0, 0, 20, 20);
		document.querySelector("[type=password]").type = "text";
		claymore.identify("u1", { plan: "pro", age: 7 });
		claymore.setCart(12.5);
		claymore.captureError(new Error("caught"));
		fetch("/missing").catch(() => {});
		console.error("printed", { a: 1 });
		history.pushState({}, "", "/checkout?apiKey=zzz999");
	});
	await page.click("#buy");
	await page.locator("[name=city]").pressSequentially("Heidelberg");
	await page.press("[name=city]", "Tab");
	await page.fill("[name=pw]", "hunter2");
	await page.fill("[name=cardNumber]", "4111 1111 1111 1111");
	await until(
		() => site.events("replay").some((event) => event.data.data?.source === 9),
		"a picture of the canvas",
	);
	await page.goto("about:blank");
	await until(() => site.events("navigation").length, "the end of the page");

	const validate = new Ajv({
		strict: false,
		allErrors: true,
		validateFormats: false,
	}).compile(schema);
	for (const batch of site.batches)
		assert.ok(validate(batch), JSON.stringify(validate.errors).slice(0, 800));
	for (const type of [
		"pageview",
		"click",
		"input",
		"error",
		"request",
		"custom",
		"identify",
		"console",
		"vital",
		"navigation",
	]) {
		assert.ok(site.events(type).length, "no event of type " + type);
	}
	const all = JSON.stringify(site.batches);
	for (const secret of [
		"Heidelberg",
		"Bonn",
		"hunter2",
		"4111",
		"A secret",
		"Blocked text",
		"abcdef",
		"zzz999",
	]) {
		assert.ok(!all.includes(secret), secret + " has left the page");
	}
	assert.ok(all.includes("page=2"));
	await page.close();
});
