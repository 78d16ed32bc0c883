/** `npm run table:refusals`: what hostile files are refused with, and what that takes, a table. */

import { launch } from "./launch.mjs";

await launch("refusals-table");
