import type { Options } from './options';
import { protect } from './recorder/privacy';

/** The settings of the project, as every answer to a batch brings them. */
export interface Settings {
  projectId?: string;
  sampleRate?: number;
  replaySampleRate?: number;
  maskAllText?: boolean;
  maskAllInputs?: boolean;
}

// A page has one SDK, so what its parts share is the modules' own: smaller than the same handed around in objects.

/** The page's options, made stricter by the project's settings. */
export let options: Options;
/** Where Claymore runs, without a slash at the end. */
export let endpoint: string;
let asked: Options;

export function configure(given: Options, script: string): void {
  asked = given;
  options = { ...given };
  endpoint = (given.endpoint || new URL(script || location.href).origin).replace(/\/$/, '');
  protect(options);
}

/** The project decides about masking what the page does not, and may ask for more of it. The answer says what holds now. */
export function mask({ maskAllText, maskAllInputs }: Settings): string {
  options.maskAllText = asked.maskAllText || !!maskAllText;
  options.maskAllInputs = asked.maskAllInputs ?? maskAllInputs !== false;
  return options.maskAllText + '' + options.maskAllInputs;
}

export const captures = (part: keyof NonNullable<Options['capture']>): boolean => options.capture?.[part] !== false;
