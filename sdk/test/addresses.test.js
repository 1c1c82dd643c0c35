import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

// What the recorder does with addresses, without a browser.

const { outputFiles } = await build({
	stdin: {
		contents: `export { cleanUrl, protect } from './src/recorder/privacy'; export { absoluteUrls } from './src/recorder/css'; export { attribute } from './src/recorder/snapshot';`,
		resolveDir: new URL("..", import.meta.url).pathname,
	},
	bundle: true,
	write: false,
	format: "esm",
	banner: { js: "const window = globalThis;" },
});
const { absoluteUrls, attribute, cleanUrl, protect } = await import(
	"data:text/javascript," + encodeURIComponent(outputFiles[0].text)
);
protect({});

const BASE = "https://shop.example/a/b.css";
const element = { baseURI: "https://shop.example/a/" };
const srcset = (value) => attribute(element, "img", "srcset", value, 0);

test("secrets are taken out of addresses, also out of those that are inside of others", () => {
	for (const [url, clean] of [
		[
			"https://me:word@shop.example/p?a=1&token=s;x?y%26z&b=2#h",
			"https://shop.example/p?a=1&token=*&b=2#h",
		],
		[
			"/p?q=1;jsessionid=s&user[password]=s;q=1&q=2",
			"/p?q=1;jsessionid=*&user[password]=*&q=2",
		],
		[
			"/p?pwd=s&pass=s&session=s&sid=s&code=s&api_key=s",
			"/p?pwd=*&pass=*&session=*&sid=*&code=*&api_key=*",
		],
		[
			"/p?passengers=2&side=left&keys=1&barcode=3",
			"/p?passengers=2&side=left&keys=1&barcode=3",
		],
		[
			"/p?to=%2Freset%3Ftoken%3Ds%26a%3D1&b=2",
			"/p?to=%2Freset%3Ftoken%3D*&b=2",
		],
		[
			"/p?to=%2Fq%3Fto%3D%252Freset%253Fa%253D1%2526code%253Ds&b=2",
			"/p?to=%2Fq%3Fto%3D%252Freset%253Fa%253D1%2526code%253D*&b=2",
		],
		[
			"/p?to=/reset?token=s&token=&b=2#access_token=s",
			"/p?to=/reset?token=*&token=*&b=2#access_token=*",
		],
		["/token=kept?q=100%25&e=a=b", "/token=kept?q=100%25&e=a=b"],
	]) {
		assert.equal(cleanUrl(url), clean);
	}
	assert.equal(
		srcset("i.png?token=s 1x,w_1,h_2/j.png 2x, /k.png"),
		"https://shop.example/a/i.png?token=* 1x,https://shop.example/a/w_1,h_2/j.png 2x, https://shop.example/k.png",
	);
	assert.equal(
		srcset("data:image/png;base64,AA 1x, j.png, k.png 3x"),
		"data:image/png;base64,AA 1x, https://shop.example/a/j.png, https://shop.example/a/k.png 3x",
	);
});

test("addresses in styles become absolute, however they are written, and nothing else changes", () => {
	const data = `url("data:image/svg+xml,<svg fill=\\"url(%23a)\\" filter='url(f.svg)'>")`;
	for (const [css, absolute] of [
		[`a{b:url(i.png)}`, `a{b:url("https://shop.example/a/i.png")}`],
		[
			`a{b:URL( 'i (1).png' ) , url("/j.png")}`,
			`a{b:url("https://shop.example/a/i%20(1).png" ) , url("https://shop.example/j.png")}`,
		],
		[`a{b:url() url("") url(#c) url('blob:d') url(https://e/f);c:${data}}`],
	]) {
		assert.equal(absoluteUrls(css, BASE), absolute ?? css);
	}
});

test("no address and no style of a page takes long", () => {
	const begun = performance.now();
	for (const part of ["key;", ";", "key", "%26", "%25", "&token=%3F", "?="])
		cleanUrl("https://shop.example/?" + part.repeat(2_000));
	for (const part of [
		" ",
		"url(",
		'url("',
		`url('`,
		'url("\\',
		'url(" ',
		'\\"',
	])
		absoluteUrls("url(" + part.repeat(2_000), BASE);
	for (const part of [",", "a,", " ", ",a"]) srcset(part.repeat(2_000));
	const took = performance.now() - begun;
	assert.ok(took < 2_000, `took ${took} ms`);
});
