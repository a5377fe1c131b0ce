import { LastSeenArchive } from '#presence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Tells presence when somebody was last seen whom it no longer remembers. */
@Injectable()
export class LastSeenReader implements OnModuleInit {
  constructor(
    private readonly archive: LastSeenArchive,
    private readonly database: DataSource,
  ) {}

  onModuleInit(): void {
    this.archive.setSource((userIds) => this.read(userIds));
  }

  private async read(userIds: readonly string[]): Promise<Map<string, number>> {
    const rows: { id: string; last_seen: Date }[] = await this.database.query(
      'SELECT id, last_seen FROM users WHERE id = ANY($1::uuid[]) AND last_seen IS NOT NULL',
      [userIds],
    );
    return new Map(rows.map(({ id, last_seen }) => [id, last_seen.getTime()]));
  }
}
