import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { deflateSync } from 'node:zlib';
import { application } from './bundles.js';
import { startScript } from './run.js';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.gif': 'image/gif', '.ico': 'image/x-icon',
  '.woff': 'font/woff', '.woff2': 'font/woff2', '.ttf': 'font/ttf', '.eot': 'application/vnd.ms-fontobject', '.xhtml': 'application/xhtml+xml', '.xml': 'text/xml',
  '.md': 'text/markdown; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
};
const HERE = new URL('.', import.meta.url).pathname;
const require = createRequire(import.meta.url);

/** Serves fixtures, front-end framework apps and the files of installed npm packages on loopback, and nothing from elsewhere. */
export async function serve() {
  const server = createServer((request, response) => {
    answer(request, response).catch((problem) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(problem));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://loopback');
  const path = decodeURIComponent(url.pathname);
  if (path === '/replay') return send(response, 'text/html; charset=utf-8', '<!DOCTYPE html><html><body style="margin:0"></body></html>');
  if (path === '/in-use') return send(response, TYPES['.html'], inUse(url.searchParams.get('sdk') === 'yes'));
  if (path.startsWith('/sdk/')) return file(join(HERE, '../../sdk/dist'), path.slice(5), response, {});
  if (path === '/v1/batch') return send(response, TYPES['.json'], '{"accepted":1,"rejected":[],"settings":{}}');
  const early = url.searchParams.get('early');
  if (early) return send(response, TYPES['.html'], await withRecorder(path, early));
  if (path.startsWith('/early/')) return send(response, TYPES['.js'], await startScript(path.slice(7, -3)));
  if (path.startsWith('/asset/')) return asset(path, response);
  if (path.startsWith('/app/')) {
    if (path.endsWith('.js')) return send(response, TYPES['.js'], await application(path.slice(5, -3)));
    return send(response, TYPES['.html'], shell(path));
  }
  if (path.startsWith('/fixture/')) return file(join(HERE, 'fixtures'), path.slice(9), response, headersOf(path));
  if (path.startsWith('/npm/')) {
    const [, name, rest] = path.slice(5).match(/^((?:@[^/]+\/)?[^/]+)\/(.*)$/) || [];
    if (name) return file(packageRoot(name), rest, response, {});
  }
  response.writeHead(404, { 'content-type': 'text/plain' });
  response.end();
}

function shell(path) {
  return `<!DOCTYPE html><html lang="en"><head><title>${path}</title><link rel="stylesheet" href="/fixture/apps.css"></head><body><main id="app"></main><script src="${path}.js"></script></body></html>`;
}

/** A page with content, and the script tag of the installation page or none. */
function inUse(sdk) {
  const row = (n) => `<p class="row" data-n="${n}"><b>${n}</b> text of row <a href="#${n}">link</a></p>`;
  return `<!DOCTYPE html><html lang="en"><head><title>In use</title>${sdk ? '<script async src="/sdk/claymore.js" data-key="wk_use"></script>' : ''}</head><body><main>${Array.from({ length: 800 }, (_, n) => row(n)).join('')}</main></body></html>`;
}

/** The page with the recorder as its first script. */
async function withRecorder(path, recorder) {
  const markup = path.startsWith('/app/') ? shell(path) : await readFile(join(HERE, 'fixtures', normalize(path.slice(9))), 'utf8');
  return markup.replace(/<head>/, `<head><script src="/early/${recorder === 'rrweb' ? 'rrweb' : 'ours'}.js"></script>`);
}

/** Content-Security-Policy pages carry their policy as a header, as real ones do. */
function headersOf(path) {
  if (path.endsWith('/csp-nonce.html')) {
    return { 'content-security-policy': "default-src 'self'; script-src 'nonce-abc'; style-src 'self' 'nonce-abc'; img-src 'self' data:" };
  }
  if (path.endsWith('/trusted-types.html')) return { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types fixture" };
  return {};
}

export function packageRoot(name) {
  let folder = HERE;
  for (;;) {
    try {
      return dirname(require.resolve(`${name}/package.json`, { paths: [folder] }));
    } catch {
      const paths = require.resolve.paths(name) || [];
      return paths.map((path) => join(path, name)).find((path) => require('node:fs').existsSync(path)) || join(folder, 'missing');
    }
  }
}

async function file(root, rest, response, headers) {
  const path = normalize(join(root, rest || 'index.html'));
  if (!path.startsWith(root + sep)) throw new Error('outside of ' + root);
  const found = await stat(path).catch(() => null);
  if (!found || !found.isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' });
    return response.end();
  }
  response.writeHead(200, { 'content-type': TYPES[extname(path)] || 'application/octet-stream', 'cache-control': 'max-age=600', ...headers });
  return createReadStream(path).pipe(response);
}

function send(response, type, body) {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=600' });
  response.end(body);
}

/** Small media made here, so that no binary file has to be kept. */
function asset(path, response) {
  if (path === '/asset/dot.png') return send(response, 'image/png', png(12, 8, [200, 40, 40]));
  if (path === '/asset/wide.png') return send(response, 'image/png', png(120, 40, [40, 120, 200]));
  if (path === '/asset/tone.wav') return send(response, 'audio/wav', wave());
  if (path === '/asset/shape.svg') return send(response, 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="green"/></svg>');
  response.writeHead(404);
  return response.end();
}

function png(width, height, [red, green, blue]) {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3).map((_, index) => [red, green, blue][index % 3])]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(Array(height).fill(row)))), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([size, body, sum]);
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

function wave() {
  const samples = 8000;
  const bytes = Buffer.alloc(44 + samples, 128);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(8000, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples, 40);
  return bytes;
}
