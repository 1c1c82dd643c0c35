import { listen, wrap } from '../natives';
import type { Sink } from './sink';

const MOST = 50;
const MOST_ALIKE = 5;

/** The fields of an error event, whatever was thrown. */
export function errorFields(thrown: any, handled: boolean): { [field: string]: any } {
  const error = thrown && thrown.message !== undefined ? thrown : { message: stringify(thrown) };
  const errorCode = Math.floor(error.status || error.code);
  return {
    name: handled ? 'handled' : '',
    errorType: String(error.name || 'Error'),
    errorMessage: String(error.message).slice(0, 2_000),
    errorStack: String(error.stack || '').slice(0, 10_000),
    ...(errorCode > 0 && errorCode < 1e9 && { errorCode }),
  };
}

/** Errors nobody caught, rejections nobody handled, resources that did not load, and what goes to `console.error`. */
export function captureErrors(sink: Sink): void {
  const seen = new Map<string, number>();
  let count = 0;
  const report = (fields: { [field: string]: any }) => {
    const key = fields.errorType + fields.errorMessage;
    const alike = (seen.get(key) || 0) + 1;
    seen.set(key, alike);
    if (++count <= MOST && alike <= MOST_ALIKE) sink.event('error', fields);
  };
  sink.undo(
    listen(
      window,
      'error',
      sink.guard((event: ErrorEvent) => {
        const target: any = event.target;
        if (target && target !== window && target.nodeType === 1) {
          const url = target.src || target.href;
          if (url) sink.event('request', { name: 'resource', requestMethod: 'GET', requestUrl: sink.privacy.url(String(url)), errorType: 'ResourceError', errorMessage: target.localName + ' did not load' });
          return;
        }
        const fields = errorFields(event.error || event.message, false);
        if (!fields.errorStack && event.filename) fields.errorStack = `at ${event.filename}:${event.lineno}:${event.colno}`;
        report(fields);
      }),
    ),
  );
  sink.undo(
    listen(
      window,
      'unhandledrejection',
      sink.guard((event: any) => {
        // Some promise libraries put the reason into `detail`.
        const reason = 'reason' in event ? event.reason : event.detail && event.detail.reason;
        report({ ...errorFields(reason, false), name: 'rejection' });
      }),
    ),
  );
}

export function captureConsole(sink: Sink): void {
  let count = 0;
  sink.undo(
    wrap(
      console,
      'error',
      sink.guard((_: unknown, args: any[]) => {
        if (++count > MOST) return;
        const text = args.map(stringify).join(' ');
        sink.event('console', { name: 'error', text: text.slice(0, 2_000) });
      }),
    ),
  );
}

function stringify(value: any): string {
  try {
    return typeof value === 'string' ? value : (value instanceof Error && value.stack) || JSON.stringify(value) || String(value);
  } catch {
    return String(value);
  }
}
