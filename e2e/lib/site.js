/** A little site of somebody else, on a port of its own: another origin than Claymore's. */
import http from "node:http";

export async function startSite(html) {
  const server = http.createServer((request, response) => {
    if (request.url.includes(".")) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}
