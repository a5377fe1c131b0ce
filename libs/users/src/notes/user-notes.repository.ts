import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { UserNote } from './user-note.entity';

export interface ListedNote {
  id: string;
  text: string;
  createdAt: Date;
  authorId: string | null;
  authorName: string | null;
}

const SELECT_NOTE = `
  SELECT note.id, note.text, note.created_at AS "createdAt", author.id AS "authorId", author.username AS "authorName"
  FROM user_notes note LEFT JOIN users author ON author.id = note.author_id`;

@Injectable()
export class UserNotesRepository {
  constructor(private readonly database: DataSource) {}

  /** The newest first. @param before id of the last note of the page before */
  list(userId: string, limit: number, before?: string): Promise<ListedNote[]> {
    return this.database.query(
      `${SELECT_NOTE} WHERE note.user_id = $1 AND ($3::uuid IS NULL OR note.id < $3) ORDER BY note.id DESC LIMIT $2`,
      [userId, limit, before ?? null],
    );
  }

  /** For the user: the oldest first, without the authors. */
  listAbout(userId: string): Promise<Pick<UserNote, 'text' | 'createdAt'>[]> {
    return this.database.query(
      'SELECT text, created_at AS "createdAt" FROM user_notes WHERE user_id = $1 ORDER BY id',
      [userId],
    );
  }

  async find(manager: EntityManager, userId: string, id: string): Promise<ListedNote | undefined> {
    const [note] = await manager.query<ListedNote[]>(`${SELECT_NOTE} WHERE note.user_id = $1 AND note.id = $2`, [
      userId,
      id,
    ]);
    return note;
  }

  /** The caller has locked the user's row. */
  async count(manager: EntityManager, userId: string): Promise<number> {
    return manager.countBy(UserNote, { userId });
  }

  /** @returns its id */
  async add(manager: EntityManager, note: Pick<UserNote, 'userId' | 'authorId' | 'text'>): Promise<string> {
    const id = uuid();
    await manager.insert(UserNote, { id, ...note });
    return id;
  }

  async remove(manager: EntityManager, id: string): Promise<void> {
    await manager.delete(UserNote, { id });
  }
}
