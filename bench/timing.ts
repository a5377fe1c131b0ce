import { Secret, TOTP } from 'otpauth';
import { COST } from './support/hashing';
import { quickly } from './support/options';
import { people, type Person } from './support/people';
import { printTable, type Verdict } from './support/report';
import { inTurns, median } from './support/rounds';
import type { Sample } from './support/load';
import type { Stage } from './support/stage';

/** A login waits for a hash, a request for a reset does not: it takes more of them for a median as good. */
const ROUNDS = quickly({ login: 15, forgot: 60 }, { login: 2, forgot: 2 });
const REQUESTS = 4;

/** The longest median of a call over the shortest: whether an account exists must not show in the time. */
const MOST = 1.1;

/** Wrong passwords, and requests for a reset: of unknown addresses, of accounts, and of accounts with a second factor. */
export async function timing(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service({ BCRYPT_COST: String(COST) });
  const [plain, enrolled] = await people(2, url, stage.databaseUrl);
  await enrol(url, enrolled!);
  const emails = {
    'unknown address': 'nowhere@example.com',
    account: plain!.email,
    'account with a factor': enrolled!.email,
  };
  return [
    await compare('login', emails, (email) => post(`${url}/api/login`, { email, password: 'not this one' }, 401)),
    await compare('forgot', emails, (email) => post(`${url}/api/password/forgot`, { email }, 202)),
  ];
}

async function compare(
  name: keyof typeof ROUNDS,
  emails: Record<string, string>,
  call: (email: string) => Promise<unknown>,
): Promise<Verdict> {
  const samples = await inTurns(
    ROUNDS[name],
    Object.values(emails).map((email) => () => oneByOne(() => call(email))),
  );
  const rows = Object.keys(emails).map((kind, n): [string, Sample[]] => [kind, samples[n]!]);
  printTable(`${name}: one request at a time, ${ROUNDS[name]} rounds of ${REQUESTS}`, rows);
  const medians = samples.map((rounds) => median(rounds.flatMap(({ latencies }) => latencies)));
  const ratio = Math.max(...medians) / Math.min(...medians);
  return { name: `${name}, slowest over fastest`, ratio, of: 'of the medians', target: { atMost: MOST } };
}

async function oneByOne(call: () => Promise<unknown>): Promise<Sample> {
  const latencies: number[] = [];
  for (let n = 0; n < REQUESTS; n++) {
    const start = performance.now();
    await call();
    latencies.push(performance.now() - start);
  }
  return { perSecond: (1000 * REQUESTS) / latencies.reduce((sum, latency) => sum + latency, 0), latencies };
}

async function enrol(url: string, { access }: Person): Promise<void> {
  const { secret } = (await post(`${url}/api/mfa/totp`, {}, 200, access)) as { secret: string };
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await post(`${url}/api/mfa/totp/confirm`, { code }, 200, access);
}

async function post(url: string, body: object, expected: number, token?: string): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== expected) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
