/** What a page and the worker that computes for it tell each other. */

import type { Device } from "../compute/device-choice";
import { EigenvoxError, type ErrorCode } from "../core/errors";
import type { Progress } from "../core/progress";
import type { Volume } from "../core/volume";
import type { Upscaled, UpscaleRequest } from "./upscale";

export type Order =
  | { readonly id: string; readonly device: Device; readonly scan: Volume; readonly request: UpscaleRequest }
  | { readonly cancel: string };

export type Answer = { readonly id: string } & (
  | { readonly progress: Progress }
  | { readonly result: Upscaled }
  | { readonly error: WireError }
);

/** An error as plain data: an `Error` loses its class and code on its way out of a worker. */
export interface WireError {
  readonly code?: ErrorCode;
  readonly message: string;
}

export function toWire(error: unknown): WireError {
  if (error instanceof EigenvoxError) return { code: error.code, message: error.message };
  return { message: String(error) };
}

export const fromWire = ({ code, message }: WireError): Error =>
  code ? new EigenvoxError(code, message) : new Error(message);
