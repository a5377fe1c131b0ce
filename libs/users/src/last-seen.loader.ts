import { LastSeenFallback } from '#presence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Loads `last_seen` from the database for users without an entry in presence. */
@Injectable()
export class LastSeenLoader implements OnModuleInit {
  constructor(
    private readonly fallback: LastSeenFallback,
    private readonly database: DataSource,
  ) {}

  onModuleInit(): void {
    this.fallback.setSource((userIds) => this.load(userIds));
  }

  private async load(userIds: readonly string[]): Promise<Map<string, number>> {
    const rows: { id: string; last_seen: Date }[] = await this.database.query(
      'SELECT id, last_seen FROM users WHERE id = ANY($1::uuid[]) AND last_seen IS NOT NULL',
      [userIds],
    );
    return new Map(rows.map(({ id, last_seen }) => [id, last_seen.getTime()]));
  }
}
