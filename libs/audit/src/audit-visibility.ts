import { Injectable } from '@nestjs/common';
import { type AuditEntryDto, dataSubjectsOf } from './audit.dto';

/** The users whose sessions and other personal details the reader may see. */
export type FindVisibleUsers = (readerId: string, userIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Whether the reader may see personal details of the user. `null` is the system. */
export type CanViewPersonalData = (userId: string | null) => boolean;

/** Whose personal details a reader of the log may see. The module that knows the hierarchy registers the rule. */
@Injectable()
export class AuditVisibility {
  private rule: FindVisibleUsers = async () => new Set();

  register(rule: FindVisibleUsers): void {
    this.rule = rule;
  }

  /** One call of the rule for all entries. Users see everything about themselves. */
  async forReader(readerId: string, entries: readonly AuditEntryDto[]): Promise<CanViewPersonalData> {
    const userIds = entries.map(dataSubjectsOf).flatMap(({ details, origin }) => [details, origin]);
    const others = new Set(userIds.filter((id): id is string => id !== null && id !== readerId));
    const seen = others.size > 0 ? await this.rule(readerId, [...others]) : new Set<string>();
    return (id) => id === null || id === readerId || seen.has(id);
  }
}
