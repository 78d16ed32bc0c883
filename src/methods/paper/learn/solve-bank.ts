/** From sums to filters: the global filter, the pull towards it, and every class's filter. Source: method §6. */

import type { Executor } from "../../../compute/executor";
import { breather } from "../../../core/breathe";
import { GRADIENT_WINDOW } from "../../common/binned-bank";
import { expandGram, gramError, gramRightSide, gramTrace } from "../../common/gram";
import { invertPositiveDefinite } from "../../common/invert";
import type { PaperBank, PaperMetadata } from "../bank";
import { CLASS_COUNT } from "../classes";
import { SHRINK_CANDIDATES } from "./plan";
import { RESIDUAL_TOLERANCE, SOLVER_BYTES, type Solved, solverStride, solveSystems } from "./solve";
import type { HeldOutSums, TrainingSums } from "./sums";
import type { SumOptions } from "./training";

/** Ridge, as a share of the mean diagonal of Q per row, on the distance from the filter shrunk towards. */
const RIDGE = 1e-5;
/** The weight where nothing is held out. */
const DEFAULT_SHRINK_ROWS = 4000;

/** How the pull towards the global filter came about. */
export interface ShrinkChoice {
  /** Its weight in average rows. */
  readonly rows: number;
  /** Mean squared error on held-out voxels for each weight that was tried, in units of p²; empty when none was. */
  readonly tried: readonly { readonly rows: number; readonly error: number }[];
  readonly heldOutRows: number;
}

export interface SolveBankOptions extends Pick<SumOptions, "signal" | "onProgress"> {
  /** A given weight, or "auto": the best on the held-out rows. */
  readonly shrinkRows: number | "auto";
}

/** What training gives: all of a bank but the words its maker adds. */
export interface TrainedBank extends Omit<PaperBank, "metadata" | "globalFilter"> {
  readonly metadata: Pick<
    PaperMetadata,
    "method" | "factor" | "patch" | "gradientWindow" | "gradientSigma" | "degradation" | "trainingRows" | "solver"
  >;
  /** The filter of all classes together. */
  readonly globalFilter: Float32Array<ArrayBuffer>;
  readonly shrink: ShrinkChoice;
  /** Largest relative residual of a class's system, in float64. */
  readonly worstResidual: number;
}

/**
 * Solves the filters of all classes. Throws `E_SOLVER` when a system cannot be solved, and the device errors. Cancel:
 * between GPU submits and between classes.
 */
export async function solveBank(
  executor: Executor,
  sums: TrainingSums,
  heldOut: HeldOutSums,
  options: SolveBankOptions,
): Promise<TrainedBank> {
  const { onProgress } = options;
  const judged = options.shrinkRows === "auto" ? [...heldOut.keys()].filter((c) => sums.sums[c]) : [];
  const filled = [...sums.sums.keys()].filter((c) => sums.sums[c]);
  const total = 1 + SHRINK_CANDIDATES.length * judged.length + filled.length;
  let solved = 0;
  const solver = await ClassSolver.create(executor, sums, options.signal, (iteration, worst, batch) => {
    if (batch) solved += batch;
    onProgress?.({ stage: "Solving", fraction: solved / total, solver: { iteration, worst, solved, total } });
  });

  const { taps } = sums.layout;
  const shrink = await chooseShrink(solver, sums, heldOut, judged, options.shrinkRows);
  const filters = new Float32Array(CLASS_COUNT * taps);
  const classResidual = new Float32Array(CLASS_COUNT);
  let worstResidual = solver.globalResidual;
  const solutions = await solver.solve(filled, shrink.rows);
  for (const [i, c] of filled.entries()) {
    const { solution, residual } = solutions[i] as Solved;
    filters.set(solution, c * taps);
    classResidual[c] = gramError(sums.layout, sums.sums[c] as Float32Array, solution) / (sums.classRows[c] as number);
    worstResidual = Math.max(worstResidual, residual);
  }
  for (let c = 0; c < CLASS_COUNT; c++) if (!sums.sums[c]) filters[c * taps + (taps - 1) / 2] = 1;
  return {
    metadata: {
      method: "paper",
      factor: sums.factor,
      patch: [sums.patch, sums.patch, sums.patch],
      gradientWindow: GRADIENT_WINDOW,
      gradientSigma: sums.gradientSigma,
      degradation: sums.degradation,
      trainingRows: sums.classRows.reduce((a, b) => a + b),
      solver: describeSolver(shrink),
    },
    strengthEdges: sums.strengthEdges,
    coherenceEdges: sums.coherenceEdges,
    classRows: sums.classRows,
    filters,
    classResidual,
    globalFilter: Float32Array.from(solver.globalFilter),
    shrink,
    worstResidual,
  };
}

function describeSolver({ rows, tried, heldOutRows }: ShrinkChoice): string {
  const chosen =
    tried.length > 0 ? `, the best of ${tried.map((t) => t.rows).join(", ")} on ${heldOutRows} held-out voxels` : "";
  return (
    `preconditioned conjugate gradients to a relative residual of ${RESIDUAL_TOLERANCE}; each class shrunk towards the ` +
    `filter of all classes together with the weight of ${rows} average rows${chosen}, and a ridge of ${RIDGE} of the mean diagonal`
  );
}

/** The weight with the least error on the held-out rows of the judged classes. */
async function chooseShrink(
  solver: ClassSolver,
  { layout }: TrainingSums,
  heldOut: HeldOutSums,
  judged: readonly number[],
  wanted: number | "auto",
): Promise<ShrinkChoice> {
  if (wanted !== "auto") return { rows: wanted, tried: [], heldOutRows: 0 };
  const heldOutRows = judged.reduce((sum, c) => sum + (heldOut.get(c)?.rows ?? 0), 0);
  if (heldOutRows === 0) return { rows: DEFAULT_SHRINK_ROWS, tried: [], heldOutRows: 0 };
  const tried: { rows: number; error: number }[] = [];
  for (const rows of SHRINK_CANDIDATES) {
    const solutions = await solver.solve(judged, rows);
    let error = 0;
    for (const [i, c] of judged.entries()) {
      const { sum } = heldOut.get(c) as { sum: Float32Array };
      error += gramError(layout, sum, (solutions[i] as Solved).solution);
    }
    tried.push({ rows, error: error / heldOutRows });
  }
  const best = tried.reduce((a, b) => (b.error < a.error ? b : a));
  return { rows: best.rows, tried, heldOutRows };
}

/** Told at every check of a batch of systems; `batch` systems have just been solved. */
type OnCheck = (iteration: number, worst: number, batch: number) => void;

/** What the systems of all classes share: the mean statistics, their inverse and the global filter. */
class ClassSolver {
  globalFilter: Float64Array = new Float64Array();
  globalResidual = 0;
  private readonly stride: number;
  private readonly allRight: Float64Array;
  private readonly rows: number;
  private ridge = 0;
  /** Shared preconditioner: the inverse of the mean matrix over all rows. */
  private inverse: Float64Array = new Float64Array();

  static async create(
    executor: Executor,
    sums: TrainingSums,
    signal: AbortSignal | undefined,
    onCheck: OnCheck,
  ): Promise<ClassSolver> {
    const all = new Float64Array(sums.layout.floats);
    const breathe = breather(signal);
    for (const sum of sums.sums) {
      await breathe();
      if (sum) for (let i = 0; i < all.length; i++) all[i] = (all[i] as number) + (sum[i] as number);
    }
    const solver = new ClassSolver(executor, sums, all, signal, onCheck);
    await solver.solveGlobal();
    return solver;
  }

  /** `all`: the sums of all classes together. */
  private constructor(
    private readonly executor: Executor,
    private readonly sums: TrainingSums,
    private readonly all: Float64Array,
    private readonly signal: AbortSignal | undefined,
    private readonly onCheck: OnCheck,
  ) {
    this.allRight = gramRightSide(sums.layout, all);
    this.stride = solverStride(sums.layout.taps);
    this.rows = sums.classRows.reduce((a, b) => a + b);
  }

  private async solveGlobal(): Promise<void> {
    const { layout } = this.sums;
    const { taps } = layout;
    this.ridge = (RIDGE * gramTrace(layout, this.all)) / (taps * this.rows);
    const mean = new Float64Array(taps * taps);
    const none = new Float32Array(layout.floats);
    const terms = { gram: none, scale: 0, add: this.all, addScale: 1 / this.rows, ridge: this.ridge };
    expandGram(layout, terms, mean, 0, taps);
    this.inverse = await invertPositiveDefinite(mean, taps, this.signal);
    const identity = new Float64Array(taps);
    identity[(taps - 1) / 2] = 1;
    const [global] = await this.solveBatch([{ gram: none, own: 0, shrink: 1 }], identity);
    this.globalFilter = (global as Solved).solution;
    this.globalResidual = (global as Solved).residual;
  }

  /** Filters of the classes, each pulled towards the global filter with the weight of `shrink` average rows. */
  async solve(classes: readonly number[], shrink: number): Promise<Solved[]> {
    const bytes = Math.min(this.executor.limits.bindingBytes, SOLVER_BYTES);
    const batchSize = Math.max(1, Math.floor(bytes / (4 * this.stride * this.stride)) - 1);
    const solved: Solved[] = [];
    for (let first = 0; first < classes.length; first += batchSize) {
      const batch = classes.slice(first, first + batchSize).map((c) => ({
        gram: this.sums.sums[c] as Float32Array,
        own: this.sums.classRows[c] as number,
        shrink,
      }));
      solved.push(...(await this.solveBatch(batch, this.globalFilter)));
    }
    return solved;
  }

  private async solveBatch(
    list: readonly { gram: Float32Array; own: number; shrink: number }[],
    towards: Float64Array,
  ): Promise<Solved[]> {
    const { stride, rows, ridge, signal } = this;
    const { layout } = this.sums;
    const { taps } = layout;
    const matrices = new Float32Array((list.length + 1) * stride * stride);
    for (let row = 0; row < taps; row++) {
      matrices.set(this.inverse.subarray(row * taps, (row + 1) * taps), row * stride);
    }
    const breathe = breather(signal);
    const rightSides: Float64Array[] = [];
    for (const [i, { gram, own, shrink }] of list.entries()) {
      await breathe();
      // Divided by the number of rows, so that systems of all sizes have one scale.
      const scale = 1 / (own + shrink);
      const addScale = (shrink * scale) / rows;
      const terms = { gram, scale, add: this.all, addScale, ridge };
      expandGram(layout, terms, matrices, (i + 1) * stride * stride, stride);
      rightSides.push(
        gramRightSide(layout, gram).map(
          (v, k) => scale * v + addScale * (this.allRight[k] as number) + ridge * (towards[k] as number),
        ),
      );
    }
    const systems = { size: taps, stride, matrices, rightSides, starts: list.map(() => towards) };
    let last: readonly [number, number] = [0, 0];
    const onCheck = (iteration: number, worst: number) => {
      last = [iteration, worst];
      this.onCheck(iteration, worst, 0);
    };
    const solved = await this.executor.inSpace("solve", (space) => solveSystems(systems, { space, signal, onCheck }));
    this.onCheck(...last, list.length);
    return solved;
  }
}
