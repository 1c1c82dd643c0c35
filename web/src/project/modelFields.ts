import { ApiError } from '../api/client';
import type { ModelSettings } from '../api/types';

type Provider = ModelSettings['provider'];

export const PROVIDERS: { value: Provider; label: string; baseUrl: string }[] = [
  { value: 'openai', label: 'OpenAI chat completions, and what is compatible', baseUrl: 'https://api.openai.com/v1' },
  { value: 'openai-responses', label: 'OpenAI responses', baseUrl: 'https://api.openai.com/v1' },
  { value: 'anthropic', label: 'Anthropic', baseUrl: 'https://api.anthropic.com/v1' },
  { value: 'gemini', label: 'Gemini', baseUrl: 'https://generativelanguage.googleapis.com/v1beta' },
];

/** As the form calls what the API takes. */
export const LABELS = {
  provider: 'Provider',
  baseUrl: 'Base URL',
  model: 'Model',
  key: 'Key',
  timeoutSeconds: 'Seconds for a question',
  tokensPerDay: 'Tokens a day',
};

export type Field = keyof typeof LABELS;

/** What the server refuses: of which field, when it names one, and why. */
export function refusal(error: Error | null): { field?: Field; message: string } | undefined {
  if (!error) return undefined;
  const [, name = '', why = ''] = /^"?(\w+)"? (.*)$/s.exec(error.message) ?? [];
  return error instanceof ApiError && error.status === 400 && Object.hasOwn(LABELS, name)
    ? { field: name as Field, message: `${LABELS[name as Field]} ${why}` }
    : { message: error.message };
}

type Receiver = Pick<ModelSettings, 'provider' | 'baseUrl'>;

/** Whether the key for the one stays for the other: the same provider at the same scheme, host and port. */
export function sameReceiver(before: Receiver, after: Receiver): boolean {
  const origin = ({ baseUrl }: Receiver) => (URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl);
  return before.provider === after.provider && origin(before) === origin(after);
}
