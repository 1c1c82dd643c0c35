/** Two builds of a site, served from elsewhere than their maps were uploaded for, fail in a real browser: one group, and the lines of the sources. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { launchBrowser } from "../lib/browser.js";
import { runCommand, startServer } from "../lib/server.js";
import { until } from "../lib/wait.js";

const ADDED = `export function twice(n) {
  return n + n;
}

`;
const PRICE = `export function amountOf(item) {
  return item.price.amount;
}
`;
const MAIN = (extra) => `import { amountOf${extra && ", twice"} } from './price.js';
${extra && "\ndocument.title = String(twice(21));\n"}
function checkout(items) {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}

document.querySelector('button').addEventListener('click', () => checkout([{ price: { amount: 3 } }, {}]));
document.body.dataset.loaded = 'yes';
`;

/** A build as it lies on a site's disk: `assets/app.js` and its map. */
async function built(folder, extra) {
  await mkdir(path.join(folder, "src"), { recursive: true });
  await writeFile(path.join(folder, "src/price.js"), extra + PRICE);
  await writeFile(path.join(folder, "src/main.js"), MAIN(extra));
  await build({ entryPoints: [path.join(folder, "src/main.js")], outfile: path.join(folder, "assets/app.js"), bundle: true, minify: true, sourcemap: true, format: extra ? "esm" : "iife", logLevel: "silent" });
  return folder;
}

async function contents(folder) {
  const names = await readdir(folder);
  return Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
}

test("an injected id leads from an error in a browser to the sources, whatever build and address its script is of", async () => {
  const server = await startServer("serve");
  const browser = await launchBrowser();
  const folder = await mkdtemp(path.join(tmpdir(), "claymore-maps-"));
  const builds = [await built(path.join(folder, "1"), ""), await built(path.join(folder, "2"), ADDED)];
  const site = http.createServer(async (request, response) => {
    const [, number, name] = /^\/cdn-(\d)\/(.*)$/.exec(request.url) ?? [];
    if (name) return response.writeHead(200, { "content-type": "text/javascript" }).end(await readFile(path.join(builds[number - 1], "assets", name)));
    const [, shown] = /^\/page-(\d)$/.exec(request.url) ?? [];
    if (!shown) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(
      `<!doctype html><title>Shop</title><script src="${server.url}/sdk/claymore.js" data-key="${key}"></script><body><button>Pay</button><script type="${shown === "2" ? "module" : "text/javascript"}" src="/cdn-${shown}/app.js"></script></body>`,
    );
  });
  let key;
  try {
    ({ writeKey: key } = await server.api("POST", "/api/projects", { projectId: "maps", name: "Maps" }));
    await new Promise((done) => site.listen(0, "127.0.0.1", done));
    const environment = { CLAYMORE_URL: server.url, CLAYMORE_TOKEN: server.token };
    for (const [index, each] of builds.entries()) {
      const before = await readFile(path.join(each, "assets/app.js"), "utf8");
      assert.match(await runCommand(["sourcemaps", "inject", each], environment), /assets\/app\.js {2}[0-9a-f-]{36}/);
      const injected = await contents(path.join(each, "assets"));
      await runCommand(["sourcemaps", "inject", each], environment);
      assert.deepEqual(await contents(path.join(each, "assets")), injected, "a second time changes nothing");
      const script = injected.find((text) => !text.startsWith("{"));
      assert.ok(script.startsWith(before.slice(0, before.lastIndexOf("//# sourceMappingURL="))), "no line and no column of the code moves");
      assert.match(script, /\n\/\/# sourceMappingURL=app\.js\.map\s*$/);
      await runCommand(["sourcemaps", "upload", each, "--release", `build-${index}`, "--project", "maps"], environment);
    }
    for (const number of [1, 2]) {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${site.address().port}/page-${number}`);
      await page.waitForSelector("[data-loaded=yes]");
      await page.click("button");
      await page.waitForTimeout(100);
      await page.goto("about:blank");
    }
    const errors = await until("both errors", async () => {
      const rows = await server.sql("SELECT errorFingerprint, errorStack, trimBoth(tags['debugId']) AS debugId, release FROM events WHERE type = 'error' ORDER BY timestamp");
      return rows.length === 2 && rows;
    });
    assert.notEqual(errors[0].debugId, errors[1].debugId);
    assert.equal(errors[0].errorFingerprint, errors[1].errorFingerprint);
    for (const error of errors) {
      assert.match(error.debugId, /^[0-9a-f-]{36}$/);
      const traced = await server.api("POST", "/api/projects/maps/stacks", { stack: error.errorStack, release: error.release, debugIds: [error.debugId] });
      const [{ original }] = traced.frames;
      assert.equal(`${original.function} ${path.basename(original.source)}`, "amountOf price.js");
      assert.match(traced.frames[0].context.join("\n"), /return item\.price\.amount;/);
    }
  } finally {
    await browser.close();
    site.close();
    site.closeAllConnections();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
