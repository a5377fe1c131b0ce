import type { HttpResponse } from '../../support/http-client';
import type { OperationName } from './operations';
import { type Device, deviceOf, type Subject } from './stage';

const OTHERS_PHONE: OperationName = 'registration with the same push token';

export interface Result {
  name: OperationName;
  answer: HttpResponse;
}

/** What two operations that met have answered, and what follows from that. */
export class Outcome {
  constructor(
    readonly subject: Subject,
    readonly results: Result[],
  ) {}

  /** At least one of these is part of it, be it done or refused. */
  has(...names: OperationName[]): boolean {
    return this.results.some(({ name }) => names.includes(name));
  }

  /** At least one of these was done. */
  did(...names: OperationName[]): boolean {
    return this.results.some(({ name, answer }) => names.includes(name) && answer.status < 300);
  }

  get isGone(): boolean {
    return this.did('own deletion', "admin's deletion");
  }

  get isShutOut(): boolean {
    return this.isGone || this.did('ban', 'ban in bulk', 'deactivation');
  }

  get email(): string {
    return this.did('confirming another e-mail address') ? this.subject.newEmail : this.subject.email;
  }

  /** All sessions whose tokens a client has received. */
  get devices(): Device[] {
    const { main, other } = this.subject;
    const got = this.results.flatMap(({ name, answer }) => {
      if (answer.status !== 200) return [];
      if (name === 'refresh' || name === 'reauthentication') return [answer.body];
      return name === 'sign-in' ? [answer.body.tokens] : [];
    });
    return [main, other, ...got.map(deviceOf)];
  }

  /** By their ids: sessions that must have ended. */
  get ended(): Set<string> {
    const { main, other } = this.subject;
    const begun = this.devices.map(({ id }) => id).filter((id) => id !== main.id && id !== other.id);
    if (this.isShutOut || this.did('password reset')) return new Set([main.id, other.id, ...begun]);
    const ended = new Set<string>();
    if (this.did('logout', 'session end')) ended.add(main.id);
    // A sign-in may have come after it.
    if (this.did("admin's reset of factors")) for (const id of [main.id, other.id]) ended.add(id);
    // It replaces what was on its device, unless the device was another user's meanwhile.
    if (this.did('sign-in') && !this.has(OTHERS_PHONE)) ended.add(main.id);
    // The sign-in was with the old password.
    if (this.did('password change')) for (const id of [other.id, ...begun]) ended.add(id);
    // No session of an account with a second factor was started without it.
    if (this.did('setting a second factor', 'registering a passkey'))
      for (const id of [other.id, ...begun]) ended.add(id);
    return ended;
  }

  inWords(): string {
    return this.results
      .map(({ name, answer }) => `${name}: ${answer.status} ${answer.status < 400 ? '' : answer.body.code}`.trim())
      .join('; ');
  }
}
