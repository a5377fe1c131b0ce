// Starts the built service with its embedded defaults, registers a user, opens the mailed link and signs in.
// CI runs it with each version of Node: `node tools/first-sign-in.mjs`.
/* global fetch */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

process.chdir(join(import.meta.dirname, '..'));

const START_LIMIT_MS = 120_000;
const person = {
  email: 'first@example.com',
  username: 'first',
  password: 'correct horse battery',
  full_name: 'First Person',
};

/** Asks until there is an answer. */
async function until(ask, what) {
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await sleep(200)) {
    const answer = await ask().catch(() => undefined);
    if (answer) return answer;
  }
  throw new Error(`${what}: not within ${START_LIMIT_MS / 1000} s`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function signIn(api, mailFolder) {
  const { email, password } = person;
  const post = async (path, body) => {
    const answer = await fetch(`${api}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  await post('/api/register', person);
  const token = await until(async () => {
    const [mail] = await readdir(mailFolder);
    const text = (await readFile(join(mailFolder, mail), 'utf8')).replace(/=\r?\n/g, '');
    return /verify-email\/([\w-]+)/.exec(text)?.[1];
  }, 'the verification mail');
  await post('/api/verify-email', { token });
  const { tokens } = await post('/api/login', { email, password });
  const profile = await fetch(`${api}/api/profile`, { headers: { authorization: `Bearer ${tokens.access}` } });
  if ((await profile.json()).email !== email) throw new Error(`GET /api/profile answered ${profile.status}`);
}

const folder = await mkdtemp(join(tmpdir(), 'collabsphere-first-'));
const port = await freePort();
const env = { ...process.env, PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'warn' };
for (const name of ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL']) delete env[name];
const service = spawn(process.execPath, ['dist/service.cjs'], {
  env,
  stdio: ['ignore', 'inherit', 'inherit'],
});
const exit = once(service, 'exit');
try {
  const api = `http://127.0.0.1:${port}`;
  const ended = exit.then(([code]) => Promise.reject(new Error(`the service ended with ${code}`)));
  await Promise.race([until(async () => (await fetch(`${api}/health/ready`)).ok, 'the start'), ended]);
  await signIn(api, join(folder, 'mail'));
  console.log(`Node ${process.version}: started, registered, verified, signed in`);
} finally {
  service.kill('SIGTERM');
  await exit;
  await rm(folder, { recursive: true, force: true });
}
