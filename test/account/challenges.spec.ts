import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Challenge, type Payload, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { problemSummary } from '../support/matchers';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';

const FREE = 4;
const settings = {
  TRUST_PROXY: 'loopback',
  RATE_LIMIT_SCALE: '1',
  RATE_LIMIT_REGISTER: '10000/1h',
  RATE_LIMIT_LOGIN: '10000/15m',
  RATE_LIMIT_LOGIN_FAILURES: `${FREE}/15m`,
  CHALLENGE_COST: '10',
};

let networks = 0;
const elsewhere = () => `100.${64 + (++networks >> 8)}.${networks & 255}.9`;

function clientOf(t: TestApp) {
  const login = (email: string, password: string, extra: object = {}, ip = elsewhere()) =>
    t.http.post('/api/login', { email, password, ...extra }, { headers: { 'x-forwarded-for': ip } });
  /** A user with half of the wrong passwords without a wait used up by strangers. */
  const attacked = async () => {
    const { email, password } = await t.as.verifiedUser();
    for (let n = 0; n < FREE / 2; n++)
      expect(problemSummary(await login(email, 'not this one'))).toEqual([401, 'invalid_credentials']);
    return { email, password };
  };
  return { login, attacked };
}

describe('a challenge by proof of work', () => {
  let t: TestApp;
  let login: ReturnType<typeof clientOf>['login'];
  let attacked: ReturnType<typeof clientOf>['attacked'];
  beforeAll(async () => {
    t = await testApp({ ...settings, CHALLENGE_PROVIDER: 'altcha' });
    ({ login, attacked } = clientOf(t));
  });
  afterAll(() => t.close());

  async function solve(challenge: Challenge): Promise<string> {
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  }
  async function challengeFor(email: string): Promise<Challenge> {
    const answer = await login(email, 'not this one');
    expect(problemSummary(answer)).toEqual([403, 'challenge_required']);
    expect(answer.body.challenge).toEqual({ provider: 'altcha', altcha: expect.any(Object) });
    return answer.body.challenge.altcha;
  }
  const solved = async (email: string) => solve(await challengeFor(email));

  it('is not asked for before half of the limit is used', async () => {
    const { email, password } = await t.as.verifiedUser();
    expect((await login(email, 'not this one')).status).toBe(401);
    expect((await login(email, password)).status).toBe(200);
  });

  it('is solved once, and the right password signs in', async () => {
    const { email, password } = await attacked();
    expect((await login(email, password, { challenge_response: await solved(email) })).status).toBe(200);
  });

  it('does not keep wrong passwords from counting', async () => {
    const { email, password } = await attacked();
    for (let n = FREE / 2; n < FREE; n++) {
      const answer = await login(email, 'not this one', { challenge_response: await solved(email) });
      expect(problemSummary(answer)).toEqual([401, 'invalid_credentials']);
    }
    const answer = await login(email, password, { challenge_response: await solved(email) });
    expect(problemSummary(answer)).toEqual([429, 'too_many_attempts']);
  });

  it('is never asked of a known network or device', async () => {
    const { email, password } = await attacked();
    expect((await login(email, password, {}, '127.0.0.1')).status).toBe(200);
  });

  it('is asked for an address without an account alike', async () => {
    const { email } = t.as.form();
    for (let n = 0; n < FREE / 2; n++) expect((await login(email, 'not this one')).status).toBe(401);
    await challengeFor(email);
  });

  it('accepts a response once, also of many at the same time', async () => {
    const { email, password } = await attacked();
    const challenge_response = await solved(email);
    const answers = await runConcurrently(10, () => login(email, password, { challenge_response }));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '403 challenge_required': 9 });
  });

  it.each<[string, (payload: Payload) => unknown]>([
    [
      'of another challenge',
      (payload) => ({ ...payload, challenge: { ...payload.challenge, signature: 'ab'.repeat(32) } }),
    ],
    [
      'made easier',
      ({ challenge, solution }) => ({
        challenge: { ...challenge, parameters: { ...challenge.parameters, cost: 1 } },
        solution,
      }),
    ],
    ['without a solution', ({ challenge }) => ({ challenge })],
    [
      'with another counter',
      ({ challenge, solution }) => ({
        challenge,
        solution: { ...solution, counter: solution.counter + 1, derivedKey: '00'.repeat(32) },
      }),
    ],
    ['with a number for its challenge', ({ solution }) => ({ challenge: 7, solution })],
    ['that is null', () => null],
  ])('refuses a response %s', async (_, change) => {
    const { email, password } = await attacked();
    const payload = JSON.parse(Buffer.from(await solved(email), 'base64').toString()) as Payload;
    const challenge_response = Buffer.from(JSON.stringify(change(payload))).toString('base64');
    expect(problemSummary(await login(email, password, { challenge_response }))).toEqual([403, 'challenge_required']);
  });

  it('refuses a response that is no payload at all', async () => {
    const { email, password } = await attacked();
    for (const challenge_response of ['', '{', '💥', 'A'.repeat(8000)])
      expect([400, 403]).toContain((await login(email, password, { challenge_response })).status);
  });
});

describe('a challenge by a verifier of the operator', () => {
  let t: TestApp;
  let verifier: Server;
  let answer: { status: number; body: string };
  const requests: { response: string; ip: string }[] = [];
  beforeAll(async () => {
    verifier = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      requests.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
    await new Promise<void>((resolve) => verifier.listen(0, '127.0.0.1', resolve));
    const { port } = verifier.address() as AddressInfo;
    t = await testApp({ ...settings, CHALLENGE_PROVIDER: `http://127.0.0.1:${port}/verify` });
  });
  afterAll(async () => {
    await t.close();
    verifier.close();
  });

  it.each<[string, { status: number; body: string }, number]>([
    ['accepts', { status: 200, body: '{"success":true}' }, 200],
    ['refuses', { status: 200, body: '{"success":false}' }, 403],
    ['answers something else', { status: 200, body: '{"success":"yes"}' }, 403],
    ['fails', { status: 500, body: '{"success":true}' }, 503],
    ['answers no JSON', { status: 200, body: 'ok' }, 503],
  ])('that %s', async (_, how, status) => {
    answer = how;
    const { login, attacked } = clientOf(t);
    const { email, password } = await attacked();
    const required = await login(email, password);
    expect(problemSummary(required)).toEqual([403, 'challenge_required']);
    expect(required.body.challenge).toEqual({ provider: 'external' });
    const ip = elsewhere();
    expect((await login(email, password, { challenge_response: 'solved' }, ip)).status).toBe(status);
    expect(requests.at(-1)).toEqual({ response: 'solved', ip });
  });
});
