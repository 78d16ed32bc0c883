/** How good the result is to be, and how long that takes here: each quality stands for a method and its bank for the scan. */

import { usePrefs } from "../../state/prefs-store";
import { QUICK_SECONDS, type QualityOffer } from "../../state/quality-choice";
import { chooseQuality, type RunOffer, useRun } from "../../state/run-store";
import { t } from "../../text/text";
import { formatSeconds } from "../common/format";
import { Segments } from "../common/segments";
import { methodName } from "./bank-texts";
import { obstacleText, qualityName } from "./quality-texts";

export function QualityChoice({ offer: { qualities, banks, chosen, factor } }: { offer: RunOffer }) {
  const told = useRun((run) => run.quality ?? run.bankId);
  const kept = usePrefs((prefs) => prefs.quality);
  const isTiming = useRun((run) => run.timing !== undefined);
  const method = banks.find(({ choice }) => choice.id === chosen?.id)?.bank?.method;
  const active = qualities.find((one) => one.method.id === method);
  const isByItself =
    told === undefined && kept === undefined && (active?.seconds ?? QUICK_SECONDS + 1) <= QUICK_SECONDS;
  const without = qualities.filter(({ choice }) => !choice);
  return (
    <div className="quality">
      <Segments
        name="quality"
        legend={t("Quality")}
        choices={qualities.map((one) => [
          one.quality,
          <Quality key={one.quality} offer={one} isTiming={isTiming} />,
          one.choice ? methodName(one.method) : obstacleText(factor),
          !one.choice,
        ])}
        value={active?.quality}
        onChange={chooseQuality}
      />
      {active && (
        <p className="muted note">
          {methodName(active.method)}
          {isByItself && ` · ${t("the best that takes no more than {seconds} s here", { seconds: QUICK_SECONDS })}`}
        </p>
      )}
      {without.length > 0 && (
        <p className="muted note" data-no-quality="">
          {without.map(({ quality }) => qualityName(quality)).join(", ")}: {obstacleText(factor)}
        </p>
      )}
    </div>
  );
}

function Quality({ offer: { quality, choice, seconds }, isTiming }: { offer: QualityOffer; isTiming: boolean }) {
  const time = seconds === undefined ? (isTiming ? "…" : "") : formatSeconds(seconds);
  return (
    <>
      {qualityName(quality)}
      <span className="quality-time">{choice && time}</span>
    </>
  );
}
