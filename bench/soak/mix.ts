import { setTimeout as sleep } from 'node:timers/promises';
import { form, type Person } from '../support/people';
import type { AcknowledgedWrites } from './acknowledged-writes';
import type { Answers } from './answers';

const REFRESHES = 5;
/** Between two calls of one client. */
const PAUSE_MS = 100;

interface Tokens {
  access: string;
  refresh: string;
}

export interface Cast {
  people: Person[];
  owner: Person;
  /** Is banned, and unbanned. */
  victim: Person;
}

/** Clients that use several processes in turns, one call after another, until they are stopped. What fails is tried again. */
export class Mix {
  private isOn = true;
  private readonly clients: Promise<void>[];

  constructor(
    private readonly urls: string[],
    { people, owner, victim }: Cast,
    private readonly roleId: string,
    private readonly answers: Answers,
    private readonly acknowledged: AcknowledgedWrites,
  ) {
    this.clients = [...people.map((person, n) => this.use(person, n)), this.register(), this.administer(owner, victim)];
  }

  async stop(): Promise<void> {
    this.isOn = false;
    await Promise.all(this.clients);
  }

  /** Signs in, refreshes, reads and edits the profile, signs out, and again. */
  private async use({ id, email, password }: Person, first: number): Promise<void> {
    for (let turn = first, bio = 1; this.isOn; turn++, await sleep(PAUSE_MS)) {
      const body = { email, password };
      const signedIn = await this.answers.ask<{ tokens: Tokens }>({ url: this.url(turn, '/api/login'), body });
      if (!signedIn) continue;
      const sessionId = sessionOf(signedIn.tokens.access);
      this.acknowledged.startedSessions.push(sessionId);
      const token = await this.refresh(signedIn.tokens, sessionId, turn);
      await this.answers.ask({ method: 'GET', url: this.url(turn, '/api/profile'), token });
      const edit = { method: 'PATCH' as const, url: this.url(turn + 1, '/api/profile'), token };
      const edited = await this.answers.ask({ ...edit, body: { bio: `${bio}` } });
      if (edited) this.acknowledged.bios.set(id, bio++);
      // The second time it may have been done already.
      const logout = { url: this.url(turn, '/api/logout'), token, body: {} };
      let out = await this.answers.ask(logout);
      for (let tries = 1; !out && tries < 3; tries++) out = await this.answers.ask({ ...logout, may: [401] });
      if (out) this.acknowledged.endedSessions.push(sessionId);
    }
  }

  /** @returns the last access token */
  private async refresh({ access, refresh }: Tokens, sessionId: string, turn: number): Promise<string> {
    for (let done = 0; done < REFRESHES && this.isOn; await sleep(PAUSE_MS)) {
      const url = this.url(turn + done, '/api/token/refresh');
      const tokens = await this.answers.ask<Tokens>({ url, body: { refresh } });
      if (!tokens) continue;
      ({ access, refresh } = tokens);
      this.acknowledged.rotations.set(sessionId, ++done);
    }
    return access;
  }

  private async register(): Promise<void> {
    for (let turn = 0; this.isOn; turn++, await sleep(5 * PAUSE_MS)) {
      const body = form();
      if (await this.answers.ask({ url: this.url(turn, '/api/register'), body }))
        this.acknowledged.usernames.push(body.username);
    }
  }

  private async administer({ access: token }: Person, { id }: Person): Promise<void> {
    for (let turn = 1; this.isOn; turn++, await sleep(PAUSE_MS)) {
      const role = { method: 'PATCH' as const, url: this.url(turn, `/api/roles/${this.roleId}`), token };
      if (await this.answers.ask({ ...role, body: { description: `${turn}` } }))
        this.acknowledged.descriptions.set(this.roleId, turn);
      const reason = `soak ${turn}`;
      const ban = { url: this.url(turn, `/api/users/${id}/ban`), token };
      if (!(await this.answers.ask({ ...ban, body: { reason } }))) continue;
      this.acknowledged.bans.push(reason);
      await sleep(PAUSE_MS);
      if (await this.answers.ask({ ...ban, method: 'DELETE' })) this.acknowledged.unbans.push(reason);
    }
  }

  private url(turn: number, path: string): string {
    return `${this.urls[turn % this.urls.length]}${path}`;
  }
}

/** The claim `sid` of an access token. */
function sessionOf(access: string): string {
  const claims = JSON.parse(Buffer.from(access.split('.')[1]!, 'base64url').toString()) as { sid: string };
  return claims.sid;
}
