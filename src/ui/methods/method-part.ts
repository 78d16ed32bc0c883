/** What the page knows of a method beside what the engine tells of every one. */

import type { ComponentType } from "react";
import type { TrainedReport } from "../../session/training-wire";
import type { OwnSettings } from "../../state/training-settings";
import type { ClassLayout } from "./class-layout";

export interface OwnRowsProps {
  /** What the person changed; the rest is as the method's fields say. */
  readonly own: OwnSettings;
  /** True where the classes are those of another bank, or of sums. */
  readonly hasClasses: boolean;
}

export interface MethodPart {
  /** The method's id. */
  readonly id: string;
  /** What its results are called. */
  readonly learnedLabel: string;
  /** What is to be known of every one of them. */
  readonly caution?: string;
  /** A class that was learned from fewer rows is counted among those of few. */
  readonly fewRows?: number;
  /** The settings that sums are tied to, and the others. */
  readonly BoundRows?: ComponentType<OwnRowsProps>;
  readonly Rows?: ComponentType<OwnRowsProps>;
  /** How the classes that a running training counts are laid out. */
  readonly runningLayout?: ClassLayout;
  /** Further facts of a training, in words. */
  readonly facts?: (report: TrainedReport) => readonly string[];
  /** What there is to see of a training beside its scores. */
  readonly Result?: ComponentType<{ report: TrainedReport }>;
}
