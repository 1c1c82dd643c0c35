import type { eventWithTime } from '@rrweb/types';
import { stream } from '../../api/client';
import { JsonArraySplitter } from './jsonArray';

const SLICE_MS = 12;

export interface LoadOptions {
  path: string;
  windowId: string;
  /** Events at the beginning that are there already. */
  skip: number;
  signal: AbortSignal;
  onEvents: (events: eventWithTime[]) => void;
}

/** Reads a recording while it streams in, in slices that leave the page responsive however large it is. */
export async function loadRecording({ path, windowId, skip, signal, onEvents }: LoadOptions): Promise<void> {
  const response = await stream(path, { windowId }, signal);
  if (!response.body) return;
  const splitter = new JsonArraySplitter();
  let index = 0;
  let sliceStart = performance.now();
  let batch: eventWithTime[] = [];
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (const element of splitter.push(value)) {
      if (index++ < skip) continue;
      batch.push(JSON.parse(element) as eventWithTime);
      if (performance.now() - sliceStart < SLICE_MS) continue;
      onEvents(batch);
      batch = [];
      await pause();
      signal.throwIfAborted();
      sliceStart = performance.now();
    }
  }
  if (batch.length > 0) onEvents(batch);
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
