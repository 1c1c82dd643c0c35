import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";

const run = promisify(execFile);
const entry = new URL("../dist/npm/index.js", import.meta.url);

test("on a server the functions are there, do nothing and do not throw", async () => {
	const sdk = await import(entry);
	assert.equal(
		sdk.init({ key: "wk_x", endpoint: "https://example.com" }),
		undefined,
	);
	sdk.track("Ordered", { value: 1 });
	sdk.identify("u1");
	sdk.captureError(new Error("x"));
	assert.equal(sdk.sessionId(), "");
	assert.equal(sdk.replayUrl(), "");
});

test("every entry of the package has its code and its types", async () => {
	const { exports } = JSON.parse(
		await readFile(new URL("../package.json", import.meta.url), "utf8"),
	);
	for (const { types, default: code } of Object.values(exports)) {
		for (const path of [types, code])
			assert.ok(
				(await readFile(new URL("../" + path, import.meta.url), "utf8"))
					.length > 0,
			);
	}
});

test("a bundle that imports nothing of it contains nothing of it", async () => {
	const { outputFiles } = await build({
		stdin: {
			contents: `import '@claymore/browser'; console.log(1)`,
			resolveDir: new URL("..", import.meta.url).pathname,
		},
		bundle: true,
		write: false,
		format: "esm",
		logLevel: "error",
	});
	assert.ok(
		outputFiles[0].text.length < 200,
		outputFiles[0].text.slice(0, 400),
	);
});

test("the packed package installs in an empty folder, without a network, with its licence, and has types under every resolution", async (context) => {
	const folder = await mkdtemp(join(tmpdir(), "claymore-package-"));
	context.after(() => rm(folder, { recursive: true }));
	const { stdout } = await run(
		"npm",
		["pack", "--offline", "--json", "--pack-destination", folder],
		{ cwd: new URL("..", import.meta.url).pathname },
	);
	const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
	const paths = files.map(({ path }) => path);
	for (const path of ["LICENSE", "README.md", "dist/claymore.js"])
		assert.ok(paths.includes(path), path + " is missing");
	assert.deepEqual(
		paths.filter(
			(path) =>
				!/^(LICENSE|README\.md|package\.json)$|^dist\/.*(\.d\.ts|\.js)$/.test(
					path,
				),
		),
		[],
	);

	await writeFile(join(folder, "package.json"), '{ "type": "module" }');
	await run(
		"npm",
		["install", "./" + filename, "--offline", "--no-audit", "--no-fund"],
		{ cwd: folder },
	);
	const said = await run(
		process.execPath,
		[
			"-e",
			`import('@claymore/browser').then(({ init, track }) => console.log(typeof init, typeof track))`,
		],
		{ cwd: folder },
	);
	assert.equal(said.stdout, "function function\n");
	for (const path of paths)
		assert.ok(
			!(
				await readFile(
					join(folder, "node_modules/@claymore/browser", path),
					"utf8",
				)
			).includes(new URL("../..", import.meta.url).pathname),
			path,
		);

	// What is unknown would be `any`, which takes everything.
	await writeFile(
		join(folder, "used.ts"),
		`import { claymore, init, type Options, replayUrl } from '@claymore/browser';
import { Claymore } from '@claymore/browser/next';
import { useClaymore } from '@claymore/browser/react';
import { ClaymorePlugin } from '@claymore/browser/vue';
const options: Options = { key: 'wk_x', sampleRate: 1 };
init(options);
const url: string = replayUrl();
claymore.on('event', () => url);
ClaymorePlugin.install({ config: { globalProperties: {} } }, options);
export const nothing: null = Claymore({ writeKey: 'wk_x' });
export const same: typeof claymore = useClaymore(options);
// @ts-expect-error
init({ key: 7 });
// @ts-expect-error
claymore.on('no such topic', () => url);
// @ts-expect-error
useClaymore({});
`,
	);
	const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
	for (const [module, resolution] of [
		["nodenext", "nodenext"],
		["esnext", "bundler"],
	]) {
		await run(
			process.execPath,
			[
				tsc,
				"--noEmit",
				"--strict",
				"--module",
				module,
				"--moduleResolution",
				resolution,
				"--target",
				"es2022",
				"--lib",
				"es2022,dom,dom.iterable",
				"used.ts",
			],
			{ cwd: folder },
		).catch(({ stdout }) => assert.fail(resolution + ": " + stdout));
	}
});
