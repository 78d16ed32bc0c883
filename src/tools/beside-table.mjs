/** `npm run table:beside -- PATH …`: the qualities beside what can be used in their place, a table. */

import { launch } from "./launch.mjs";

await launch("beside-table");
