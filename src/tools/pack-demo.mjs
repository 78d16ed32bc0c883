/** `npm run pack:demo`: writes the archive of the page and its server into dist/. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildIfStale } from "./build.mjs";
import { packDemo } from "./demo.mjs";
import { ensureDependencies, ROOT } from "./project.mjs";

ensureDependencies();
buildIfStale("page");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const path = join(ROOT, `dist/eigenvox-${version}-demo.zip`);
writeFileSync(path, await packDemo(join(ROOT, "dist/page")));
console.log(path);
