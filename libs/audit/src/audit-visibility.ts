import { Injectable } from '@nestjs/common';
import { type AuditEntryDto, personsOf } from './audit.dto';

/** Those of the persons whose sessions, and what else tells where somebody is, the reader may see. */
export type SeenPersons = (readerId: string, personIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Whether the reader may see personal details of somebody; `null` is nobody. */
export type Sees = (personId: string | null) => boolean;

/** Of whom a reader of the log sees more than ids. The room that knows the hierarchy registers the rule. */
@Injectable()
export class AuditVisibility {
  private rule: SeenPersons = async () => new Set();

  register(rule: SeenPersons): void {
    this.rule = rule;
  }

  /** One question for all the entries. Everybody sees what is about themselves. */
  async of(readerId: string, entries: readonly AuditEntryDto[]): Promise<Sees> {
    const persons = entries.map(personsOf).flatMap(({ details, origin }) => [details, origin]);
    const others = new Set(persons.filter((id): id is string => id !== null && id !== readerId));
    const seen = others.size > 0 ? await this.rule(readerId, [...others]) : new Set<string>();
    return (id) => id === null || id === readerId || seen.has(id);
  }
}
