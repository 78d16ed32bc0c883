/** The formats that the command line reads and writes. */

import { formatsWith } from "../formats/registry";
import { decodeInNode } from "../hosts/node-dicom";

export const FORMATS = formatsWith(decodeInNode);
