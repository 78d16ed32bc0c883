/** What the folded method alone is told. */

import type { MaskKind } from "../../core/mask";
import { TAP_COUNTS } from "../../methods/folded/folding";
import { useSession } from "../../state/session-store";
import { chosenPrior, priorChoices, type TrainingSettings } from "../../state/training-settings";
import { changeFolded } from "../../state/training-store";
import { MASKS } from "../common/masks";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { Row } from "../common/setting-row";

export function FoldedRows({ settings }: { settings: TrainingSettings }) {
  const banks = useSession((session) => session.banks) ?? [];
  const { taps, rowsPerVolume, mask, shrinkRows } = settings.folded;
  const priors = priorChoices(settings.factor, banks);
  const prior = chosenPrior(settings, banks);
  return (
    <>
      {!prior && (
        <Row label="Taps" note="voxels a filter sees">
          <Segments
            name="taps"
            legend="Taps"
            choices={TAP_COUNTS.map((count) => [count, String(count)] as const)}
            value={taps}
            onChange={(count) => changeFolded({ taps: count })}
          />
        </Row>
      )}
      <Row label="Voxels drawn" note="from each volume">
        <NumberField
          label="Voxels drawn from each volume"
          value={rowsPerVolume}
          min={100}
          max={1e8}
          isWhole
          onChange={(rows) => changeFolded({ rowsPerVolume: rows })}
        />
      </Row>
      <Row label="Mask">
        <select
          aria-label="Mask"
          value={mask}
          onChange={(event) => changeFolded({ mask: event.currentTarget.value as MaskKind })}
        >
          {Object.entries(MASKS).map(([kind, { name }]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </Row>
      <Row label="Prior">
        <select
          aria-label="Prior"
          value={prior?.id ?? ""}
          onChange={(event) => changeFolded({ priorId: event.currentTarget.value || undefined })}
        >
          <option value="">none: the mean of all classes</option>
          {priors.map(({ id, title, degradation, origin }) => (
            <option key={id} value={id}>
              {title} · {degradation} · {origin}
            </option>
          ))}
        </select>
      </Row>
      <Row label="Shrinkage" note="rows, towards the prior">
        <NumberField
          label="Shrinkage in rows"
          value={shrinkRows}
          min={0}
          max={1e9}
          onChange={(rows) => changeFolded({ shrinkRows: rows })}
        />
      </Row>
    </>
  );
}
