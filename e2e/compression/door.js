/** One origin for the sites and for Claymore: puts the snippet into every page, and keeps each batch exactly as the browser sent it. */
import http from 'node:http';

const read = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** @param keyOf the write key of the site that a path belongs to */
export async function openDoor(pagesOrigin, claymoreOrigin, keyOf) {
  const batches = [];

  async function answer(request, response) {
    const body = await read(request);
    const { pathname } = new URL(request.url, 'http://door');
    const product = pathname.startsWith('/v1/') || pathname.startsWith('/sdk/');
    if (pathname === '/v1/batch' && request.method === 'POST') batches.push({ body, headers: kept(request.headers), url: request.url });
    const target = product ? claymoreOrigin : pagesOrigin;
    const headers = { ...request.headers, host: new URL(target).host };
    if (!product) delete headers['if-modified-since'];
    const upstream = http.request(target + request.url, { method: request.method, headers }, async (found) => {
      if (product || !String(found.headers['content-type']).startsWith('text/html')) {
        response.writeHead(found.statusCode, found.headers);
        found.pipe(response);
        return;
      }
      const key = keyOf(pathname);
      const tag = `<script async src="/sdk/claymore.js" data-key="${key}"></script>`;
      const page = (await read(found)).toString('utf8').replace(/<head[^>]*>/i, (head) => head + tag);
      response.writeHead(found.statusCode, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page);
    });
    upstream.on('error', () => response.destroy());
    upstream.end(body);
  }

  const server = http.createServer((request, response) => answer(request, response).catch(() => response.destroy()));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    batches,
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}

const kept = (headers) => Object.fromEntries(['content-type', 'content-encoding', 'authorization', 'user-agent'].filter((name) => headers[name]).map((name) => [name, headers[name]]));
