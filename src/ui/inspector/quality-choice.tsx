/** How good the result is to be, and how long that takes here: each quality stands for a method and its bank for the scan. */

import { QUICK_SECONDS, type QualityOffer, secondsOf } from "../../state/quality-choice";
import { chooseQuality, type RunOffer, useRun } from "../../state/run-store";
import { t } from "../../text/text";
import { formatSeconds } from "../common/format";
import { Segments } from "../common/segments";
import { methodName } from "./bank-texts";
import { obstacleText, qualityName } from "./quality-texts";

/** In the place of a quality: the best that is quick. */
const AUTOMATIC = "automatic";

export function QualityChoice({ offer }: { offer: RunOffer }) {
  const { qualities, banks, method, automatic, isAutomatic, factor } = offer;
  const { timing, mirrored, plans } = useRun();
  const secondsFor = ({ choice }: QualityOffer) => choice && secondsOf(plans[choice.id], mirrored);
  const active = qualities.find((one) => one.method.id === method?.id);
  const isQuick = active && (secondsFor(active) ?? Number.POSITIVE_INFINITY) <= QUICK_SECONDS;
  const reason = t("the best that takes no more than {seconds} s here", { seconds: QUICK_SECONDS });
  const automatically = banks.find(({ choice }) => choice === automatic)?.bank?.method;
  const would = qualities.find((one) => one.method.id === automatically);
  const without = qualities.filter(({ choice }) => !choice);
  return (
    <div className="quality">
      <Segments
        name="quality"
        legend={t("Quality")}
        choices={[
          [
            AUTOMATIC,
            <Quality key={AUTOMATIC} name={t("Automatic")} note={would && qualityName(would.quality)} />,
            reason,
          ],
          ...qualities.map((one) => {
            const time = secondsFor(one);
            const note = time === undefined ? one.choice && timing && "…" : formatSeconds(time);
            return [
              one.quality,
              <Quality key={one.quality} name={qualityName(one.quality)} note={note} />,
              one.choice ? methodName(one.method) : obstacleText(factor),
              !one.choice,
            ] as const;
          }),
        ]}
        value={isAutomatic ? AUTOMATIC : active?.quality}
        onChange={(quality) => chooseQuality(quality === AUTOMATIC ? undefined : quality)}
      />
      {active && (
        <p className="muted note">
          {methodName(active.method)}
          {isAutomatic && isQuick && ` · ${reason}`}
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

function Quality({ name, note }: { name: string; note: string | undefined }) {
  return (
    <>
      {name}
      <span className="quality-note">{note}</span>
    </>
  );
}
