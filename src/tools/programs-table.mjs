/** `npm run table:programs -- SCAN …`: the qualities beside other people's programs, a table. */

import { launch } from "./launch.mjs";

await launch("programs-table");
