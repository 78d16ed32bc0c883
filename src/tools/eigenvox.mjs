/** `npm run eigenvox -- …`: the command line. */

import { launch } from "./launch.mjs";

await launch("eigenvox");
