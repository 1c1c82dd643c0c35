import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { launch, serve, until } from "./support.js";

let browser;
let site;

/** An application of a few lines, built as its users build theirs. */
async function app(name, contents) {
	const { outputFiles } = await build({
		stdin: {
			contents,
			resolveDir: new URL("..", import.meta.url).pathname,
			loader: "jsx",
		},
		bundle: true,
		write: false,
		format: "esm",
		splitting: false,
		jsx: "automatic",
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
		},
		logLevel: "error",
	});
	site.pages[`/${name}.js`] = {
		headers: { "Content-Type": "text/javascript" },
		body: outputFiles[0].text,
	};
	site.pages[`/${name}`] =
		`<!doctype html><title>${name}</title><div id="app"></div><script type="module" src="/${name}.js"></script>`;
}

before(async () => {
	browser = await launch();
	site = await serve();
});
after(async () => {
	await browser.close();
	await site.close();
});

async function open(name) {
	site.batches = [];
	const page = await browser.newPage();
	await page.goto(`${site.origin}/${name}`);
	await until(() => site.events("pageview").length, "the page view");
	assert.equal(site.events("pageview").length, 1);
	await until(() => site.events("replay").length > 1, "the recording");
	return page;
}

test("React: the hook starts once, and a boundary reports what it caught", async () => {
	await app(
		"react",
		`
    import { Component, StrictMode, useState } from 'react';
    import { createRoot } from 'react-dom/client';
    import { reportCaught, useClaymore } from '@claymore/browser/react';
    class Boundary extends Component {
      state = {};
      static getDerivedStateFromError() { return { failed: true }; }
      componentDidCatch(error, info) { reportCaught(error, info); }
      render() { return this.state.failed ? 'failed' : this.props.children; }
    }
    function Broken() { throw new RangeError('no such thing'); }
    function App() {
      const claymore = useClaymore({ key: 'wk_test', endpoint: location.origin });
      const [broken, setBroken] = useState(false);
      return <><button onClick={() => { claymore.track('pressed', { value: 2 }); setBroken(true); }}>Press</button><Boundary>{broken && <Broken />}</Boundary></>;
    }
    createRoot(document.querySelector('#app')).render(<StrictMode><App /></StrictMode>);`,
	);
	const page = await open("react");
	await page.click("button");
	const error = await until(
		() => site.events("error").find((event) => event.name === "handled"),
		"the error",
	);
	assert.equal(error.errorType, "RangeError");
	assert.match(error.tags.componentStack, /at/);
	assert.equal(site.events("custom")[0].value, 2);
	await page.close();
});

test("Vue: the plugin starts, is there in templates, and reports errors of components", async () => {
	await app(
		"vue",
		`
    import { createApp, h } from 'vue';
    import { ClaymorePlugin } from '@claymore/browser/vue';
    const App = {
      methods: { press() { this.$claymore.track('pressed'); throw new TypeError('in a component'); } },
      render() { return h('button', { onClick: this.press }, 'Press'); },
    };
    createApp(App).use(ClaymorePlugin, { key: 'wk_test', endpoint: location.origin }).mount('#app');`,
	);
	const page = await open("vue");
	await page.click("button");
	const error = await until(() => site.events("error")[0], "the error");
	assert.equal(error.errorType, "TypeError");
	assert.equal(site.events("custom")[0].name, "pressed");
	await page.close();
});

test("Next: the component renders nothing on the server and starts when it is hydrated", async () => {
	const { renderToString } = await import("react-dom/server");
	const { createElement } = await import("react");
	const { Claymore } = await import("@claymore/browser/next");
	const element = createElement(
		"main",
		null,
		createElement(Claymore, { writeKey: "wk_test" }),
		"Hello",
	);
	assert.equal(renderToString(element), "<main>Hello</main>");
	await app(
		"next",
		`
    import { hydrateRoot } from 'react-dom/client';
    import { Claymore } from '@claymore/browser/next';
    hydrateRoot(document.querySelector('#app'), <main><Claymore writeKey="wk_test" endpoint={location.origin} />Hello</main>);`,
	);
	site.pages["/next"] = site.pages["/next"].replace(
		'<div id="app">',
		'<div id="app"><main>Hello</main>',
	);
	const page = await open("next");
	assert.equal(
		await page.evaluate(() => document.querySelector("main").textContent),
		"Hello",
	);
	await page.close();
});
