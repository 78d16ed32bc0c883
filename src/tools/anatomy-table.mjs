/** `npm run table:anatomy -- FOLDER`: other contrasts and other parts of the body, a table. */

import { launch } from "./launch.mjs";

await launch("anatomy-table");
