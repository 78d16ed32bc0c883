/** `npm run build`, and what `npm pack` runs first: builds what is named, where it is older than its sources. */

import { buildIfStale } from "./build.mjs";
import { ensureDependencies } from "./project.mjs";

ensureDependencies();
for (const target of process.argv.slice(2)) buildIfStale(/** @type {import("./build.mjs").Target} */ (target));
