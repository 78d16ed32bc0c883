/** `npm run table:probe`: what the banks that ship make up and hide, a table. */

import { launch } from "./launch.mjs";

await launch("probe-table");
