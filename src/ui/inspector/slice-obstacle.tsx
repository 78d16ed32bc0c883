/** Why a scan cannot be made finer across its slices, where their files say that they do not lie evenly. */

import type { Series } from "../../state/series-store";
import { t } from "../../text/text";
import { noticeText } from "../common/notice-texts";

export function SliceObstacle({ scan: { slices } }: { scan: Series }) {
  const obstacle = slices?.obstacle;
  if (!obstacle) return null;
  return (
    <p className="warn" data-obstacle={obstacle.code}>
      {t("Nothing is made finer across the slices: {why}", { why: noticeText(obstacle) })}
    </p>
  );
}
