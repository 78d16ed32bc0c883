/** `npm run table:scale`: what summing up and merging many scans takes, a table. */

import { launch } from "./launch.mjs";

await launch("scale-table");
