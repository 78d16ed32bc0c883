import { version } from "../../package.json";

/** Name and version, as results and banks state them. */
export const SOFTWARE = `Eigenvox ${version}`;
