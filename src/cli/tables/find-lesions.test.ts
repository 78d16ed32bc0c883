import { expect, test } from "vitest";
import { testVolume } from "../../core/synthetic";
import type { Vec3, Volume } from "../../core/volume";
import { aroundIn, type LesionKind, lesionFigures, lesionsOf, relative } from "./find-lesions";

const VOXEL_MM = 2;
const DIMS: Vec3 = [60, 70, 60];
const MIDDLE = DIMS.map((n) => VOXEL_MM * ((n - 1) / 2)) as unknown as Vec3;

/** Balls in a brain of 100 that becomes brighter from left to right; places and radii in mm from the middle. */
function brain(balls: readonly (readonly [x: number, y: number, z: number, radius: number, value: number])[]): Volume {
  const volume = testVolume(DIMS, (...voxel) => {
    const [x, y, z] = voxel.map((v, axis) => VOXEL_MM * v - (MIDDLE[axis] as number)) as [number, number, number];
    if (Math.hypot(x / 52, y / 62, z / 52) > 1) return 0;
    const ball = balls.find(([bx, by, bz, radius]) => Math.hypot(x - bx, y - by, z - bz) <= radius);
    return (ball?.[4] ?? 100) * (1 + x / 300);
  });
  const affine = [VOXEL_MM, 0, 0, 0, 0, VOXEL_MM, 0, 0, 0, 0, VOXEL_MM, 0, 0, 0, 0, 1];
  return { ...volume, spacing: [VOXEL_MM, VOXEL_MM, VOXEL_MM], affine };
}

async function found(volume: Volume, kind: LesionKind) {
  const around = await aroundIn(volume, kind);
  const lesions = lesionsOf(volume, around, kind);
  return { lesions, figures: (image: Volume) => lesionFigures(relative(image, around), lesions) };
}

test("bright lesions are those that are deep, bright and large enough, whatever the shading", async () => {
  const others = [
    [-20, 0, 10, 2, 160],
    [0, 55, 0, 6, 160],
    [-10, -20, 0, 6, 120],
  ] as const;
  const volume = brain([[20, 10, 0, 6, 160], [0, 10, -20, 6, 160], ...others]);
  const { lesions, figures } = await found(volume, "bright");
  expect(lesions.lesions).toHaveLength(2);
  const { contrast, ...rest } = figures(volume);
  expect(contrast).toBeGreaterThan(0.55);
  expect(contrast).toBeLessThan(0.63);
  const without = brain(others).data;
  const voxels = volume.data.filter((value, i) => value !== without[i]).length;
  expect(rest).toEqual({ mm3: VOXEL_MM ** 3 * voxels, seen: 2, others: 0 });
});

test("a lesion that is lost, one that fades, and one that was not there are told", async () => {
  const [first, second] = [
    [20, 10, 0, 6, 160],
    [0, 10, -20, 6, 160],
  ] as const;
  const { figures } = await found(brain([first, second]), "bright");
  const whole = figures(brain([first, second]));
  const lost = figures(brain([first]));
  expect(lost.seen).toBe(1);
  expect(lost.contrast / whole.contrast).toBeCloseTo(0.5, 2);
  expect(lost.mm3 / whole.mm3).toBeCloseTo(0.5, 2);
  const faded = figures(brain([first, [0, 10, -20, 6, 140]]));
  expect(faded.contrast / whole.contrast).toBeCloseTo(5 / 6, 2);
  expect(faded).toMatchObject({ seen: 2, mm3: whole.mm3 });
  expect(figures(brain([first, second, [-20, -10, 0, 6, 160]])).others).toBe(1);
  expect(figures(brain([first, second, [-20, -10, 0, 2, 160]])).others).toBe(0);
});

test("dark lesions are on one side alone", async () => {
  const ventricles = [
    [20, 0, 0, 7, 30],
    [-20, 0, 0, 7, 30],
  ] as const;
  const volume = brain([...ventricles, [0, -10, 0, 8, 30], [30, 20, 5, 8, 30]]);
  const { lesions, figures } = await found(volume, "dark");
  expect(lesions.lesions).toHaveLength(1);
  expect(figures(volume).contrast).toBeGreaterThan(0.65);
  expect(figures(brain(ventricles)).seen).toBe(0);
});
