import { event, merged, on } from '../events';
import { guard } from '../listeners';
import { wrap } from '../natives';
import type { EventFields, EventType, Tags } from '../options';
import { cleanUrl } from '../recorder/privacy';

const MOST = 50;
const MOST_ALIKE = 5;
/** Without the place in the file and what else may stand behind it. */
const ADDRESSES = /https?:\/\/\S+?(?=(:\d+){0,2}[),]{0,2}(\s|$))/g;

/** The fields of an error event, whatever was thrown. */
export function errorFields(thrown: any, name: string, details?: Tags): EventFields {
  const error = thrown?.message !== undefined ? thrown : { message: text(thrown) };
  const errorCode = Math.floor(error.status || error.code);
  return {
    name,
    errorType: String(error.name || 'Error'),
    errorMessage: text(error.message).slice(0, 2_000),
    errorStack: stackOf(error).slice(0, 10_000),
    // What `claymore sourcemaps inject` puts into scripts tells which of them are in a stack.
    tags: merged({ debugId: (window as any).claymoreDebugIds?.(error.stack) }, details),
    ...(errorCode > 0 && errorCode < 1e9 && { errorCode }),
  };
}

/** Its stack, and those of what caused it; Chromium writes the message in front, the others do not. */
function stackOf(error: any): string {
  let stack = text(error.stack || '');
  for (let left = 5; left-- && (error = error.cause || error.errors?.[0]); ) stack += '\nCaused by: ' + text(error.stack ? error + '\n' + (error.stack + '').replace(error + '\n', '') : error);
  return stack;
}

const seen: { [key: string]: number } = {};

/** A page that fails without end is heard fifty times, and five times with the same. */
function limited(type: EventType, fields: EventFields): void {
  const count = (key: string) => (seen[key] = (seen[key] || 0) + 1);
  if (count(type) <= MOST && count(type + fields.errorType + fields.errorMessage + fields.text) <= MOST_ALIKE) event(type, fields);
}

/** Errors nobody caught, rejections nobody handled, and resources that did not load. */
export function captureErrors(): void {
  on(window, 'error', (failure) => {
    const { target } = failure;
    if (target.nodeType) {
      const url = target.src || target.href;
      if (url) event('request', { name: 'resource', requestMethod: 'GET', requestUrl: cleanUrl(String(url).slice(0, 2_000)), errorType: 'ResourceError', errorMessage: target.localName });
      return;
    }
    const fields = errorFields(failure.error || failure.message, '');
    fields.errorStack = fields.errorStack || (failure.filename && text(`at ${failure.filename}:${failure.lineno}:${failure.colno}`));
    limited('error', fields);
  });
  // Some promise libraries put the reason into `detail`.
  on(window, 'unhandledrejection', ({ reason, detail }) => limited('error', errorFields(detail ? detail.reason : reason, 'rejection')));
}

/** What goes to `console.error`. */
export const captureConsole = (): void =>
  wrap(
    console,
    'error',
    guard((_: unknown, args: any[]) => limited('console', { name: 'error', text: args.map(text).join(' ').slice(0, 2_000) })),
  ) as any;

/** Whatever it is as text, without the secrets of the addresses in it. */
function text(value: any): string {
  let said;
  try {
    said = typeof value === 'string' ? value : (value instanceof Error && value.stack) || JSON.stringify(value);
  } catch {
    // It has itself in it, or does not want to be read.
  }
  return String(said || value).replace(ADDRESSES, cleanUrl);
}
