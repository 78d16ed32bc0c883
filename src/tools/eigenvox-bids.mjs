/** `npm run eigenvox-bids -- …`: the BIDS App. */

import { launch } from "./launch.mjs";

await launch("eigenvox-bids");
