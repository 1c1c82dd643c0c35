/** A PostgreSQL of its own for one measurement: temporary data directory, unix socket only, never as root. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../lib/wait.js';

/** Debian keeps the programs of each version in a directory of their own. */
function programs() {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).filter((name) => existsSync(path.join(root, name, 'bin/initdb'))) : [];
  if (versions.length === 0) throw new Error('PostgreSQL is missing: install the package postgresql');
  return path.join(root, versions.sort((left, right) => right - left)[0], 'bin');
}

/** PostgreSQL refuses to run as root; then it runs as the user the package has made, or as nobody. */
function identity() {
  if (process.getuid() !== 0) return {};
  const id = (flag, user) => Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }));
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', user), gid: id('-g', user) };
    } catch {
      // The next one.
    }
  }
  throw new Error('neither the user postgres nor nobody exists');
}

export async function startPostgres() {
  const bin = programs();
  const who = identity();
  const home = mkdtempSync(path.join(tmpdir(), 'claymore-postgres-'));
  if (who.uid) chownSync(home, who.uid, who.gid);
  const data = path.join(home, 'data');
  const run = (program, parameters, input) =>
    execFileSync(path.join(bin, program), parameters, { ...who, cwd: home, input, stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1 << 28, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } }).toString();
  run('initdb', ['--pgdata', data, '--username', 'bench', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync']);
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, '-k', home, '-c', 'listen_addresses=', '-c', 'fsync=off'], { ...who, cwd: home, stdio: 'ignore' });
  const ended = new Promise((done) => server.once('exit', done));
  const sql = (statement, input) => run('psql', ['--host', home, '--username', 'bench', '--dbname', 'postgres', '--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set', 'ON_ERROR_STOP=1', '--command', statement], input).trim();

  async function stop() {
    server.kill('SIGINT');
    await ended;
    rmSync(home, { recursive: true, force: true });
  }

  try {
    await until('PostgreSQL to answer', () => sql('SELECT 1') === '1', { within: 60_000, every: 200 });
  } catch (error) {
    await stop();
    throw error;
  }
  return { sql, stop, version: sql('SHOW server_version') };
}

/** A field of COPY's text format. */
export const copied = (value) => String(value).replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
