/** Factor, Super-resolve, its progress and Cancel, and Save. */

import { upsampledDims, voxelCount } from "../core/volume";
import { cancelJob, superResolve } from "../state/actions";
import { type Job, useJob } from "../state/job-store";
import { type ScanInfo, useSession } from "../state/session-store";
import { formatBytes, formatDims, formatSeconds } from "./format";
import { SaveButton } from "./save-button";

const FACTORS = [2, 3, 4];
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
  const isDone = useSession((session) => session.result?.provenance.factor[0] === factor);
  const bankFor = (times: number) => banks?.find((bank) => bank.factor.every((s) => s === times));
  const dims = upsampledDims(scan.grid.dims, [factor, factor, factor]);
  const obstacle = findObstacle();

  function findObstacle(): string | undefined {
    if (!gpu || !banks) return "Looking for a GPU…";
    if (!gpu.available) return "Needs WebGPU";
    if (!bankFor(factor)) return `No filter bank for ${factor}× is shipped`;
    if (voxelCount(dims) > MAX_OUTPUT_VOXELS) return `${factor}× is too large for a browser; use the command line`;
    return undefined;
  }

  return (
    <>
      <fieldset className="segments">
        <legend className="visually-hidden">Factor</legend>
        {FACTORS.map((times) => (
          <label key={times} title={bankFor(times) ? "" : `No filter bank for ${times}× is shipped`}>
            <input
              type="radio"
              name="factor"
              checked={factor === times}
              disabled={!bankFor(times)}
              onChange={() => useSession.setState({ factor: times })}
            />
            <span>{times}×</span>
          </label>
        ))}
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
        className={isDone ? "button" : "button primary"}
        disabled={obstacle !== undefined}
        aria-describedby="run-note"
        onClick={() => {
          const bank = bankFor(factor);
          if (bank) void superResolve(bank);
        }}
      >
        Super-resolve
      </button>
      <SaveButton />
    </>
  );
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
