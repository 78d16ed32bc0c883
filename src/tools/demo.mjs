/** The built page with a server of its own, in one archive: for machines without a network. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { HEADERS } from "./headers.mjs";
import { ROOT } from "./project.mjs";
import { TYPES } from "./serve.mjs";

const README = `Eigenvox makes MRI scans sharp in a web page, on this computer. It needs no network.

Research software, not a medical device: not for diagnosis.

In this folder run one of

    node start.mjs       (Node 20.19 or newer)
    python3 start.py     (Python 3.7 or newer)

and open the address that it prints in a current browser, on the same computer.
`;

/**
 * @param {string} page folder of the built page
 * @returns {Promise<Uint8Array>} the ZIP archive
 */
export async function packDemo(page) {
  const { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  // The same page gives the same archive, whenever and wherever it is packed.
  const zip = new ZipWriter(new Uint8ArrayWriter(), { lastModDate: new Date(2000, 0, 1), extendedTimestamp: false });
  const add = (/** @type {string} */ name, /** @type {Uint8Array | string} */ content) =>
    zip.add(`eigenvox/${name}`, new Uint8ArrayReader(typeof content === "string" ? Buffer.from(content) : content));
  await add("README.txt", README);
  await add("LICENSE", readFileSync(join(ROOT, "LICENSE")));
  await add("start.mjs", readFileSync(join(ROOT, "src/tools/demo-start.mjs")));
  await add("serve.mjs", readFileSync(join(ROOT, "src/tools/serve.mjs")));
  await add("headers.mjs", readFileSync(join(ROOT, "src/tools/headers.mjs")));
  await add("start.py", readFileSync(join(ROOT, "src/tools/demo-start.py")));
  // For Python, which reads no modules.
  await add("answers.json", JSON.stringify({ types: TYPES, headers: { ...HEADERS, "Cache-Control": "no-cache" } }));
  for (const name of readdirSync(page, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(page, name);
    if (statSync(path).isFile()) await add(`page/${name.split(sep).join("/")}`, readFileSync(path));
  }
  return zip.close();
}
