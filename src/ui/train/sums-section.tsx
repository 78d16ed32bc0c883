/** Accumulated sums: what banks are solved from. They can be saved, merged and gone on from. */

import { useState } from "react";
import { formatFactor } from "../../core/volume";
import type { SumsInfo } from "../../session/training-wire";
import { continueFromSums, dropSums, loadSums, mergeSums } from "../../state/sums-actions";
import { useTraining } from "../../state/training-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { degradationTitle } from "../common/degradation-words";
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
        <h2 id="train-sums">{t("Accumulators")}</h2>
        <FileButton
          label={t("Load accumulators")}
          inputLabel={t("Accumulator files")}
          accept=".safetensors"
          onFiles={(files) => void loadSums(files)}
        />
        <Button
          label={t("Merge")}
          kind="small"
          disabled={chosen.length < 2 || isRunning}
          onClick={() => void mergeSums(chosen)}
        />
      </div>
      <p className="muted">
        {t(
          "The sums that filters are solved from. Sums made on several machines or days merge exactly: tick them and press Merge, then go on from the result.",
        )}
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
        {[
          formatFactor(factor),
          degradationTitle(degradation),
          ...Object.entries(settings).map((setting) => setting.join(" ")),
          t("{amount} rows of {count, plural, one {# volume} other {# volumes}}", {
            amount: formatCount(rows),
            count: trainingData.length,
          }),
          formatBytes(bytes),
        ].join(" · ")}
      </span>
      <span className="row wrap">
        <Button
          label={isBase ? t("In use") : t("Go on from these")}
          kind="quiet small"
          disabled={isBase || isRunning}
          onClick={() => continueFromSums(entry)}
        />
        <Button
          label={t("Save")}
          kind="quiet small"
          aria-label={t("{action}: {title}", { action: t("Save"), title: name })}
          onClick={() => void saveSums(entry)}
        />
        <Button
          label={t("Drop")}
          kind="quiet small"
          disabled={isRunning && isBase}
          aria-label={t("{action}: {title}", { action: t("Drop"), title: name })}
          onClick={() => dropSums(id)}
        />
      </span>
    </li>
  );
}
