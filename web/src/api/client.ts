import { parseExact } from './exactJson';

/** An answer of the server with a status of 400 or more, or no answer at all (`status` 0, code `network`). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryable: boolean,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export async function get<T>(
  path: string,
  params: Record<string, string | number | undefined> = {},
  signal?: AbortSignal,
): Promise<T> {
  const response = await send(path + toQuery(params), { signal });
  return (await response.json()) as T;
}

export async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return withBody('POST', path, body, signal);
}

/** The same, where whole numbers keep all of their digits: those that a number cannot hold are bigints. */
export async function postExact<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await sendBody('POST', path, body, signal);
  return parseExact(await response.text()) as T;
}

export async function patch<T>(path: string, body: unknown): Promise<T> {
  return withBody('PATCH', path, body);
}

export async function put<T>(path: string, body: unknown): Promise<T> {
  return withBody('PUT', path, body);
}

export async function remove<T = void>(path: string): Promise<T> {
  return answered<T>(await send(path, { method: 'DELETE' }));
}

/** The answer as it comes, for bodies that are read while they stream. */
export async function stream(
  path: string,
  params: Record<string, string | number | undefined>,
  signal: AbortSignal,
): Promise<Response> {
  return send(path + toQuery(params), { signal });
}

/** The answer to a body as server-sent events. */
export async function openStream(path: string, body: unknown, signal: AbortSignal): Promise<Response> {
  return send(path, {
    method: 'POST',
    signal,
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify(body),
  });
}

async function withBody<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return answered<T>(await sendBody(method, path, body, signal));
}

async function answered<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function sendBody(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  return send(path, {
    method,
    signal,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'network', 'The server did not answer. It may be restarting.', true);
  }
  if (!response.ok) throw await toError(response);
  return response;
}

async function toError(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string; retryable: boolean } };
    return new ApiError(response.status, error.code, error.message, error.retryable);
  } catch {
    const retryable = response.status >= 500;
    return new ApiError(
      response.status,
      `http_${response.status}`,
      `The server answered ${response.status}.`,
      retryable,
    );
  }
}

function toQuery(params: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
