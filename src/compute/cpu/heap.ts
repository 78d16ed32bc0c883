/** Which bytes of a lane's memory are taken: the first gap that is large enough is given. */

/** Cache lines, and more than vectors ask for. */
const ALIGNMENT = 64;

interface Gap {
  readonly start: number;
  readonly end: number;
}

export class Heap {
  /** In order; the last one reaches to the end of what there may ever be. */
  private gaps: Gap[];
  private readonly taken = new Map<number, number>();

  /** Of the bytes from `start` to `end`. */
  constructor(start: number, end: number) {
    this.gaps = [{ start: Math.ceil(start / ALIGNMENT) * ALIGNMENT, end }];
  }

  /** Where so many bytes lie from now on; undefined when no gap is large enough. */
  take(bytes: number): number | undefined {
    const size = Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
    const i = this.gaps.findIndex(({ start, end }) => end - start >= size);
    const gap = this.gaps[i];
    if (!gap) return undefined;
    this.gaps.splice(i, 1, { start: gap.start + size, end: gap.end });
    this.taken.set(gap.start, size);
    return gap.start;
  }

  /** Gives back what `take` gave; what is not taken is ignored. */
  give(start: number): void {
    const size = this.taken.get(start);
    if (size === undefined) return;
    this.taken.delete(start);
    const after = this.gaps.findIndex((gap) => gap.start > start);
    this.gaps.splice(after < 0 ? this.gaps.length : after, 0, { start, end: start + size });
    this.gaps = this.gaps.reduce<Gap[]>((joined, gap) => {
      const last = joined.at(-1);
      if (last && last.end === gap.start) joined.splice(-1, 1, { start: last.start, end: gap.end });
      else if (gap.start < gap.end) joined.push(gap);
      return joined;
    }, []);
  }
}
