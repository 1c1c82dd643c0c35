/** A door of its own for each visitor: passes everything on to the shop's server and keeps a copy of what the SDK sends. */
import http from "node:http";
import { gunzipSync } from "node:zlib";

const read = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const plain = (body) => (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString("utf8");

export async function openDoor(target) {
  const batches = [];
  const server = http.createServer(async (request, response) => {
    try {
      const body = await read(request);
      if (request.method === "POST" && request.url.startsWith("/v1/batch")) batches.push(JSON.parse(plain(body)));
      const headers = { ...request.headers, host: new URL(target).host };
      const upstream = http.request(target + request.url, { method: request.method, headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
      upstream.on("error", () => response.destroy());
      upstream.end(body);
    } catch {
      response.destroy();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    batches,
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}
