/** `npm start`: sets up what is missing, builds the page and serves it on this machine. */

import { join } from "node:path";
import { buildIfStale } from "./build.mjs";
import { ensureDependencies, ROOT } from "./project.mjs";
import { serve } from "./serve.mjs";

ensureDependencies();
buildIfStale("page");

const { address } = await serve(join(ROOT, "dist/page"), { port: 4173 });
console.log(`Eigenvox: ${address}  (Ctrl-C ends it)`);
