/** Serves the built page: the files of a folder and nothing else, with the headers that isolate it. Needs nothing but Node. */

import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { HEADERS } from "./headers.mjs";

/** @type {Readonly<Record<string, string>>} */
export const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/**
 * @typedef {object} Server
 * @property {string} address of the page, with the slash at its end
 * @property {() => Promise<void>} close
 *
 * @param {string} folder
 * @param {object} [options]
 * @param {number} [options.port] the first to try, and those behind it while they are taken; 0: any free one
 * @param {(request: import("node:http").IncomingMessage) => void} [options.onRequest] told of each request
 * @returns {Promise<Server>}
 */
export async function serve(folder, { port = 0, onRequest = () => {} } = {}) {
  const server = createServer((request, response) => {
    onRequest(request);
    const { status, headers, body } = answer(folder, request);
    response.writeHead(status, { ...HEADERS, ...headers, "Content-Length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  const taken = await listen(server, port);
  return {
    address: `http://localhost:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string} folder
 * @param {import("node:http").IncomingMessage} request
 */
function answer(folder, { method, url = "/" }) {
  const text = { "Content-Type": "text/plain; charset=utf-8" };
  if (method !== "GET" && method !== "HEAD") {
    return { status: 405, headers: { ...text, Allow: "GET, HEAD" }, body: Buffer.from("Only files are here.\n") };
  }
  const file = fileOf(folder, url);
  if (!file) return { status: 404, headers: text, body: Buffer.from("No such file.\n") };
  // A page that was built anew is there with the next load.
  return { status: 200, headers: { "Content-Type": file.type, "Cache-Control": "no-cache" }, body: file.body };
}

/**
 * The file that a URL means. It is looked up among the names that are there, never put together from the URL: so no way
 * of writing `..` leads out of the folder, on any system.
 *
 * @param {string} folder
 * @param {string} url
 */
function fileOf(folder, url) {
  try {
    const name = decodeURIComponent(url.replace(/\?.*/s, "")).slice(1) || "index.html";
    const path = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((file) => join(file.parentPath, file.name))
      .find((file) => relative(folder, file).split(sep).join("/") === name);
    return path && { type: TYPES[extname(path)] ?? "application/octet-stream", body: readFileSync(path) };
  } catch {
    return undefined; // a % that is no character, or a folder that is just being built anew
  }
}

/**
 * @param {import("node:http").Server} server
 * @param {number} port
 * @returns {Promise<number>} the port that it listens at
 */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== "EADDRINUSE") reject(error);
      else listen(server, port + 1).then(resolve, reject);
    });
    server.listen(port, "localhost", () => {
      resolve(/** @type {import("node:net").AddressInfo} */ (server.address()).port);
    });
  });
}
