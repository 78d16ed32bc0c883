/** `npm run table:lesions -- FOLDER`: what becomes of lesions, a table. */

import { launch } from "./launch.mjs";

await launch("lesions-table");
