/** Factor and bank, Super-resolve, its progress and Cancel, and Save. */

import { type Factor, formatFactor, upsampledDims, voxelCount } from "../core/volume";
import { cancelJob, superResolve } from "../state/actions";
import { type Job, useJob } from "../state/job-store";
import { type ScanInfo, useSession } from "../state/session-store";
import type { BankEntry } from "../worker/protocol";
import { formatBytes, formatDims, formatSeconds } from "./format";
import { SaveButton } from "./save-button";

const FACTORS: readonly Factor[] = [
  [2, 2, 2],
  [3, 3, 3],
  [4, 4, 4],
];
/** 1 GiB of float32 a volume: two such volumes, their textures and copies are what a browser tab can hold. */
const MAX_OUTPUT_VOXELS = 2 ** 28;

export function RunControls({ scan }: { scan: ScanInfo }) {
  const job = useJob((state) => state.job);
  const announcement = useJob((state) => state.announcement);
  return (
    <div className="run-controls">
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
      {job ? <Running job={job} /> : <Ready scan={scan} />}
    </div>
  );
}

function Ready({ scan }: { scan: ScanInfo }) {
  const factor = useSession((session) => session.factor);
  const gpu = useSession((session) => session.gpu);
  const banks = useSession((session) => session.banks);
  const bankId = useSession((session) => session.bankId);
  const doneWith = useSession((session) => session.result?.bankId);
  const fitting = banksOf(factor, banks);
  const bank = fitting.find(({ id }) => id === bankId) ?? fitting[0];
  const dims = upsampledDims(scan.grid.dims, factor);
  const obstacle = findObstacle();

  function findObstacle(): string | undefined {
    if (!gpu || !banks) return "Looking for a GPU…";
    if (!gpu.available) return "Needs WebGPU";
    if (!bank) return noBank(factor);
    if (voxelCount(dims) > MAX_OUTPUT_VOXELS) {
      return `${formatFactor(factor)} is too large for a browser; use the command line`;
    }
    return undefined;
  }

  return (
    <>
      {fitting.length > 1 && (
        <select
          className="bank-choice"
          aria-label="Filter bank"
          value={bank?.id}
          onChange={(event) => useSession.setState({ bankId: event.currentTarget.value })}
        >
          {fitting.map(({ id, title, degradation, origin }) => (
            <option key={id} value={id}>
              {title} · {degradation} · {origin}
            </option>
          ))}
        </select>
      )}
      <fieldset className="segments">
        <legend className="visually-hidden">Factor</legend>
        {offeredFactors(banks).map((choice) => {
          const isMissing = banksOf(choice, banks).length === 0;
          return (
            <label key={choice.join()} title={isMissing ? noBank(choice) : ""}>
              <input
                type="radio"
                name="factor"
                checked={isEqual(factor, choice)}
                disabled={isMissing}
                onChange={() => useSession.setState({ factor: choice })}
              />
              <span>{formatFactor(choice)}</span>
            </label>
          );
        })}
      </fieldset>
      <p className="run-note" id="run-note">
        {obstacle ?? (
          <>
            {formatDims(dims)}
            <br />
            {formatBytes(voxelCount(dims) * 4)}
          </>
        )}
      </p>
      <button
        type="button"
        className={bank && doneWith === bank.id ? "button" : "button primary"}
        disabled={obstacle !== undefined}
        aria-describedby="run-note"
        onClick={() => bank && void superResolve(bank)}
      >
        Super-resolve
      </button>
      <SaveButton />
    </>
  );
}

const isEqual = (a: Factor, b: Factor) => a.join() === b.join();
const banksOf = (factor: Factor, banks: readonly BankEntry[] = []) =>
  banks.filter((bank) => isEqual(bank.factor, factor));
const noBank = (factor: Factor) => `No filter bank for ${formatFactor(factor)}: train one or open one`;

/** 2, 3 and 4 along all axes, and what else there are banks for. */
function offeredFactors(banks: readonly BankEntry[] = []): readonly Factor[] {
  const offered = [...FACTORS];
  for (const { factor } of banks) if (!offered.some((other) => isEqual(other, factor))) offered.push(factor);
  return offered;
}

function Running({ job }: { job: Job }) {
  const percent = Math.floor(job.fraction * 100);
  return (
    <>
      <p className="progress-text">
        <span>{job.stage}</span>
        <span className="muted">
          {percent} %{job.secondsLeft !== undefined && ` · ${formatSeconds(job.secondsLeft)} left`}
        </span>
      </p>
      <progress aria-label="Super-resolution" max={100} value={percent}>
        {percent} %
      </progress>
      <button type="button" className="button" onClick={cancelJob}>
        Cancel
      </button>
    </>
  );
}
