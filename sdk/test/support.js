import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import { chromium } from "playwright-core";

export const dist = new URL("../dist/", import.meta.url);

const FLAGS = [
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

export const launch = (more) =>
	chromium.launch({
		executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium",
		args: FLAGS,
		...more,
	});

/**
 * A site with the SDK and the ingest address on loopback. `answer` decides what a batch is answered with, so that a
 * test can play a server that is busy, slow or broken; what is stored is what was answered with 200, once per batch id.
 */
export async function serve(pages = {}) {
	const site = {
		pages,
		batches: [],
		requests: [],
		answer: () => ({ status: 200 }),
		/** Events in the order of the batches, each batch once. */
		events: (type) => {
			const seen = new Set();
			const all = [];
			for (const batch of site.batches) {
				if (seen.has(batch.batchId)) continue;
				seen.add(batch.batchId);
				all.push(...batch.events.map((event) => ({ ...event, batch })));
			}
			return type ? all.filter((event) => event.type === type) : all;
		},
	};
	const server = createServer(async (request, response) => {
		const url = new URL(request.url, "http://localhost");
		const chunks = [];
		try {
			for await (const chunk of request) chunks.push(chunk);
		} catch (error) {
			// The browser was killed or went elsewhere while it sent: a batch that did not arrive whole was not received.
			if (error.code === "ECONNRESET") return;
			throw error;
		}
		const raw = Buffer.concat(chunks);
		if (url.pathname === "/v1/batch") {
			const gzip = raw[0] === 0x1f && raw[1] === 0x8b;
			const batch = JSON.parse((gzip ? gunzipSync(raw) : raw).toString());
			const answer = await site.answer(batch, site.requests.length);
			site.requests.push({
				status: answer.status,
				gzip,
				bytes: raw.length,
				headers: request.headers,
				key: url.searchParams.get("key"),
				batch,
			});
			if (answer.status === 200) site.batches.push(batch);
			response.writeHead(answer.status, {
				"Content-Type": "application/json",
				"Access-Control-Allow-Origin": "*",
				...answer.headers,
			});
			response.end(
				JSON.stringify(
					answer.body || {
						accepted: batch.events.length,
						rejected: [],
						settings: answer.settings || {
							sampleRate: 1,
							replaySampleRate: 1,
							maskAllText: false,
							maskAllInputs: true,
						},
					},
				),
			);
			return;
		}
		if (url.pathname.startsWith("/sdk/")) {
			try {
				const body = await readFile(new URL(url.pathname.slice(5), dist));
				response.writeHead(200, {
					"Content-Type": "text/javascript",
					"Access-Control-Allow-Origin": "*",
				});
				response.end(body);
			} catch {
				response.writeHead(404).end();
			}
			return;
		}
		const page = site.pages[url.pathname];
		if (page === undefined) {
			response.writeHead(404, { "Content-Type": "text/html" }).end("not found");
			return;
		}
		const {
			status = 200,
			headers = {},
			body,
		} = typeof page === "string" ? { body: page } : page;
		response.writeHead(status, {
			"Content-Type": "text/html; charset=utf-8",
			...headers,
		});
		response.end(body);
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	site.origin = `http://127.0.0.1:${server.address().port}`;
	site.close = () =>
		new Promise(
			(resolve) => (server.closeAllConnections(), server.close(resolve)),
		);
	return site;
}

export const html = (body, attributes = "") =>
	`<!doctype html><html><head><title>A page</title><script src="/sdk/claymore.js" data-key="wk_test" ${attributes}></script></head><body>${body}</body></html>`;

/** Waits until `check` gives something, with a deadline. */
export async function until(check, what, ms = 15_000) {
	const end = Date.now() + ms;
	for (;;) {
		const value = await check();
		if (value) return value;
		if (Date.now() > end) throw new Error("waited in vain for " + what);
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
}
