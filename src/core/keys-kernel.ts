/**
 * Keys' cubic convolution kernel with a = -0.5 (Catmull-Rom) at a distance in voxels; zero from 2 on.
 * Source: method §2.
 */
export function keysKernel(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  if (d < 2) return ((-0.5 * d + 2.5) * d - 4) * d + 2;
  return 0;
}
