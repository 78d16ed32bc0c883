/** What error codes mean, in the person's language: the engine's own messages, with numbers and names, are English. */

import type { NoticeCode } from "../../core/notice";
import type { WireError } from "../../session/wire";
import { t } from "../../text/text";
import { noticeSentence } from "./notice-texts";

/** Of an error, or of what must be known of a result. */
export const messageText = (code: WireError["code"] | NoticeCode): string =>
  isNotice(code) ? noticeSentence(code) : codeText(code);

const isNotice = (code: WireError["code"] | NoticeCode): code is NoticeCode => code.startsWith("W_");

export const codeText = (code: WireError["code"]): string =>
  ({
    E_EMPTY: t("The file is empty."),
    E_NOT_NIFTI: t("The file is no scan of a format that can be read."),
    E_TRUNCATED: t("The file is cut short."),
    E_BAD_HEADER: t("The file's header is damaged."),
    E_BAD_OFFSET: t("The file's voxels are not where its header says."),
    E_BAD_DIMS: t("The scan's dimensions cannot be used."),
    E_UNSUPPORTED_TYPE: t("The scan's data type is not supported."),
    E_BAD_GEOMETRY: t("The scan's geometry cannot be used."),
    E_GZIP: t("The compressed file is damaged."),
    E_TOO_LARGE: t("There is not enough memory for it."),
    E_INTENSITY: t("The scan's intensities cannot be worked on."),
    E_PARTNER: t("The file's other half is missing."),
    E_ARCHIVE: t("The archive cannot be read."),
    E_NOT_IMAGE: t("There is no image in it."),
    E_PIXELS: t("The image's compressed pixels cannot be read."),
    E_SLICES: t("The slices do not lie as that needs."),
    E_BANK: t("The filter bank cannot be used."),
    E_BANK_MISMATCH: t("The filter bank is for something else."),
    E_SUMS_MISMATCH: t("The accumulators do not go together."),
    E_SUMS_REPEATED: t("A scan is among the accumulators more than once."),
    E_NO_GPU: t("There is no GPU for it."),
    E_NO_CPU: t("This browser cannot compute on the processor."),
    E_GPU_LIMIT: t("It is more than this machine takes."),
    E_GPU_MEMORY: t("There is not enough memory to compute it."),
    E_GPU_VALIDATION: t("The graphics card refused the work."),
    E_GPU_LOST: t("What it was computed on was lost."),
    E_ARGUMENT: t("It cannot be done as asked."),
    E_NOT_FOUND: t("It was not found."),
    E_QUOTA: t("This browser's storage is full."),
    E_REGISTRATION: t("The scans cannot be laid on each other."),
    E_SOLVER: t("The filters could not be solved."),
    E_INTERNAL: t("The program itself failed."),
    ABORTED: t("It was cancelled."),
  })[code];
