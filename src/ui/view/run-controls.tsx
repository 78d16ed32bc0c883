/** Factor and bank, Super-resolve, its progress and Cancel, and Save. */

import { type Factor, formatFactor, isSameFactor, upsampledDims, voxelCount } from "../../core/volume";
import type { BankEntry } from "../../session/wire";
import { cancelJob, superResolve } from "../../state/actions";
import { type Job, useJob } from "../../state/job-store";
import { banksOf, defaultBank, factorChoices, SELF, selfChoice } from "../../state/run-choices";
import { type ScanInfo, useSession } from "../../state/session-store";
import { Button } from "../common/button";
import { formatBytes, formatDims } from "../common/format";
import { JobProgress } from "../common/job-progress";
import { Segments } from "../common/segments";
import { Select } from "../common/select";
import { RunOptions } from "./run-options";
import { SaveButton } from "./save-button";

/** 1 GiB of float32 per volume: two such volumes, their textures and copies are what a browser tab can hold. */
const MAX_OUTPUT_VOXELS = 2 ** 28;

export function RunControls({ scan }: { scan: ScanInfo }) {
  const job = useJob((state) => state.job);
  const announcement = useJob((state) => state.announcement);
  return (
    <div className="row run-controls">
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
      {job ? <Running job={job} /> : <Ready scan={scan} />}
    </div>
  );
}

function Ready({ scan }: { scan: ScanInfo }) {
  const { factor, gpu, banks, methods, thickness, bankId, result } = useSession();
  const choices = factorChoices(scan.grid.spacing, banks ?? [], methods);
  const missing = choices.find((choice) => isSameFactor(choice.factor, factor))?.obstacle;
  const fitting = missing ? [] : banksOf(factor, banks ?? []);
  const self = missing ? undefined : selfChoice(factor, banks ?? [], methods, thickness);
  const usual = missing ? undefined : defaultBank(factor, banks ?? []);
  const chosen = (bankId === SELF ? self : fitting.find(({ id }) => id === bankId)) ?? usual ?? self;
  const advice = fitting.length > 0 ? "a bank that fits is the better choice" : "no bank is for this";
  const ownChoice = self ? [[SELF, `From the scan itself (${self.degradation}): ${advice}`] as const] : [];
  const dims = upsampledDims(scan.grid.dims, factor);
  const obstacle = findObstacle();

  function findObstacle(): string | undefined {
    if (!gpu || !banks) return "Looking for a GPU…";
    if (!gpu.available) return "Needs WebGPU";
    if (!chosen) return missing ?? `Nothing makes ${formatFactor(factor)}`;
    if (voxelCount(dims) > MAX_OUTPUT_VOXELS) {
      return `${formatFactor(factor)} is too large for a browser; use the command line`;
    }
    return undefined;
  }

  return (
    <>
      {chosen && (
        <Select
          className="bank-choice"
          label="Filter bank"
          value={chosen.id}
          options={[...fitting.map((bank) => [bank.id, bankText(bank)] as const), ...ownChoice]}
          onChange={(id) => useSession.setState({ bankId: id })}
        />
      )}
      <Segments
        name="factor"
        legend="Factor"
        choices={choices.map((choice, i) => [
          i,
          formatFactor(choice.factor),
          choice.obstacle ?? "",
          !banks || choice.obstacle !== undefined,
        ])}
        value={choices.findIndex((choice) => isSameFactor(choice.factor, factor))}
        onChange={(i) => useSession.setState({ factor: choices[i]?.factor as Factor, thickness: undefined })}
      />
      {chosen && (
        <RunOptions
          factor={factor}
          spacing={scan.grid.spacing}
          degradation={chosen.degradation}
          learns={chosen.id === SELF}
        />
      )}
      <p className="muted run-note" id="run-note">
        {obstacle ?? (
          <>
            {formatDims(dims)}
            <br />
            {formatBytes(voxelCount(dims) * 4)}
          </>
        )}
      </p>
      <Button
        label="Super-resolve"
        kind={chosen && result?.bankId === chosen.id ? "" : "primary"}
        disabled={obstacle !== undefined}
        aria-describedby="run-note"
        onClick={() => chosen && void superResolve(chosen)}
      />
      <SaveButton />
    </>
  );
}

const bankText = ({ title, method, degradation, origin }: BankEntry) =>
  [title, method, degradation, origin].join(" · ");

function Running({ job }: { job: Job }) {
  return (
    <>
      <JobProgress label="Super-resolution" job={job} />
      <Button label="Cancel" onClick={cancelJob} />
    </>
  );
}
