import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A part of a file. In the database, so that any process can serve it. */
@ForeignKey('DataExport', ['exportId'], ['id'], {
  name: 'data_export_chunks_export_id_fkey',
  onDelete: 'CASCADE',
})
@Entity('data_export_chunks')
export class DataExportChunk {
  @PrimaryColumn('uuid', { name: 'export_id' }) exportId: string;
  /** From 0. */
  @PrimaryColumn('integer') number: number;
  @Column('text') content: string;
}
