import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export const exportKinds = ['users', 'audit_log'] as const;
export type ExportKind = (typeof exportKinds)[number];

export const exportFormats = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const exportStates = ['waiting', 'running', 'done', 'failed'] as const;
export type ExportState = (typeof exportStates)[number];

/** A file that an admin has asked for. Its content is in `data_export_chunks`. */
@Index('data_exports_requester', ['requesterId', 'id'])
@Index('data_exports_expires_at', ['expiresAt'])
@ForeignKey('User', ['requesterId'], ['id'], { name: 'data_exports_requester_id_fkey', onDelete: 'CASCADE' })
@Entity('data_exports')
export class DataExport {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: ExportKind;
  @Column('text') format: ExportFormat;
  @Column('jsonb') filter: Record<string, unknown>;
  @Column('uuid', { name: 'requester_id' }) requesterId: string;
  @Column('text', { default: 'waiting' }) state: ExportState;
  @Column('integer', { default: 0 }) attempts: number;
  /** So far. */
  @Column('integer', { default: 0 }) rows: number;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'finished_at', nullable: true }) finishedAt: Date | null;
  @Column('timestamp with time zone', { precision: 3, name: 'expires_at' }) expiresAt: Date;
}
