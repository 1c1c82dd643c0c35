/** The MCP server before the protocol's own conformance suite: what it asks of every server. The rest needs resources, prompts, sessions or tools of the suite's own. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { startServer } from "../lib/server.js";

const SUITE = path.join(path.dirname(createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/package.json")), "dist/index.js");

let server;
let signedIn;

/** The suite sends no Authorization. */
before(async () => {
  server = await startServer("serve");
  const target = new URL(server.url);
  signedIn = http.createServer((request, response) => {
    const headers = { ...request.headers, authorization: `Bearer ${server.token}` };
    const forwarded = http.request({ host: target.hostname, port: target.port, path: request.url, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    forwarded.on("error", () => response.destroy());
    request.pipe(forwarded);
  });
  await new Promise((resolve) => signedIn.listen(0, "127.0.0.1", resolve));
});

after(async () => {
  signedIn?.close();
  await server?.stop();
});

for (const scenario of ["server-initialize", "ping", "tools-list", "dns-rebinding-protection"]) {
  test(`conformance: ${scenario}`, async () => {
    const url = `http://127.0.0.1:${signedIn.address().port}/mcp`;
    const { stdout } = await promisify(execFile)(process.execPath, [SUITE, "server", "--url", url, "--scenario", scenario], { timeout: 60_000 });
    assert.match(stdout, /Passed: [1-9]\d*\/\d+, 0 failed, 0 warnings/);
  });
}
