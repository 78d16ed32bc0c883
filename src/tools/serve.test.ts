/** The server of the page: what it gives, with which headers, and what it refuses. */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HEADERS } from "./headers.mjs";
import { type Server, serve } from "./serve.mjs";

const root = mkdtempSync(join(tmpdir(), "eigenvox-serve-"));
const folder = join(root, "page");
const asked: string[] = [];
let server: Server;

beforeAll(async () => {
  mkdirSync(join(folder, "banks"), { recursive: true });
  writeFileSync(join(root, "secret.txt"), "secret");
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "a b.js"), "1");
  writeFileSync(join(folder, "banks/one.safetensors"), new Uint8Array([0, 255]));
  symlinkSync(join(root, "secret.txt"), join(folder, "link.txt"));
  server = await serve(folder, { onRequest: ({ url }) => asked.push(url ?? "") });
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

test("files come with their type and the headers, changes at once", async () => {
  const types = {
    "": "text/html; charset=utf-8",
    "index.html?device=cpu": "text/html; charset=utf-8",
    "a%20b.js": "text/javascript; charset=utf-8",
    "banks/one.safetensors": "application/octet-stream",
  };
  for (const [path, type] of Object.entries(types)) {
    const response = await fetch(server.address + path);
    expect(response.status, path).toBe(200);
    expect(response.headers.get("Content-Type"), path).toBe(type);
    expectIsolated(response.headers);
  }
  const bank = await fetch(`${server.address}banks/one.safetensors`);
  expect(new Uint8Array(await bank.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
  writeFileSync(join(folder, "index.html"), "new");
  expect(await (await fetch(server.address)).text()).toBe("new");
  expect(asked).toContain("/index.html?device=cpu");
});

test("what is not a file of the folder is not found, however it is asked for", async () => {
  const secret = [
    "../secret.txt",
    "%2e%2e/secret.txt",
    "..%2fsecret.txt",
    "..%5csecret.txt",
    "banks/..%2f..%2fsecret.txt",
  ];
  const absent = [
    "banks",
    "banks/",
    "viewer",
    "INDEX.html",
    "a.js",
    "link.txt",
    "index.html%00",
    "%",
    "/index.html",
    "//",
  ];
  for (const path of [...secret, ...absent, root, join(root, "secret.txt")]) {
    const { status, headers, body } = await askRaw(`/${path}`);
    expect(status, path).toBe(404);
    expect(body, path).toBe("No such file.\n");
    expectIsolated(headers);
  }
});

test("nothing is taken: only GET and HEAD are answered", async () => {
  const head = await fetch(server.address, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    const response = await fetch(server.address, { method });
    expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
    expectIsolated(response.headers);
  }
});

test("a port that is taken leads to the next", async () => {
  const taken = Number(new URL(server.address).port);
  const other = await serve(folder, { port: taken });
  expect(Number(new URL(other.address).port)).toBeGreaterThan(taken);
  expect((await fetch(other.address)).status).toBe(200);
  await other.close();
});

function expectIsolated(headers: Headers): void {
  for (const [name, value] of Object.entries(HEADERS)) expect(headers.get(name), name).toBe(value);
}

/** As fetch, which tidies paths before it asks. */
function askRaw(path: string): Promise<{ status: number | undefined; headers: Headers; body: string }> {
  const { port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    get({ host: "localhost", port, path }, async (response) => {
      let body = "";
      for await (const part of response) body += part;
      resolve({ status: response.statusCode, headers: new Headers(response.headers as Record<string, string>), body });
    }).on("error", reject);
  });
}
