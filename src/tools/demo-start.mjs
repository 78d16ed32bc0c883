/** `node start.mjs` in the unpacked archive of `npm run pack:demo`: serves the page that lies beside it. */

import { fileURLToPath } from "node:url";
import { serve } from "./serve.mjs";

const { address } = await serve(fileURLToPath(new URL("page", import.meta.url)), { port: 4173 });
console.log(`Eigenvox: ${address}  (Ctrl-C ends it)`);
