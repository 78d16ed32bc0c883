/** `npm start`: sets up what is missing, builds the page and serves it on this machine. */

import { buildIfStale } from "./build.mjs";
import { ensureDependencies, ROOT } from "./project.mjs";

ensureDependencies();
buildIfStale("page");

const { preview } = await import("vite");
const server = await preview({
  root: ROOT,
  mode: "page",
  logLevel: "warn",
  preview: { host: "localhost", port: 4173, strictPort: false },
});
console.log(`Eigenvox: ${server.resolvedUrls?.local[0]}  (Ctrl-C ends it)`);
