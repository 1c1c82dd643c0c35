/** The product as it is shipped: the server of dist/, with an empty data directory and free ports. */
import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { until } from "./wait.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const dist = process.env.CLAYMORE_DIST ?? path.join(root, "dist");

/** A port that nobody listens on. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

function java() {
  const homes = [process.env.JAVA_HOME, ...(existsSync("/usr/lib/jvm") ? readdirSync("/usr/lib/jvm").map((name) => `/usr/lib/jvm/${name}`) : [])];
  const fits = (home) => home && existsSync(`${home}/release`) && Number(/JAVA_VERSION="(\d+)/.exec(readFileSync(`${home}/release`, "utf8"))?.[1]) >= 25;
  const home = homes.find(fits);
  if (!home) throw new Error("needs a JDK 25 or newer: set JAVA_HOME");
  return path.join(home, "bin/java");
}

/** Runs a command of `./claymore` that speaks to a server, as `sourcemaps upload`; what it printed. */
export async function runCommand(words, environment = {}) {
  const ran = await promisify(execFile)(java(), ["-cp", path.join(dist, "lib/*"), "dev.claymore.server.CommandLine", ...words], { env: { ...process.env, ...environment } });
  return ran.stdout;
}

/**
 * Starts `serve` or `demo`. The answer knows its `url` and `token`, calls the API, finds the engine's process, and stops.
 */
export async function startServer(command = "serve", { environment = {}, data: kept } = {}) {
  for (const part of ["lib", "web", "sdk", "demo", "native"]) {
    if (!existsSync(path.join(dist, part))) throw new Error(`dist/${part} is missing: run ./claymore build`);
  }
  const data = kept ?? (await mkdtemp(path.join(tmpdir(), "claymore-e2e-")));
  const port = await freePort();
  const enginePort = await freePort();
  const token = `e2e-${Math.random().toString(36).slice(2)}-${Math.random().toString(36).slice(2)}`;
  const child = spawn(
    java(),
    ["-Xms64m", "-Xmx1g", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", `-Dclaymore.home=${dist}`, "-cp", path.join(dist, "lib/*"), "dev.claymore.server.Main", command],
    {
      env: { ...process.env, CLAYMORE_DATA: data, CLAYMORE_PORT: String(port), CLAYMORE_ENGINE_PORT: String(enginePort), CLAYMORE_OTLP_HTTP_PORT: "off", CLAYMORE_OTLP_GRPC_PORT: "off", CLAYMORE_HOST: "127.0.0.1", CLAYMORE_ADMIN_TOKEN: token, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const exited = new Promise((done) => child.once("exit", done));
  const url = `http://127.0.0.1:${port}`;

  async function api(method, where, body) {
    const response = await fetch(url + where, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${text.slice(0, 400)}`);
    return text ? JSON.parse(text) : null;
  }

  /** Rows of a statement, straight from the engine. */
  async function sql(statement) {
    const response = await fetch(`http://127.0.0.1:${enginePort}/?database=claymore&default_format=JSON&output_format_json_quote_64bit_integers=0`, {
      method: "POST",
      headers: { "X-ClickHouse-User": "default", "X-ClickHouse-Key": (await readFile(path.join(data, "engine-password"), "utf8")).trim() },
      body: statement,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${statement}: ${text.slice(0, 400)}`);
    return JSON.parse(text).data;
  }

  async function stop({ keepData = false } = {}) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    const forced = setTimeout(() => child.kill("SIGKILL"), 30_000);
    await exited;
    clearTimeout(forced);
    if (!keepData) await rm(data, { recursive: true, force: true });
  }

  /** SIGKILL to the server; the engine ends by itself when nobody holds its input. */
  async function kill() {
    const engines = enginePids();
    child.kill("SIGKILL");
    await exited;
    await until("the engine to end", () => engines.every((pid) => !existsSync(`/proc/${pid}`)), { within: 30_000 });
  }

  /** The engine's process: the child of the server that has ClickHouse in its memory. */
  const enginePids = () =>
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("dev.claymore.engine.EngineMain") && Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) === child.pid;
        } catch {
          return false;
        }
      })
      .map(Number);

  const server = { url, token, data, api, sql, stop, kill, enginePids, pid: child.pid, output: () => output };
  try {
    await until(
      "the server to be ready",
      async () => {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output}`);
        return (await fetch(`${url}/health/ready`)).ok;
      },
      { within: 120_000, every: 250 },
    );
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${output}`);
  }
  return server;
}
