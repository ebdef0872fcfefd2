// A stub of Opik on node:http, for programs that run in every runtime and inspect what arrives. It has both modes: `/direct`
// and `/store` below its address are base URLs.
import { createServer } from "node:http";

/**
 * Starts the stub. Calls `put` with each request that carries bytes, and its response. Resolves to its `url`, to `stop`,
 * and to the number of uploads that were `completed`.
 */
export async function startOpik(put) {
  const opik = { completed: 0 };
  const server = createServer((request, response) => {
    request.on("error", () => {});
    if (request.method === "PUT") return put(request, response);
    let text = "";
    request.setEncoding("utf8").on("data", (more) => (text += more));
    request.on("end", () => {
      if (request.url.endsWith("/upload-complete")) {
        opik.completed += 1;
        return response.writeHead(204).end();
      }
      const direct = request.url.startsWith("/direct");
      const parts = direct ? 0 : JSON.parse(text).num_of_file_parts;
      const pre_sign_urls = Array.from({ length: parts }, (_, part) => `http://${request.headers.host}/part/${part}`);
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ upload_id: direct ? "BEMinIO" : "upload", pre_sign_urls }));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  opik.url = `http://127.0.0.1:${server.address().port}`;
  opik.stop = () => {
    server.close();
    server.closeAllConnections?.();
  };
  return opik;
}

/** Reads the body of a request, calls `beforeAnswer`, and answers as a store or as Opik in direct mode would. */
export async function receive(request, response, beforeAnswer) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  await beforeAnswer?.();
  const direct = request.url.startsWith("/direct");
  response.writeHead(direct ? 204 : 200, direct ? {} : { ETag: '"tag"', "Content-Length": 0 }).end();
  return Buffer.concat(chunks);
}
