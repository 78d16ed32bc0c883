/** `npm run table:grain -- FOLDER`: noise and sharpness of results at 2×, a table. */

import { launch } from "./launch.mjs";

await launch("grain-table");
