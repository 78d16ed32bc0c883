/** `npm run bench -- …`: the benchmarks. */

import { launch } from "./launch.mjs";

await launch("bench");
