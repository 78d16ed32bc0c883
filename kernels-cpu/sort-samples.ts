/**
 * See shaders/sort-samples.wgsl: both passes of a stable counting sort, of samples by class (shared/sample-class.wgsl) and
 * of folded samples by the pair of their structure class and level or centre (shared/folded-pair.wgsl).
 */

import { endOf, firstOf } from "./brick";
import { levelOf, structureOf } from "./folded-word";

const RUN: i32 = 4096;
const CLASSES: u32 = 576;

export function sortSamples(p: usize, keys: u32, isWriting: i32, samples: usize, offsets: usize, sorted: usize): void {
  const end = endOf(p);
  for (let run = firstOf(p); run < end; run++) {
    const own = offsets + ((<usize>run * keys) << 2);
    const to = min<i32>((run + 1) * RUN, load<i32>(p, 8));
    for (let i = run * RUN; i < to; i++) put(i, classOf(p, samples + ((<usize>i) << 4)), isWriting, own, sorted);
  }
}

export function foldedSort(p: usize, keys: u32, isWriting: i32, samples: usize, offsets: usize, sorted: usize): void {
  const end = endOf(p);
  for (let run = firstOf(p); run < end; run++) {
    const own = offsets + ((<usize>run * keys) << 2);
    const to = min<i32>((run + 1) * RUN, load<i32>(p, 8));
    for (let i = run * RUN; i < to; i++) put(i, pairOf(p, samples + ((<usize>i) << 4)), isWriting, own, sorted);
  }
}

/** Counts a sample of a run, whose counts or places of each key lie at `offsets`, and writes it to its place. */
function put(i: i32, key: u32, isWriting: i32, offsets: usize, sorted: usize): void {
  const at = offsets + ((<usize>key) << 2);
  const offset = load<u32>(at);
  if (isWriting) store<i32>(sorted + ((<usize>offset) << 2), i);
  store<u32>(at, offset + 1);
}

/** The class, those of held-out samples behind the others. */
function classOf(p: usize, sample: usize): u32 {
  const bins = load<u32>(sample, 4);
  const strength = tertile(load<f32>(sample, 8), load<f32>(p, 12), load<f32>(p, 16));
  const coherence = tertile(load<f32>(sample, 12), load<f32>(p, 20), load<f32>(p, 24));
  return (bins / 64) * CLASSES + ((bins % 64) * 3 + strength) * 3 + coherence;
}

function tertile(value: f32, low: f32, high: f32): u32 {
  return <u32>(value >= low) + <u32>(value >= high);
}

/** The pair determines the level class too. */
function pairOf(p: usize, sample: usize): u32 {
  const word = load<u32>(sample);
  const steps = load<u32>(p, 12);
  return structureOf(word) * steps + (levelOf(word) % steps);
}
