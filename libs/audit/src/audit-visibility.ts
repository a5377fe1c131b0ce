import { Injectable } from '@nestjs/common';
import { type AuditEntryDto, dataSubjectsOf } from './audit.dto';

/** Those of the persons whose sessions, and what else tells where somebody is, the reader may see. */
export type FindVisibleUsers = (readerId: string, personIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Whether the reader may see personal details of somebody; `null` is nobody. */
export type CanViewPersonalData = (personId: string | null) => boolean;

/** Of whom a reader of the log sees more than ids. The room that knows the hierarchy registers the rule. */
@Injectable()
export class AuditVisibility {
  private rule: FindVisibleUsers = async () => new Set();

  register(rule: FindVisibleUsers): void {
    this.rule = rule;
  }

  /** One question for all the entries. Everybody sees what is about themselves. */
  async forReader(readerId: string, entries: readonly AuditEntryDto[]): Promise<CanViewPersonalData> {
    const persons = entries.map(dataSubjectsOf).flatMap(({ details, origin }) => [details, origin]);
    const others = new Set(persons.filter((id): id is string => id !== null && id !== readerId));
    const seen = others.size > 0 ? await this.rule(readerId, [...others]) : new Set<string>();
    return (id) => id === null || id === readerId || seen.has(id);
  }
}
