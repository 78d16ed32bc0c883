/** `npm run table:evidence -- FOLDER`: how well what a scan tells of how it was made is found, tables. */

import { launch } from "./launch.mjs";

await launch("evidence-table");
