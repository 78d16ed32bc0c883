/** The archive of `npm run pack:demo` as somebody else meets it: unpacked into an empty folder, started, and asked. */

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packDemo } from "./demo.mjs";
import { placesOnPath } from "./project.mjs";

/** Files of every kind, and the type that a browser asks of each. */
const ASKED = [
  { path: "", type: /^text\/html/ },
  { path: "?device=cpu", type: /^text\/html/ },
  { path: "service-worker.js", type: /^text\/javascript/ },
  { path: "manifest.webmanifest", type: /^application\/manifest\+json/ },
  { path: "banks/folded-2x-box.safetensors", type: /^application\/octet-stream/ },
];

/**
 * @param {string} page folder of the built page
 * @param {string} folder an empty one
 * @returns {Promise<string[]>} what is wrong with the archive; empty when nothing is
 */
export async function tryDemo(page, folder) {
  await unpack(await packDemo(page), folder);
  const python = placesOnPath(["python3"])[0];
  return [
    ...(await tryServer(process.execPath, "start.mjs", folder)),
    ...(python ? await tryServer(python, "start.py", folder) : []),
  ];
}

/** @param {Uint8Array} archive @param {string} folder */
async function unpack(archive, folder) {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } = await import("@zip.js/zip.js");
  for (const entry of await new ZipReader(new Uint8ArrayReader(archive)).getEntries()) {
    if (entry.directory) continue;
    const path = join(folder, entry.filename);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await entry.getData(new Uint8ArrayWriter()));
  }
}

/**
 * @param {string} program
 * @param {string} script
 * @param {string} folder
 */
async function tryServer(program, script, folder) {
  const server = spawn(program, [script], { cwd: join(folder, "eigenvox"), stdio: ["ignore", "pipe", "inherit"] });
  try {
    const address = await printedAddress(server.stdout);
    if (!address) return [`${script} of the demo printed no address.`];
    /** @type {string[]} */
    const wrong = [];
    const ask = async (/** @type {string} */ path, /** @type {RegExp} */ type) => {
      const response = await fetch(address + path);
      const { status, headers } = response;
      const isRight =
        status === 200 && type.test(headers.get("content-type") ?? "") && headers.has("content-security-policy");
      if (!isRight)
        wrong.push(`${script} of the demo answers /${path} with ${status}, ${JSON.stringify([...headers])}`);
      return response.text();
    };
    for (const { path, type } of ASKED) await ask(path, type);
    const [, main = "none"] = /<script type="module"[^>]*src="\.\/([^"]+)"/.exec(await ask("", /^text\/html/)) ?? [];
    await ask(main, /^text\/javascript/);
    for (const path of ["banks/", "../serve.mjs", "..%2Fserve.mjs", "missing"]) {
      const { status } = await fetch(address + path);
      if (status !== 404) wrong.push(`${script} of the demo answers /${path} with ${status}, not 404.`);
    }
    return wrong;
  } finally {
    server.kill();
  }
}

/**
 * The address in what the server prints; undefined when it ends without one.
 *
 * @param {import("node:stream").Readable} stdout
 * @returns {Promise<string | undefined>}
 */
function printedAddress(stdout) {
  let text = "";
  return new Promise((resolve) => {
    stdout.on("data", (chunk) => {
      text += chunk;
      const [line, address] = /Eigenvox: (\S+) .*\n/.exec(text) ?? [];
      if (line) resolve(address);
    });
    stdout.on("end", () => resolve(undefined));
  });
}
