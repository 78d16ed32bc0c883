/** `npm run net:data -- FOLDER -o TARGET --factor 2`: what the network behind the folded method learns from. */

import { launch } from "./launch.mjs";

await launch("net-data");
