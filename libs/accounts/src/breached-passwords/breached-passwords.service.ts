import { DatabaseListener, Maintenance, RegisteredRules, msg } from '#platform';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { BreachFilter } from './breach-filter';
import { BREACHED_PASSWORDS_CHANNEL, BreachedPasswordsRepository } from './breached-passwords.repository';
import { segmentHas } from './filter-segment';
import { keyOfPassword, segmentOf } from './hash-key';

export const PASSWORD_BREACHED = 'password_breached';

const fault = {
  code: PASSWORD_BREACHED,
  message: msg('faults.password_breached'),
};

/** Repeats a refresh that failed; a notification comes within milliseconds. */
const REFRESH_MS = 60_000;

/** Compares new passwords with the breach list that the operator imported, if any. A serving process has it in memory. */
@Injectable()
export class BreachedPasswords implements OnModuleInit {
  private readonly logger = new Logger('BreachedPasswords');
  private loaded: { version: string; filter: BreachFilter } | undefined;
  private lastRefresh: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: BreachedPasswordsRepository,
    private readonly listener: DatabaseListener,
    private readonly maintenance: Maintenance,
    private readonly rules: RegisteredRules,
  ) {}

  onModuleInit(): void {
    const refresh = () => void this.refresh().catch((err) => this.logger.warn({ msg: 'could not read the list', err }));
    this.listener.listen(BREACHED_PASSWORDS_CHANNEL, refresh);
    // Not awaited: reading a long list must not delay the authorization events.
    this.listener.onConnect(async () => refresh());
    this.maintenance.register({
      name: 'breached passwords',
      isReload: true,
      intervalMs: REFRESH_MS,
      run: () => this.refresh().then(() => undefined),
    });
    this.rules.register(PASSWORD_BREACHED, (password) => this.faults(password)[0]?.message);
  }

  /** Of the list in memory: for a process that has called `refresh`. */
  faults(password: string): (typeof fault)[] {
    return this.loaded?.filter.has(password) ? [fault] : [];
  }

  /** Of the list in the database: for a process that does not keep it, such as a command. */
  async storedFaults(password: string): Promise<(typeof fault)[]> {
    const key = keyOfPassword(password);
    const segment = await this.repository.findSegment(segmentOf(key));
    return segment && segmentHas(segment, key) ? [fault] : [];
  }

  /** Reads the list if it is another one than before. Until that is done, the list before is in use. */
  refresh(): Promise<void> {
    this.lastRefresh = this.lastRefresh.catch(() => undefined).then(() => this.load());
    return this.lastRefresh;
  }

  private async load(): Promise<void> {
    const version = (await this.repository.findList())?.version;
    if (version === this.loaded?.version) return;
    const filter = version ? await this.repository.loadFilter(version) : undefined;
    // Where it was replaced meanwhile, a notification follows.
    if (version && !filter) return;
    this.loaded = version && filter ? { version, filter } : undefined;
    this.logger.log({ msg: 'list of breached passwords loaded', version, bytes: filter?.bytes });
  }
}
