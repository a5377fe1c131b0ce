import { Injectable } from '@nestjs/common';

/** What a module holds about a person, as JSON may have it. Never a secret: no hash, no token. */
export type PersonalDataSource = (userId: string) => Promise<unknown>;

/** Rooms register here what they hold about a person (`onModuleInit`); the export of an account is all of it. */
@Injectable()
export class PersonalData {
  private readonly sources = new Map<string, PersonalDataSource>();

  register(name: string, source: PersonalDataSource): void {
    if (this.sources.has(name)) throw new Error(`two sources of the personal data ${name}`);
    this.sources.set(name, source);
  }

  /** By the names of what there is, in alphabetical order. */
  async collect(userId: string): Promise<Record<string, unknown>> {
    const data: Record<string, unknown> = {};
    for (const name of [...this.sources.keys()].sort()) data[name] = await this.sources.get(name)!(userId);
    return data;
  }
}
