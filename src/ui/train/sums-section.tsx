/** Accumulated sums: what banks are solved from. They can be saved, merged and gone on from. */

import { useState } from "react";
import { formatFactor } from "../../core/volume";
import type { SumsInfo } from "../../session/training-wire";
import { continueFromSums, dropSums, loadSums, mergeSums } from "../../state/sums-actions";
import { useTraining } from "../../state/training-store";
import { Button } from "../common/button";
import { FileButton } from "../common/file-button";
import { formatBytes, formatCount } from "../common/format";
import { saveSums } from "./save-files";

export function SumsSection() {
  const sums = useTraining((state) => state.sums);
  const isRunning = useTraining(({ run }) => run !== undefined);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = sums.filter(({ id }) => picked.has(id)).map(({ id }) => id);
  const pick = (id: string, isIn: boolean) =>
    setPicked(new Set(isIn ? [...chosen, id] : chosen.filter((c) => c !== id)));
  return (
    <section className="section stack" aria-labelledby="train-sums">
      <div className="row section-head">
        <h2 id="train-sums">Accumulators</h2>
        <FileButton
          label="Load accumulators"
          inputLabel="Accumulator files"
          accept=".safetensors"
          onFiles={(files) => void loadSums(files)}
        />
        <Button
          label="Merge"
          kind="small"
          disabled={chosen.length < 2 || isRunning}
          onClick={() => void mergeSums(chosen)}
        />
      </div>
      <p className="muted">
        The sums that filters are solved from. Sums made on several machines or days merge exactly: tick them and press
        Merge, then go on from the result.
      </p>
      <ul className="stack tight">
        {sums.map((entry) => (
          <SumsRow
            key={entry.id}
            entry={entry}
            isPicked={picked.has(entry.id)}
            onPick={(isIn) => pick(entry.id, isIn)}
          />
        ))}
      </ul>
    </section>
  );
}

interface SumsRowProps {
  readonly entry: SumsInfo;
  readonly isPicked: boolean;
  readonly onPick: (isIn: boolean) => void;
}

function SumsRow({ entry, isPicked, onPick }: SumsRowProps) {
  const isRunning = useTraining(({ run }) => run !== undefined);
  const { id, name, factor, degradation, settings, rows, bytes, trainingData } = entry;
  const isBase = useTraining(({ continueFrom }) => continueFrom === id);
  return (
    <li className="row wrap entry">
      <label className="row tight check">
        <input type="checkbox" checked={isPicked} onChange={(event) => onPick(event.currentTarget.checked)} />{" "}
        <strong className="cut" title={trainingData.join("\n")}>
          <bdi>{name}</bdi>
        </strong>
      </label>
      <span className="muted">
        {formatFactor(factor)} · {degradation} ·{" "}
        {Object.entries(settings).map(([name, value]) => `${name} ${value} · `)}
        {formatCount(rows)} rows of {trainingData.length} {trainingData.length === 1 ? "volume" : "volumes"} ·{" "}
        {formatBytes(bytes)}
      </span>
      <span className="row wrap">
        <Button
          label={isBase ? "In use" : "Go on from these"}
          kind="quiet small"
          disabled={isBase || isRunning}
          onClick={() => continueFromSums(entry)}
        />
        <Button label="Save" kind="quiet small" onClick={() => void saveSums(entry)} />
        <Button
          label="Drop"
          kind="quiet small"
          disabled={isRunning && isBase}
          aria-label={`Drop ${name}`}
          onClick={() => dropSums(id)}
        />
      </span>
    </li>
  );
}
