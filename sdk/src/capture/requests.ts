import { traceIds } from '../ids';
import { listen, put } from '../natives';
import type { Sink } from './sink';

interface Call {
  method: string;
  url: string;
  begun: number;
  trace?: [string, string];
}

/** Requests that fail or are slow: address, status, time; never what is in them. */
export function captureRequests(sink: Sink, own: string): void {
  const { options, privacy } = sink;
  const slow = options.slowRequestMs || 3_000;

  const begin = (method: string, url: string): Call | undefined => {
    const absolute = new URL(url, document.baseURI).href;
    if (absolute.startsWith(own)) return undefined;
    sink.calls++;
    return { method: String(method || 'GET').toUpperCase(), url: absolute, begun: performance.now(), trace: traced(absolute) ? traceIds() : undefined };
  };
  const traced = (url: string): boolean => {
    const origins = options.traceOrigins;
    const { origin } = new URL(url);
    return !!origins && (origin === location.origin || (origins !== true && origins.some((each) => (typeof each === 'string' ? each === origin : each.test(url)))));
  };
  const end = sink.guard((call: Call | undefined, status: number, problem?: any) => {
    if (!call) return;
    const durationMs = Math.round(performance.now() - call.begun);
    if (status && status < 400 && durationMs < slow && !call.trace) return;
    sink.event('request', {
      requestMethod: call.method,
      requestUrl: privacy.url(call.url),
      statusCode: status,
      durationMs,
      ...(status >= 400 && { errorCode: status }),
      ...(!status && { errorType: String((problem && problem.name) || 'NetworkError'), errorMessage: String((problem && problem.message) || '') }),
      ...(call.trace && { traceId: call.trace[0], spanId: call.trace[1] }),
    });
  });
  const header = (trace: [string, string]) => `00-${trace[0]}-${trace[1]}-01`;

  const original = window.fetch;
  if (original) {
    sink.undo(
      put(window, 'fetch', original, function (this: any, input: any, init?: any) {
        let call: Call | undefined;
        try {
          const request = input && typeof input === 'object' && 'url' in input ? input : undefined;
          call = begin((init && init.method) || (request && request.method), request ? request.url : String(input));
          if (call && call.trace) {
            const headers = new Headers((init && init.headers) || (request && request.headers));
            if (!headers.has('traceparent')) headers.set('traceparent', header(call.trace));
            init = { ...init, headers };
          }
        } catch {
          // The page's request goes out whatever we make of it.
        }
        const answer: Promise<Response> = original.call(this === undefined ? window : this, input, init);
        answer.then(
          (response) => end(call, response.type.startsWith('opaque') ? 200 : response.status),
          (problem) => problem && problem.name !== 'AbortError' && end(call, 0, problem),
        );
        return answer;
      }),
    );
  }

  const xhr = window.XMLHttpRequest && XMLHttpRequest.prototype;
  if (!xhr) return;
  const calls = new WeakMap<XMLHttpRequest, [string, string]>();
  const { open, send } = xhr;
  sink.undo(
    put(xhr, 'open', open, function (this: XMLHttpRequest, method: string, url: string) {
      calls.set(this, [method, String(url)]);
      return open.apply(this, arguments as any);
    }),
  );
  sink.undo(
    put(xhr, 'send', send, function (this: XMLHttpRequest) {
      try {
        const opened = calls.get(this);
        const call = opened && begin(...opened);
        if (call) {
          if (call.trace) this.setRequestHeader('traceparent', header(call.trace));
          let aborted = false;
          const stopAbort = listen(this, 'abort', () => (aborted = true));
          const stop = listen(this, 'loadend', () => {
            stop();
            stopAbort();
            if (!aborted) end(call, this.status);
          });
        }
      } catch {
        // As above.
      }
      return send.apply(this, arguments as any);
    }),
  );
}
