/** `npm run table:probe -- [BANK …]`: what banks make up and hide, a table. */

import { launch } from "./launch.mjs";

await launch("probe-table");
