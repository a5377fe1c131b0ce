import { OneTimeTokensService, type OneTimeTokenPurpose, PasswordHasher } from '#accounts';
import { MAIL_PURPOSE, SEND_MAIL } from '#mail';
import { JobHandlers, JobWorker, SecretBox } from '#platform';
import { RoleAssignmentsRepository, RoleLookupService } from '#roles';
import { type PushAddress, SessionsService } from '#sessions';
import { UsersService } from '#users';
import type { EntityManager } from 'typeorm';
import { listJobs, removeJobs, type StoredJob } from '../../support/jobs';
import type { TestUser } from '../../support/test-users';
import { type TestApp, testApp } from '../../support/test-app';

/** A device of the subject that is signed in. */
export interface Device {
  id: string;
  access: string;
  refresh: string;
}

/** The user that both operations of a trial change. */
export interface Subject {
  id: string;
  email: string;
  /** The address that e-mail changes are about. */
  newEmail: string;
  password: string;
  /** The push token of `main`. */
  pushToken: string;
  main: Device;
  other: Device;
  /** A user below them, where an operation requires one. */
  bystander?: string;
  /** Of an authenticator app that is not confirmed yet. */
  totpSecret?: string;
  passkeyRegistration?: object;
  /** Who does what admins do: each subject of a round has another, so that they do not wait for each other. */
  admin: TestUser;
  links: Partial<Record<OneTimeTokenPurpose, string>>;
}

const PASSWORD = 'correct horse battery';
const CLIENT = { ip: '127.0.0.1', userAgent: 'Matrix/1', requestId: 'matrix' };
/** Trials that run at once. */
export const AT_ONCE = 5;

/** One app for all trials. Its jobs wait until a trial asks for them, so that a mail can be read from its job. */
export class Stage {
  private count = 0;
  private admins: TestUser[] = [];
  private hash = '';

  private constructor(readonly t: TestApp) {}

  static async open(): Promise<Stage> {
    const stage = new Stage(await testApp());
    for (let n = 0; n < AT_ONCE; n++) stage.admins.push(await stage.t.as.userWithRoles(['admin']));
    stage.hash = await stage.service(PasswordHasher).hash(PASSWORD);
    await stage.service(JobWorker).onApplicationShutdown();
    return stage;
  }

  close = () => this.t.close();

  service<T>(type: abstract new (...args: never[]) => T): T {
    return this.t.app.get(type as never, { strict: false });
  }

  /** Verified, a moderator, signed in on two devices. Created by the modules' own services: trials are many. */
  async subject(slot: number): Promise<Subject> {
    const n = ++this.count;
    const [email, pushToken] = [`subject${n}@example.com`, `phone-${n}`];
    const admin = this.admins[slot % AT_ONCE]!;
    const made = await this.t.db.transaction(async (manager) => {
      const { id, roleIds } = await this.account(manager, email, `subject${n}`, ['user', 'moderator']);
      const start = async (push: PushAddress | null) => {
        const owner = { userId: id, roleIds, emailVerified: true, mfaEnrolled: false };
        return deviceOf(
          (await this.service(SessionsService).create(manager, owner, { push }, CLIENT, { methods: ['pwd'] })).tokens,
        );
      };
      return { id, main: await start({ kind: 'fcm', token: pushToken }), other: await start(null) };
    });
    const newEmail = `subject${n}.new@example.com`;
    return { ...made, email, newEmail, password: PASSWORD, pushToken, admin, links: {} };
  }

  async bystander(): Promise<string> {
    const name = `bystander${++this.count}`;
    const { id } = await this.t.db.transaction((manager) =>
      this.account(manager, `${name}@example.com`, name, ['user']),
    );
    return id;
  }

  /** As a mail would bring it. */
  async link(purpose: OneTimeTokenPurpose, { id, email, newEmail, main }: Subject): Promise<string> {
    const issued =
      purpose === 'change_email' ? { userId: id, email: newEmail, sessionId: main.id } : { userId: id, email };
    return this.t.db.transaction((manager) => this.service(OneTimeTokensService).issue(manager, purpose, issued));
  }

  /** Does the job that a request about this address has left. */
  async runJob(task: string, sealedFor: string): Promise<void> {
    const handler = new Map(this.service(JobHandlers).forQueue('main')).get(task)!;
    for (const job of await this.jobs(task)) {
      const { sealed } = job.payload;
      if (!this.service(SecretBox).open(task, sealed).includes(`"${sealedFor}"`)) continue;
      await removeJobs(this.t.db, [job.id]);
      await handler(job.payload, job.id);
    }
  }

  /** The tokens of the links that wait to be mailed to an address. */
  async linksTo(email: string): Promise<{ name: string; token: string }[]> {
    const jobs = await this.jobs(SEND_MAIL);
    const mails = jobs.map(({ payload }) => JSON.parse(this.service(SecretBox).open(MAIL_PURPOSE, payload.sealed)));
    return mails
      .filter((mail) => mail.to === email && mail.variables.link)
      .map((mail) => ({ name: mail.name, token: mail.variables.link.split('/').at(-1) }));
  }

  /** What earlier trials have left to do is of no interest. */
  async forgetJobs(): Promise<void> {
    await removeJobs(this.t.db);
  }

  private async jobs(task: string): Promise<StoredJob[]> {
    return (await listJobs(this.t.db)).filter((job) => job.task === task);
  }

  private async account(manager: EntityManager, email: string, username: string, roles: string[]) {
    const person = { email, username, fullName: 'Sam Subject', passwordHash: this.hash, emailVerified: true };
    const { id } = await this.service(UsersService).create(manager, person);
    const [lookup, assignments] = [this.service(RoleLookupService), this.service(RoleAssignmentsRepository)];
    const assigned = roles.map((name) => lookup.findByName(name)!);
    for (const role of assigned) await assignments.assign(manager, id, { role, scope: 'platform' });
    return { id, roleIds: assigned.map((role) => role.id) };
  }
}

export function deviceOf({ access, refresh }: { access: string; refresh: string }): Device {
  const { sid } = JSON.parse(Buffer.from(access.split('.')[1]!, 'base64url').toString());
  return { id: sid, access, refresh };
}
