/** What a report of a problem needs to say of this machine; no names of files. */

import { useEffect, useState } from "react";
import { SOFTWARE } from "../../core/software";
import { useNotices } from "../../state/notice-store";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { CopyButton } from "../common/copy-button";
import { Modal } from "../common/modal";
import { closeDialog, useShell } from "./shell-store";

const MAX_CODES = 10;
const LIMITS = ["maxBufferSize", "maxStorageBufferBindingSize", "maxComputeWorkgroupStorageSize"] as const;

/** Codes of the last errors, the dismissed ones too. */
let codes: readonly string[] = [];
useNotices.subscribe(({ notices }, before) => {
  const added = notices.filter((notice) => !before.notices.includes(notice)).map(({ code }) => code);
  codes = [...codes, ...added].slice(-MAX_CODES);
});

export function Diagnostics() {
  const isOpen = useShell(({ dialog }) => dialog === "diagnostics");
  const [text, setText] = useState("");
  useEffect(() => {
    if (isOpen) describeMachine().then(setText, (error: unknown) => setText(String(error)));
  }, [isOpen]);
  return (
    <Modal title={t("Diagnostics")} isOpen={isOpen} className="wide-dialog" onClose={() => closeDialog("diagnostics")}>
      <div className="stack">
        <p className="muted">{t("For a report of a problem. It names no files.")}</p>
        <textarea className="diagnostics" readOnly rows={14} aria-label={t("Diagnostics")} value={text} />
        <div>
          <CopyButton label={t("Copy")} text={() => text} kind="" />
        </div>
      </div>
    </Modal>
  );
}

async function describeMachine(): Promise<string> {
  const { device } = useSession.getState();
  const adapter = await navigator.gpu?.requestAdapter();
  const lines: (readonly [string, string])[] = [
    ["App", SOFTWARE],
    ["Browser", navigator.userAgent],
    ["Languages", navigator.languages.join(", ")],
    ["Window", `${innerWidth} × ${innerHeight} at ${devicePixelRatio}`],
    ["Processors", String(navigator.hardwareConcurrency)],
    ["Device", !device ? "not looked yet" : device.available ? device.adapterName : `none: ${device.reason}`],
    ["Kind", device?.available === true ? `${device.kind}${device.isSoftware ? ", software" : ""}` : "none"],
    ["shader-f16", String(adapter?.features.has("shader-f16") ?? false)],
    ...LIMITS.map((name) => [name, String(adapter?.limits[name] ?? "unknown")] as const),
    ["WebGL 2", webGl()],
    ["Last errors", codes.join(", ") || "none"],
  ];
  return lines.map(([name, value]) => `${name}: ${value}`).join("\n");
}

function webGl(): string {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return "none";
  const size = context.getParameter(context.MAX_3D_TEXTURE_SIZE);
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return `3-D textures up to ${size}`;
}
