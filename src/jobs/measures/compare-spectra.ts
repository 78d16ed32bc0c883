/** How much of the detail that a low resolution cannot hold a result has brought back. Source: method §8. */

import type { Executor } from "../../compute/executor";
import { breather } from "../../core/breathe";
import { type Factor, type Volume, voxelCount } from "../../core/volume";
import type { BoundedOptions } from "../../parts/brick";
import { fourierTransform } from "../../parts/fourier";
import { BAND_EDGES, SPECTRUM_BINS, type Spectra } from "../evaluate/rows";

/**
 * Energies of the original, the result and their difference by frequency. `result` lies on the grid of `original`.
 *
 * One transform serves both: the original is its real part, the difference its imaginary part, and the symmetry of real
 * volumes tells them apart. Holds three complex volumes. Errors and cancelling as `fourierTransform`.
 */
export async function compareSpectra(
  executor: Executor,
  original: Volume,
  result: Float32Array,
  factor: Factor,
  options: BoundedOptions = {},
): Promise<Spectra> {
  const { dims, spacing } = original;
  const both = new Float32Array(2 * voxelCount(dims));
  for (let i = 0; i < result.length; i++) {
    both[2 * i] = original.data[i] as number;
    both[2 * i + 1] = (result[i] as number) - (original.data[i] as number);
  }
  const z = await fourierTransform(executor, both, dims, { ...options, direction: "forward" });

  const [nx, ny, nz] = dims;
  const axes = dims.map((n, axis) => axisFrequencies(n, spacing[axis] as number, factor[axis] as number));
  const [x, y, zAxis] = axes as [AxisFrequencies, AxisFrequencies, AxisFrequencies];
  const highest = Math.min(...spacing.map((mm) => 1 / (2 * mm)));
  const bands = BAND_EDGES.slice(1).map(() => ({ original: 0, error: 0 }));
  const bins = Array.from({ length: SPECTRUM_BINS }, () => ({ count: 0, original: 0, result: 0 }));
  const breathe = breather(options.signal);
  for (let kz = 0; kz < nz; kz++) {
    const mz = (nz - kz) % nz;
    for (let ky = 0; ky < ny; ky++) {
      const my = (ny - ky) % ny;
      const row = nx * (ky + ny * kz);
      const mirror = nx * (my + ny * mz);
      for (let kx = 0; kx < nx; kx++) {
        const at = 2 * (row + kx);
        const to = 2 * (mirror + ((nx - kx) % nx));
        const a = z[at] as number;
        const b = z[at + 1] as number;
        const c = z[to] as number;
        const d = z[to + 1] as number;
        // z = t + ie, so T = (Z(k) + Z*(-k))/2 and E = (Z(k) - Z*(-k))/2i.
        const tRe = (a + c) / 2;
        const tIm = (b - d) / 2;
        const eRe = (b + d) / 2;
        const eIm = (c - a) / 2;
        const energy = tRe * tRe + tIm * tIm;
        const ratio = Math.max(x.ratio[kx] as number, y.ratio[ky] as number, zAxis.ratio[kz] as number);
        const band = bandOf(ratio);
        if (band) {
          const sums = bands[band - 1] as (typeof bands)[number];
          sums.original += energy;
          sums.error += eRe * eRe + eIm * eIm;
        }
        const frequency = Math.sqrt((x.square[kx] as number) + (y.square[ky] as number) + (zAxis.square[kz] as number));
        const bin = bins[Math.floor((frequency / highest) * SPECTRUM_BINS)];
        if (!bin || frequency === 0) continue; // the mean would hide all else
        bin.count++;
        bin.original += energy;
        bin.result += (tRe + eRe) ** 2 + (tIm + eIm) ** 2;
      }
    }
    await breathe();
  }
  const total = bands.reduce((sum, band) => ({
    original: sum.original + band.original,
    error: sum.error + band.error,
  }));
  const share = (sums: { original: number; error: number }) => 1 - sums.error / sums.original;
  const mean = (sum: number, { count }: { count: number }) => (count === 0 ? 0 : sum / count / voxelCount(dims));
  return {
    restored: share(total),
    bands: bands.flatMap((sums, i) =>
      sums.original === 0
        ? []
        : [{ from: BAND_EDGES[i] as number, to: BAND_EDGES[i + 1] as number, restored: share(sums) }],
    ),
    highest,
    original: bins.map((bin) => mean(bin.original, bin)),
    result: bins.map((bin) => mean(bin.result, bin)),
  };
}

interface AxisFrequencies {
  /** Frequency as a multiple of the coarse grid's Nyquist frequency; 0 on an axis that was not made coarser. */
  readonly ratio: Float64Array;
  /** Square of the frequency in cycles per mm. */
  readonly square: Float64Array;
}

function axisFrequencies(n: number, mm: number, s: number): AxisFrequencies {
  const cyclesPerVoxel = Float64Array.from({ length: n }, (_, k) => Math.min(k, n - k) / n);
  return {
    ratio: cyclesPerVoxel.map((f) => (s === 1 ? 0 : 2 * s * f)),
    square: cyclesPerVoxel.map((f) => (f / mm) ** 2),
  };
}

/** 1 for the band that begins at the first edge, 0 below it. An edge belongs to the band below. */
function bandOf(ratio: number): number {
  let band = 0;
  while (band < BAND_EDGES.length - 1 && ratio > (BAND_EDGES[band] as number)) band++;
  return band;
}
