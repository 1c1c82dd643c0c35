import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { html, launch, serve, until } from "./support.js";

// What a click says of the page, and what is angry or went nowhere.

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

async function open(body) {
	site.batches = [];
	site.pages["/clicks"] = html(body);
	const page = await browser.newPage();
	await page.goto(site.origin + "/clicks");
	await until(() => site.events("replay").length > 1, "the recording");
	return page;
}

/** The clicks once the page has sent all. */
async function clicksOf(page) {
	await page.evaluate(() => claymore.track("end"));
	await until(
		() => site.events("custom").some(({ name }) => name === "end"),
		"the end",
	);
	await page.close();
	return site.events("click");
}

test("a click says what is written on the thing, and nothing that is private or that somebody typed", async () => {
	const page =
		await open(`<a id="plain">Go <b>on</b></a><a id="card">Patient <b class="claymore-mask">Johanna</b></a><div id="box">Row <span class="claymore-block">Diagnosis</span></div>
    <button id="masked" class="claymore-mask">Call Smithson</button><div contenteditable id="typed">my words</div><select id="choice" size="3"><option>alpha</option><option id="chosen">positive</option></select>
    <label id="label">Pick <select><option>one choice</option></select></label><div id="table"></div>`);
	await page.evaluate(() => {
		document.querySelector("#table").innerHTML =
			"<div>" + "<p>row <b>x</b></p>".repeat(200) + "</div>";
		for (const id of [
			"plain",
			"card",
			"box",
			"masked",
			"typed",
			"chosen",
			"label",
			"table",
		])
			document.getElementById(id).click();
	});
	const said = Object.fromEntries(
		(await clicksOf(page)).map(({ selector, text }) => [selector, text]),
	);
	const label = said["#masked"];
	assert.equal(said["#plain"], "Go on");
	assert.ok(/^\**[ *]*$/.test(label) && label.length > 8, label);
	assert.deepEqual(
		["#card", "#box", "#typed", "#chosen", "#label", "#table"].map(
			(each) => said[each],
		),
		["", "", "", "", "", ""],
	);
});

test("a click that leads to another page of an application belongs to the one it was made on", async () => {
	const page =
		await open(`<a href="/there" id="link">There</a><main>A</main><script>
    document.querySelector('#link').onclick = (click) => {
      click.preventDefault();
      history.pushState({}, '', '/there');
      document.querySelector('main').textContent = document.title = 'B';
    };
  </script>`);
	await page.click("#link");
	await until(() => site.events("pageview").length === 2, "the other page");
	const [click] = await clicksOf(page);
	assert.deepEqual(
		[click.url, click.title],
		[site.origin + "/clicks", "A page"],
	);
});

test("what presses nothing makes nobody angry", async () => {
	const page = await open(
		'<label id="label"><input type="checkbox"> agree</label><button id="more" onclick="this.append(1)">more</button><p id="angry">nothing</p><p id="read">A paragraph to copy</p><textarea id="typed">some words</textarea><div id="editor" contenteditable>more words</div><p id="hammered">words</p>',
	);
	await page.click("#label", { position: { x: 40, y: 8 } });
	await page.click("#label", { position: { x: 40, y: 8 } });
	await page.evaluate(() =>
		[1, 2, 3].forEach(() => document.querySelector("#more").click()),
	);
	await page.focus("#more");
	for (let i = 0; i < 3; i++) await page.keyboard.press("Enter");
	await page.addStyleTag({
		content: "#angry { user-select: none } p { margin: 40px 0 }",
	});
	await page.click("#angry", { clickCount: 3 });
	// Three clicks select a paragraph, or what is in a field; a fourth selects nothing more.
	for (const selector of ["#read", "#typed", "#editor"])
		await page.click(selector, { clickCount: 3 });
	await page.click("#hammered", { clickCount: 4 });
	const rage = (await clicksOf(page)).filter(({ name }) => name === "rage");
	assert.deepEqual(
		rage.map(({ selector }) => selector),
		["#angry", "#hammered"],
	);
});

test("what opens a popover, downloads, or is meant for another tab is no dead click", async () => {
	const page =
		await open(`<button popovertarget="popover" id="opens">open</button><div popover id="popover">hello</div><a id="file" download href="data:text/plain,abc">file</a>
    <a id="tab" href="/clicks">tab</a><a id="dead" href="javascript:void 0">dead</a>`);
	for (const selector of ["#file", "#dead", "#opens"]) {
		await page.click(selector);
		await page.waitForTimeout(1_100);
	}
	await page.click("#tab", { modifiers: ["Control"] });
	await page.waitForTimeout(1_100);
	const clicks = await until(
		() => site.events("click").length === 4 && site.events("click"),
		"the clicks",
	);
	assert.deepEqual(
		clicks.map(({ selector, name }) => [selector, name]).sort(),
		[
			["#dead", "dead"],
			["#file", ""],
			["#opens", ""],
			["#tab", ""],
		],
	);
	await page.close();
});

test("what tells the application's own numbers, or fails, is no dead click", async () => {
	const page =
		await open(`<button id="tracks">track</button><button id="fills">cart</button><button id="fails">fail</button><button id="dead">dead</button><script>
    tracks.onclick = () => setTimeout(() => claymore.track('asked'), 100);
    fills.onclick = () => claymore.setCart(9);
    fails.onclick = () => { throw new Error('not this time'); };
    </script>`);
	for (const selector of ["#tracks", "#fills", "#fails", "#dead"]) {
		await page.click(selector);
		await page.waitForTimeout(1_100);
	}
	const clicks = await clicksOf(page);
	assert.deepEqual(
		clicks.map(({ selector, name }) => [selector, name]),
		[
			["#tracks", ""],
			["#fills", ""],
			["#fails", ""],
			["#dead", "dead"],
		],
	);
});

test("what has its effect outside of the tree, or is a place to write in, is no dead click", async () => {
	const page = await open(`<style>button, a { display: block }</style>
    <a id="blank" target="_blank" href="/clicks">other tab</a><a id="mail" href="mailto:someone@example.com">mail</a>
    <div contenteditable><a id="written" href="/clicks">a link in a text</a></div>
    <select id="select"><option>one</option></select><input id="date" type="date"><input id="color" type="color"><input id="file" type="file">
    <button id="chooses">choose a file</button><button id="plays">play</button><audio></audio>
    <details><summary id="summary">more</summary>all of it</details><label id="label">agree <input type="checkbox"></label>
    <input id="first"><button id="focuses">focus</button><button id="blurs">blur</button>
    <a id="hash" href="#far">far</a><button id="scrolls">scroll</button><div id="box" style="height:40px;overflow:auto"><p style="height:900px"></p></div>
    <p style="height:3000px"></p><p id="far">far</p><script>
      const on = (id, run) => (document.getElementById(id).onclick = run);
      on('chooses', () => file.click());
      on('plays', () => document.querySelector('audio').play());
      on('focuses', () => first.focus());
      on('blurs', () => document.activeElement.blur());
      on('scrolls', () => (box.scrollTop += 50));
    </script>`);
	page.on("filechooser", () => {});
	await page.evaluate(() => {
		// A second of silence.
		const data = new DataView(new ArrayBuffer(8_044));
		[0x52494646, 0, 0x57415645, 0x666d7420].forEach((word, i) =>
			data.setUint32(i * 4, word),
		);
		data.setUint32(4, 8_036, true);
		[
			[16, 16, 32],
			[20, 1, 16],
			[22, 1, 16],
			[24, 8_000, 32],
			[28, 8_000, 32],
			[32, 1, 16],
			[34, 8, 16],
			[40, 8_000, 32],
		].forEach(([at, value, bits]) => data["setUint" + bits](at, value, true));
		data.setUint32(36, 0x64617461);
		document.querySelector("audio").src = URL.createObjectURL(
			new Blob([data], { type: "audio/wav" }),
		);
	});
	const ids = [
		"blank",
		"mail",
		"written",
		"select",
		"date",
		"color",
		"file",
		"chooses",
		"plays",
		"summary",
		"label",
		"focuses",
		"blurs",
		"scrolls",
		"hash",
	];
	for (const id of ids) {
		await page.bringToFront();
		if (id === "blurs") await page.focus("#first");
		await page.click("#" + id);
		await page.waitForTimeout(1_100);
	}
	const clicks = await clicksOf(page);
	assert.deepEqual(
		clicks
			.filter(({ name }) => name)
			.map(({ selector, name }) => [selector, name]),
		[],
	);
	assert.ok(
		ids.every((id) => clicks.some(({ selector }) => selector === "#" + id)),
		clicks.map(({ selector }) => selector).join(),
	);
});

test("a page in design mode has no dead clicks", async () => {
	const page = await open('<a id="link" href="/clicks">link</a>');
	await page.evaluate(() => (document.designMode = "on"));
	await page.click("#link");
	await page.waitForTimeout(1_100);
	assert.deepEqual(
		(await clicksOf(page)).map(({ name }) => name),
		[""],
	);
});
