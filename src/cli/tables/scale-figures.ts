/** What many scans would take, of what a few took. */

/** The straight line nearest to the points, and how far one is off it at the most, a share of the largest value. */
export function lineThrough(
  x: readonly number[],
  y: readonly number[],
): { readonly slope: number; readonly intercept: number; readonly largest: number } {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [middleX, middleY] = [mean(x), mean(y)];
  const spread = mean(x.map((value) => (value - middleX) ** 2));
  const slope = spread > 0 ? mean(x.map((value, i) => (value - middleX) * ((y[i] as number) - middleY))) / spread : 0;
  const intercept = middleY - slope * middleX;
  const off = x.map((value, i) => Math.abs((y[i] as number) - slope * value - intercept));
  return { slope, intercept, largest: Math.max(...off) / Math.max(...y) };
}

export interface Measured {
  /** Of a core, summing a scan up. */
  readonly secondsAScan: number;
  /** Of a core, merging, for each file that is merged. */
  readonly secondsAFile: number;
  readonly leafBytes: number;
  /** Of merged sums, which have every class. */
  readonly nodeBytes: number;
}

export interface OnPaper {
  readonly merges: number;
  /** Merges between a scan and the root. */
  readonly deep: number;
  readonly hours: number;
  readonly hoursOf100: number;
  /** All sums kept. */
  readonly diskBytes: number;
  /** Every file of sums written once and read once. */
  readonly movedBytes: number;
}

/** Levels follow one another; within one, a hundred jobs of one core run at a time. */
export function onPaper(scans: number, fanIn: number, measured: Measured): OnPaper {
  const { secondsAScan, secondsAFile, leafBytes, nodeBytes } = measured;
  const waves = (jobs: number) => Math.ceil(jobs / 100);
  let seconds = scans * secondsAScan;
  let secondsOf100 = waves(scans) * secondsAScan;
  let diskBytes = scans * leafBytes;
  let merges = 0;
  let deep = 0;
  for (let files = scans; files > 1; deep++) {
    const nodes = Math.ceil(files / fanIn);
    seconds += files * secondsAFile;
    secondsOf100 += waves(nodes) * Math.min(fanIn, files) * secondsAFile;
    diskBytes += nodes * nodeBytes;
    merges += nodes;
    files = nodes;
  }
  return { merges, deep, hours: seconds / 3600, hoursOf100: secondsOf100 / 3600, diskBytes, movedBytes: 2 * diskBytes };
}
