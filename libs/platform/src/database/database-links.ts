import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../settings/settings';
import { SettingsError } from '../settings/settings-error';
import { findPooler, hasStatementTimeout, isSameDatabase, mayCommitEarly, type Pooler } from './pooler';

/** The ways to PostgreSQL: for transactions, which may lead through a pooler, and for what belongs to a connection. */
@Injectable()
export class DatabaseLinks {
  private readonly logger = new Logger('Database');
  private found: Pooler = 'none';
  private canCommitEarly = false;

  constructor(private readonly settings: Settings) {}

  /** For statements and transactions. */
  get url(): string {
    return this.settings.DATABASE_URL!;
  }

  /** For LISTEN, locks that outlive a transaction, and migrations. */
  get directUrl(): string {
    return directDatabaseUrl(this.settings);
  }

  /** What stands before `url`. Known after `inspect`. */
  get pooler(): Pooler {
    return this.found;
  }

  /** Whether `commitEarly` works there. */
  get commitsEarly(): boolean {
    return this.canCommitEarly;
  }

  /** Whether a statement that is prepared on a connection is there the next time. */
  get keepsPreparedStatements(): boolean {
    const { DATABASE_PREPARED_STATEMENTS: setting } = this.settings;
    return setting === 'auto' ? this.found !== 'transaction' : setting === 'true';
  }

  /** @throws {SettingsError} if something that belongs to a connection would be lost on these ways */
  async inspect(): Promise<void> {
    const timeoutMs = this.settings.DATABASE_CONNECT_TIMEOUT * 1000;
    this.found = await findPooler(this.url, timeoutMs);
    this.canCommitEarly = await mayCommitEarly(this.url, timeoutMs);
    const { url, directUrl } = this;
    if (directUrl === url) {
      if (this.found === 'transaction') throw new SettingsError([NO_DIRECT_URL]);
    } else {
      if ((await findPooler(directUrl, timeoutMs)) === 'transaction') throw new SettingsError([NOT_DIRECT]);
      if (!(await isSameDatabase([directUrl, url], timeoutMs))) throw new SettingsError([ANOTHER_DATABASE]);
    }
    if (this.found !== 'none' && !(await hasStatementTimeout(this.url, timeoutMs)))
      this.logger.warn({ msg: NO_STATEMENT_TIMEOUT });
  }
}

const NO_DIRECT_URL =
  'DATABASE_DIRECT_URL: must be set, since DATABASE_URL leads to a pooler in transaction mode; it leads to PostgreSQL itself, ' +
  'or to a pooler in session mode';
const NOT_DIRECT =
  'DATABASE_DIRECT_URL: leads to a pooler in transaction mode; it must lead to PostgreSQL itself, or to a pooler in session mode';
const ANOTHER_DATABASE = 'DATABASE_DIRECT_URL: leads to another database than DATABASE_URL, or to a replica';
const NO_STATEMENT_TIMEOUT =
  'the pooler does not pass on DATABASE_STATEMENT_TIMEOUT, and the database role has no statement_timeout: set one (ALTER ROLE … SET statement_timeout)';

export function directDatabaseUrl({ DATABASE_URL, DATABASE_DIRECT_URL }: Settings): string {
  return DATABASE_DIRECT_URL ?? DATABASE_URL!;
}
