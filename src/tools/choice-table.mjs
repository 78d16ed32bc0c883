/** `npm run table:choice -- FOLDER`: is the bank that is chosen the right one, a table. */

import { launch } from "./launch.mjs";

await launch("choice-table");
