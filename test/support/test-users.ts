import type { HttpClient } from './http-client';
import type { Mailbox } from './mailbox';

export interface TestUser {
  id: string;
  email: string;
  username: string;
  password: string;
  access: string;
  refresh: string;
}

export const firstOwner = { email: 'owner@example.com', password: 'the very first owner' };

let count = 0;

/** Makes people the way everybody comes in: over HTTP and by mail. */
export class TestUsers {
  constructor(
    private readonly http: HttpClient,
    private readonly mailbox: Mailbox,
  ) {}

  /** What a registration form would send; each one is new. */
  form(extras: Record<string, unknown> = {}) {
    const n = `${process.pid}${++count}`;
    return {
      email: `person${n}@example.com`,
      username: `person${n}`,
      password: 'correct horse battery',
      full_name: 'Pat Person',
      ...extras,
    };
  }

  /** Registered, not verified. */
  async unverifiedUser(extras: Record<string, unknown> = {}): Promise<TestUser> {
    const form = this.form(extras);
    const { status, body } = await this.http.post('/api/register', form);
    if (status !== 201) throw new Error(`registration answered ${status}: ${JSON.stringify(body)}`);
    return { id: body.user.id, ...form, access: body.tokens.access, refresh: body.tokens.refresh };
  }

  /** Registered and verified; the tokens are those of the registration. */
  async verifiedUser(extras: Record<string, unknown> = {}): Promise<TestUser> {
    const person = await this.unverifiedUser(extras);
    const { token } = await this.mailbox.find(person.email, /verify/i);
    const { status, body } = await this.http.post('/api/verify-email', { token });
    if (status !== 200) throw new Error(`verification answered ${status}: ${JSON.stringify(body)}`);
    return person;
  }

  /** The first owner, created by the service at its start. */
  async owner(): Promise<TestUser> {
    const { email, password } = firstOwner;
    const { body } = await this.http.post('/api/login', { email, password });
    const { id, username } = body.user;
    return { id, email, username, password, access: body.tokens.access, refresh: body.tokens.refresh };
  }

  /** A user with these roles (by name), assigned by the first owner. */
  async userWithRoles(roles: string[], extras: Record<string, unknown> = {}): Promise<TestUser> {
    const person = await this.verifiedUser(extras);
    const owner = await this.owner();
    for (const role of roles) {
      const { status, body } = await this.http.post(
        '/api/assign-role',
        { user_id: person.id, role },
        { token: owner.access },
      );
      if (status !== 200) throw new Error(`assign-role answered ${status}: ${JSON.stringify(body)}`);
    }
    return person;
  }

  /** The same person on another device. */
  async signIn(person: TestUser, device: Record<string, unknown> = {}): Promise<TestUser> {
    const { status, body } = await this.http.post('/api/login', {
      email: person.email,
      password: person.password,
      ...device,
    });
    if (status !== 200) throw new Error(`login answered ${status}: ${JSON.stringify(body)}`);
    return { ...person, access: body.tokens.access, refresh: body.tokens.refresh };
  }
}
