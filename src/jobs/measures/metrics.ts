/** Every metric, in the order of tables: another one is a file and a line here. */

import { HFEN } from "./hfen";
import type { Score } from "./metric";
import { PSNR } from "./psnr";
import { SSIM } from "./ssim";

export const METRICS = [PSNR, SSIM, HFEN] as const;

export type Measured = Readonly<Record<(typeof METRICS)[number]["id"], Score>>;
