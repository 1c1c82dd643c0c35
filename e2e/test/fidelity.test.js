import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const script = new URL('../fidelity/fidelity.js', import.meta.url).pathname;

test('the replay shows what was recorded: every page of the floor is exact, also where rrweb is', async () => {
  const run = promisify(execFile)(process.execPath, [script, '--floor', 'ci', '--jobs', '4'], { maxBuffer: 64 << 20 });
  const { stdout } = await run.catch((failed) => failed);
  assert.match(stdout, /\d+ passed, 0 failed/, stdout.split('\n').filter((line) => !line.startsWith('exact')).join('\n'));
});
