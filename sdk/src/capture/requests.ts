import { endpoint, options } from '../config';
import { event, running } from '../events';
import { hex } from '../ids';
import { errorFields } from './errors';
import { guard } from '../listeners';
import { listen, put } from '../natives';
import { person } from '../session';
import { cleanUrl } from '../recorder/privacy';

const SLOW_MS = 3_000;

/** How many requests the page has made. */
export let calls = 0;

type Ended = (status: number, problem?: any) => void;

type Call = [method: string | undefined, address: string];

/**
 * A request begins; the answer hears how it ended. Where the request may be traced, `carry` gives it the headers
 * `traceparent`, unless the page sends one itself, and `baggage`, and answers the former.
 */
function begin([method = 'GET', address]: Call, carry: (trace: string, baggage: string) => string): Ended | undefined {
  const { origin, href } = new URL(address, document.baseURI);
  if (!running || href.startsWith(endpoint + '/v1/')) return;
  calls++;
  const begun = performance.now();
  const { traceOrigins } = options;
  let trace = '';
  if (traceOrigins && (origin === location.origin || (traceOrigins !== true && traceOrigins.some((each) => (each as RegExp).test?.(href) ?? each === origin)))) {
    trace = carry(`00-${hex(16)}-${hex(8)}-01`, 'session.id=' + person.s);
  }
  return guard((status, problem) => {
    const durationMs = Math.round(performance.now() - begun);
    // One that is traced is always told of: it is what links the session with the trace.
    if (status && status < 400 && durationMs < (options.slowRequestMs || SLOW_MS) && !trace) return;
    const [, traceId, spanId] = trace.split('-');
    event('request', {
      requestMethod: method.toUpperCase(),
      requestUrl: cleanUrl(href),
      statusCode: status,
      durationMs,
      ...(status ? status >= 400 && { errorCode: status } : errorFields(problem || 'No answer', '')),
      traceId,
      spanId,
    });
  });
}

function captureFetch(): void {
  const { fetch } = window;
  if (!fetch) return;
  put(window, 'fetch', function (this: any, input: any, init?: any) {
    let ended: Ended | undefined;
    try {
      const { url = String(input), method, headers: its } = input;
      ended = begin([init?.method || method, url], (trace, baggage) => {
        const headers = new Headers(init?.headers || its);
        if (!headers.has('traceparent')) headers.set('traceparent', trace);
        headers.append('baggage', baggage);
        // The options may be a request, which has nothing of its own.
        const traced: any = {};
        for (const name in init) traced[name] = init[name];
        traced.headers = headers;
        init = traced;
        return headers.get('traceparent')!;
      });
    } catch {
      // The page's request goes out whatever we make of it.
    }
    const answer = fetch.call(this || window, input, init);
    // What the page has in place of the browser's function may answer anything.
    if (ended) Promise.resolve(answer).then(guard((response) => ended!(response.status || (response.type === 'error' ? 0 : 200))), (problem) => problem?.name !== 'AbortError' && ended!(0, problem));
    return answer;
  });
}

function captureXhr(): void {
  const proto = window.XMLHttpRequest?.prototype;
  if (!proto) return;
  const calls = new WeakMap<XMLHttpRequest, Call>();
  const { open, send } = proto;
  put(proto, 'open', function (this: XMLHttpRequest, method: string, address: string) {
    calls.set(this, [method, address + '']);
    return open.apply(this, arguments as any);
  });
  put(proto, 'send', function (this: XMLHttpRequest) {
    try {
      const call = calls.get(this);
      const ended =
        call &&
        begin(call, (trace, baggage) => {
          this.setRequestHeader('traceparent', trace);
          this.setRequestHeader('baggage', baggage);
          return trace;
        });
      if (ended) {
        const unlisten = listen(this, 'load error timeout abort', ({ type }) => {
          unlisten();
          if (type !== 'abort') ended(this.status);
        });
      }
    } catch {
      // As above.
    }
    return send.apply(this, arguments as any);
  });
}

/** Requests that fail, are slow or are traced: address, status, time; never what is in them. */
export function captureRequests(): void {
  captureFetch();
  captureXhr();
}
