/** The last step of `npm run train:net`: the bank of a trained network. */

import { launch } from "./launch.mjs";

await launch("net-bank");
