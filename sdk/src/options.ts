import type { PrivacyOptions } from './recorder/privacy';

/** Tags as they are sent: objects as JSON. */
export type SentTags = { [key: string]: string | number | boolean };
export type Tags = { [key: string]: string | number | boolean | null | undefined };

/** What an event may say; the columns of the table `events`. */
export interface EventFields {
  name?: string;
  url?: string;
  title?: string;
  page?: string;
  referrer?: string;
  selector?: string;
  text?: string;
  x?: number;
  y?: number;
  value?: number;
  cartValue?: number;
  durationMs?: number;
  errorType?: string;
  errorMessage?: string;
  errorStack?: string;
  /** An HTTP status of 400 or more, or a code of the application's own. */
  errorCode?: number;
  requestMethod?: string;
  requestUrl?: string;
  statusCode?: number;
  traceId?: string;
  spanId?: string;
  tags?: SentTags;
}

export type EventType = 'pageview' | 'click' | 'input' | 'scroll' | 'request' | 'error' | 'custom' | 'identify' | 'vital' | 'console' | 'navigation';

/** One event as it is sent. */
export interface ClaymoreEvent extends EventFields {
  id: string;
  type: EventType;
  /** Milliseconds since 1970, by the clock of the browser. */
  timestamp: number;
}

export interface Options extends PrivacyOptions {
  /** The project's public write key, `wk_…`. */
  key: string;
  /** Where Claymore runs. Default: the origin the script came from; the npm package needs it. */
  endpoint?: string;
  /** The project's name in Claymore's addresses, for {@link replayUrl}. Default: what the server answers. */
  project?: string;
  release?: string;
  environment?: string;
  /** Start by itself. `false` waits for `start()` or `optIn()`. Default `true`. */
  autoStart?: boolean;
  /** The part of the sessions that is captured at all, 0 to 1. Default: the server's setting, else 1. */
  sampleRate?: number;
  /** The part of the captured sessions that is recorded, 0 to 1. Default: the server's setting, else 1. */
  replaySampleRate?: number;
  /**
   * What makes a session be recorded that was not drawn: its last minute is kept in memory and sent once an error or a
   * rage click happens, or an event that the function says yes to. Default: none.
   */
  replayOn?: ('error' | 'rage')[] | ((event: ClaymoreEvent) => boolean);
  /** Where the ids are kept: `local` (default), `cookie` (shared by subdomains), `memory` (cookieless, per page load). */
  storage?: 'local' | 'cookie' | 'memory';
  /** The domain of the cookie, such as `.example.com`. */
  cookieDomain?: string;
  /** Requests that take longer, in milliseconds, are captured although they succeeded. Default 3000. */
  slowRequestMs?: number;
  /** Origins, besides the page's own, whose requests get a `traceparent` header; `true` is the page's own alone. Default: none. */
  traceOrigins?: true | (string | RegExp)[];
  /** Capture clicks, form use, errors, requests, console errors and vitals. Default: all. */
  capture?: { [part in 'clicks' | 'forms' | 'errors' | 'console' | 'requests' | 'vitals' | 'pages']?: boolean };
  /**
   * Origins whose frames in this page are recorded as part of it, and whose events become part of its session, if they
   * agree by {@link parents}. Default: none.
   */
  frames?: string[];
  /**
   * Origins of pages that get what is captured while this page is in a frame of theirs, if they agree by {@link frames};
   * until then nothing is captured. In frames of other pages, and outside of frames, the page is recorded by itself. Default: none.
   */
  parents?: string[];
  /** Changes an event before it is queued; nothing drops it. */
  beforeSend?: (event: ClaymoreEvent) => ClaymoreEvent | null | undefined;
  /** Record the session. Default `true`. */
  replay?: boolean;
  /** Pictures of canvases per second, 0 to 4. Default 0. */
  canvas?: number;
  /** The part of the main thread the recorder may use. Default 0.05. */
  cpuBudget?: number;
  /** Do nothing for people whose browser asks not to be tracked. Default `false`. */
  respectDoNotTrack?: boolean;
}

export type Listener = (detail: any) => void;

/** `session`: a session began. `event`: an event was queued. `sent`, `retry`, `refused`: what became of a batch. `error`: a mistake of ours. `checkpoint`: a full snapshot of the page begins. */
export type Topic = 'session' | 'event' | 'sent' | 'retry' | 'refused' | 'error' | 'checkpoint';
