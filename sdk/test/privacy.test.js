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

const snapshots = () =>
	site.events("replay").filter((event) => event.data.type === 2);

/** All that is sent but clicks: of a page as it is recorded while `act` runs, and of the snapshot of it afterwards. */
async function captured(body, attributes, act) {
	site.batches = [];
	site.pages["/p"] = html(body, attributes);
	const page = await browser.newPage();
	await page.goto(site.origin + "/p?token=QUERY");
	await until(() => snapshots().length, "the recording");
	await act(page);
	await page.evaluate(() => {
		claymore.track("before");
		return new Promise((resolve) => setTimeout(resolve, 200));
	});
	await page.evaluate(() => {
		claymore.stop();
		claymore.start();
		claymore.track("end");
	});
	await until(
		() => site.events("custom").length === 2 && snapshots().length === 2,
		"the end",
	);
	await page.close();
	return JSON.stringify(
		site
			.events()
			.filter((event) => event.type !== "click")
			.map(({ batch, ...event }) => event),
	);
}

const assertHidden = (sent, ...words) =>
	words.forEach((word) =>
		assert.ok(
			!sent.includes(word),
			word +
				" was sent: " +
				sent.slice(Math.max(0, sent.indexOf(word) - 200)).slice(0, 300),
		),
	);
const assertSent = (sent, ...words) =>
	words.forEach((word) =>
		assert.ok(sent.includes(word), word + " was not sent"),
	);

test("what is masked, typed or in a frame of its own leaves in no event and no snapshot", async () => {
	const body = `
    <div id="editor" contenteditable><p>WRITTEN</p></div><div contenteditable="false">CLEAR</div><h2 id="toggled">HEADING</h2>
    <iframe id="later"></iframe><iframe sandbox srcdoc="<p class=claymore-mask>SANDBOX</p>"></iframe>
    <select><option>first</option><option id="chosen">other</option></select>
    <div class="claymore-mask"><canvas width="40" height="40"></canvas>
      <input type="submit" value="SUBMIT"><input id="radio" type="radio" value="RADIO"><input id="tick" type="checkbox">
      <a href="mailto:PERSON@example.com" data-hint="DATA and more" data-content="CONTENT" aria-description="DESCRIPTION" aria-valuetext="VALUETEXT" data-state="open">link</a></div>
    <button onclick="throw new Error('at ' + location)">Fail</button><img id="broken">`;
	const sent = await captured(body, 'data-canvas="4"', async (page) => {
		await page.click("#editor");
		await page.keyboard.type("TYPED");
		await page.check("#radio");
		await page.click("button");
		await page.evaluate(() => {
			document
				.querySelector("#editor")
				.append(
					Object.assign(document.createElement("b"), {
						textContent: "APPENDED",
					}),
				);
			document.querySelector("#toggled").contentEditable = "plaintext-only";
			document.querySelector("#later").srcdoc =
				'<p class="claymore-mask">FRAMED</p><p>INSIDE</p>';
			document.querySelector("#chosen").setAttribute("selected", "");
			document.querySelector("#tick").setAttribute("checked", "");
			document.querySelector("#broken").src =
				"data:image/png;base64," + "A".repeat(300_000);
		});
		await until(
			() =>
				page.evaluate(
					() =>
						performance.getEntriesByName(
							document.querySelector("script").src.replace(".js", "-canvas.js"),
						).length,
				),
			"the part that draws",
		);
		await page.evaluate(
			() => (document.querySelector("#toggled").firstChild.data = "RENAMED"),
		);
	});
	assertHidden(
		sent,
		"WRITTEN",
		"TYPED",
		"APPENDED",
		"RENAMED",
		"SANDBOX",
		"FRAMED",
		"SUBMIT",
		"RADIO",
		"PERSON",
		"DATA",
		"CONTENT",
		"DESCRIPTION",
		"VALUETEXT",
		"QUERY",
		'"selected"',
		'"checked"',
		"rr_dataURL",
		"srcdoc",
	);
	assertSent(
		sent,
		"CLEAR",
		"HEADING",
		"INSIDE",
		"mailto:*",
		'"data-state":"open"',
		"*******",
	);
	const [error] = site.events("error");
	assert.match(error.errorStack, /\?token=\*:\d+:\d+/);
	assert.ok(error.errorMessage.endsWith("/p?token=*"));
	assert.ok(
		site.events("request").find((event) => event.name === "resource").requestUrl
			.length <= 2_000,
	);
});

test("without masking, secrets and fields that are ignored stay where they are", async () => {
	const body = `<input id="shown" type="password"><input id="a" autocomplete="billing cc-number"><input id="b" autocomplete="section-x CC-CSC"><input id="c" name="pwd"><input id="d" name="security_code">
    <form class="claymore-ignore"><input id="note"><textarea id="text"></textarea><input id="tick" type="checkbox"><select><option>one</option><option id="two">two</option></select></form>
    <input id="city"><div id="editor" contenteditable></div>`;
	const sent = await captured(
		body,
		'data-mask-all-inputs="false"',
		async (page) => {
			await page.evaluate(
				() => (document.querySelector("#shown").type = "text"),
			);
			for (const [id, text] of Object.entries({
				shown: "hunter2",
				a: "411100001111",
				b: "98765",
				c: "letmein",
				d: "55554",
				note: "NOTED",
				text: "REMARK",
				city: "Bonn",
			}))
				await page.fill("#" + id, text);
			await page.click("#editor");
			await page.keyboard.type("Written");
			await page.check("#tick");
			await page.selectOption("select", "two");
			await page.evaluate(() => {
				document.querySelector("#note").setAttribute("value", "NOTED");
				document.querySelector("#tick").setAttribute("checked", "");
				document.querySelector("#two").setAttribute("selected", "");
			});
		},
	);
	assertHidden(
		sent,
		"hunter2",
		"411100001111",
		"98765",
		"letmein",
		"55554",
		"NOTED",
		"REMARK",
		'"checked"',
		'"selected":"',
	);
	assertSent(sent, "Bonn", "Written");
	const form = JSON.stringify(snapshots()[1].data).match(
		/"class":"claymore-ignore".*?"id":"city"/,
	)[0];
	assertHidden(form, '"selected"');
});

test("what is below an element that was marked later is masked from then on, also where the mark is told by what is around it", async () => {
	const body = `<main id="around"><section id="marked"><p id="text">CLEAR</p><input id="field"><input id="button" type="button" value="CLEAR"><button id="press">CLEAR</button></section></main>
    <main id="theirs"><p class="name" id="named"><b>CLEAR</b></p><input class="name" id="own"></main><input class="claymore-block" id="boxed">`;
	const sent = await captured(
		body,
		'data-mask-all-inputs="false" data-mask=".private .name"',
		async (page) => {
			await page.evaluate(() => {
				document.querySelector("#around").className = "claymore-mask";
				document.querySelector("#text").firstChild.data = "AT_ONCE";
				document.querySelector("#theirs").className = "private";
				document.querySelector("#named b").firstChild.data = "NAMED";
			});
			await page.waitForTimeout(150);
			await page.evaluate(() => {
				document.querySelector("#text").firstChild.data = "RENAMED";
				document.querySelector("#text").title = "TITLED";
				document.querySelector("#button").value = "BUTTONED";
				document
					.querySelector("#marked")
					.insertAdjacentHTML("beforeend", '<p title="HINTED">ADDED</p>');
				document
					.querySelector("#named")
					.insertAdjacentHTML("beforeend", "<i>APPENDED</i>");
				document.querySelector("#named b").firstChild.data = "ANOTHER";
			});
			await page.fill("#field", "FILLED");
			await page.fill("#own", "OWNED");
			await page.fill("#boxed", "BOXED");
			await page.evaluate(
				() => (document.querySelector("#press").textContent = "PRESSED"),
			);
			await page.click("#press");
		},
	);
	assertHidden(
		sent,
		"AT_ONCE",
		"RENAMED",
		"TITLED",
		"BUTTONED",
		"HINTED",
		"ADDED",
		"NAMED",
		"APPENDED",
		"ANOTHER",
		"FILLED",
		"OWNED",
		"BOXED",
		"PRESSED",
	);
	assertSent(sent, "CLEAR", "******");
	assertHidden(
		JSON.stringify(site.events("click").map(({ batch, ...click }) => click)),
		"PRESSED",
	);
});

test("what is marked while a large page is still being described is masked", async () => {
	const rows = Array.from({ length: 30_000 }, (_, i) => `<i>r${i}</i>`).join(
		"",
	);
	site.batches = [];
	site.pages["/large"] = html(
		`<main>${rows}<p>SECRET</p><input id="late"></main>`,
		'data-mask-all-inputs="false" data-cpu-budget="0.02"',
	);
	const page = await browser.newPage();
	await page.goto(site.origin + "/large", { waitUntil: "domcontentloaded" });
	await page.evaluate(
		() => (document.querySelector("main").className = "claymore-mask"),
	);
	await page.fill("#late", "FILLED");
	await until(() => snapshots().length, "the snapshot", 60_000);
	await page.evaluate(() => claymore.track("end"));
	await until(() => site.events("custom").length, "the end");
	await page.waitForTimeout(500);
	assertHidden(
		JSON.stringify(site.events("replay").map(({ data }) => data)),
		"SECRET",
		"FILLED",
	);
	await page.close();
});

test("rules of styles that have left the page do not keep later ones from being recorded", async () => {
	site.batches = [];
	site.pages["/rules"] = html(
		'<style id="main">h1 { color: green }</style><h1>Rules</h1>',
	);
	const page = await browser.newPage();
	await page.goto(site.origin + "/rules");
	await until(() => snapshots().length, "the recording");
	await page.evaluate(async () => {
		for (let i = 0; i < 600; i++) {
			const style = document.createElement("style");
			style.textContent = "i { color: red }";
			document.head.append(style);
			style.sheet.cssRules[0].style.color = "blue";
			style.remove();
		}
		await new Promise((resolve) => setTimeout(resolve, 300));
		document.querySelector("#main").sheet.cssRules[0].style.color =
			"rgb(1, 2, 3)";
	});
	await until(
		() => JSON.stringify(site.events("replay")).includes("rgb(1, 2, 3)"),
		"the rule",
	);
	await page.close();
});
