/** `npm run table:pairs -- FOLDER`: real pairs of scans, a table. */

import { launch } from "./launch.mjs";

await launch("pairs-table");
