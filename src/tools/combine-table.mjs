/** `npm run table:combine -- FOLDER`: what combining several thick scans is worth. */

import { launch } from "./launch.mjs";

await launch("combine-table");
