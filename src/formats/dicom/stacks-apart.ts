/** Stacks of slices that are parallel, but lie in different parts of the body: of a spine, say. */

import type { Vec3 } from "../../core/volume";
import { alongsOf, dot, isPlaced, normalOf, plus } from "./directions";
import type { DicomImage, Orientation } from "./image";
import { arrange, commonest, SAME_POSITION } from "./slice-positions";

/** Images that lie further from each other in their plane are of different stacks, mm; no patient moves as far. */
const APART_MM = 10;
/** A gap of so many distances between slices, and of `APART_MM`, is one between stacks, if it is no multiple. */
const APART_SLICES = 3;
const FEWEST_SLICES = 3;
const MOST_STACKS = 8;

/** The images, which have one orientation, by stacks; all together where there is but one, or no telling. */
export function stacksOf(images: readonly DicomImage[]): readonly (readonly DicomImage[])[] {
  if (images.length < 2 * FEWEST_SLICES || !images.every(isPlaced)) return [images];
  return besides(images).flatMap(behind);
}

const positionOf = ({ facts }: DicomImage) => facts.position as Vec3;

function besides(images: readonly DicomImage[]): readonly (readonly DicomImage[])[] {
  const { sorted } = ascending(images);
  const [first, last] = [sorted[0], sorted.at(-1)].map((one) => positionOf(one as DicomImage)) as [Vec3, Vec3];
  const normal = normalOf(images[0]?.facts.orientation as Orientation);
  const whole = plus(last, first, -1);
  const long = dot(whole, normal);
  /** From the line on which the slices of one stack lie, a tilted one too. */
  const isOff = (image: DicomImage) => {
    const from = plus(positionOf(image), first, -1);
    const [x, y, z] = plus(from, whole, long > 0 ? -dot(from, normal) / long : 0);
    return x * x + y * y + z * z > APART_MM * APART_MM;
  };
  if (!images.some(isOff)) return [images];
  const stacks: DicomImage[][] = [];
  for (const image of images) {
    const own = stacks.find(([one]) => {
      const between = plus(positionOf(image), positionOf(one as DicomImage), -1);
      return Math.hypot(...plus(between, normal, -dot(between, normal))) <= APART_MM;
    });
    if (own) own.push(image);
    else stacks.push([image]);
    if (stacks.length > MOST_STACKS) return [images];
  }
  return stacks;
}

/** Divided at gaps where slices would lie unevenly as one stack, and do not as several. */
function behind(images: readonly DicomImage[]): readonly (readonly DicomImage[])[] {
  const whole = ascending(images);
  const { sorted, alongs } = whole;
  const gaps = Array.from(alongs.subarray(1), (mm, i) => mm - (alongs[i] as number));
  const limit = Math.max(APART_MM, APART_SLICES * commonest(gaps.filter((gap) => gap >= SAME_POSITION)));
  if (!gaps.some((gap) => gap > limit) || !isUneven(whole)) return [images];
  const ends = gaps.flatMap((gap, i) => (gap > limit ? [i + 1] : []));
  const stacks = [...ends, sorted.length].map((end, i): Ascending => {
    const begin = ends[i - 1] ?? 0;
    return { sorted: sorted.slice(begin, end), alongs: alongs.subarray(begin, end) };
  });
  const areStacks = stacks.every((stack) => onceEach(stack).length >= FEWEST_SLICES && !isUneven(stack));
  return areStacks && stacks.length <= MOST_STACKS ? stacks.map((stack) => stack.sorted) : [images];
}

/** Images in the order of their positions along the normal, and these, mm. */
interface Ascending {
  readonly sorted: readonly DicomImage[];
  readonly alongs: Float64Array;
}

function ascending(images: readonly DicomImage[]): Ascending {
  const alongs = alongsOf(images);
  if (alongs.every((mm, i) => i === 0 || mm >= (alongs[i - 1] as number))) return { sorted: images, alongs };
  const order = [...images.keys()].sort((a, b) => (alongs[a] as number) - (alongs[b] as number));
  return {
    sorted: order.map((i) => images[i] as DicomImage),
    alongs: Float64Array.from(order, (i) => alongs[i] as number),
  };
}

/** Of images in the order of their positions the first at each. */
const onceEach = ({ sorted, alongs }: Ascending) =>
  sorted.filter((_, i) => i === 0 || (alongs[i] as number) - (alongs[i - 1] as number) >= SAME_POSITION);

const isUneven = (stack: Ascending) => arrange(onceEach(stack), 1).obstacle?.code === "W_UNEVEN";
