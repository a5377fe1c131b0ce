import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A part of the filter of a list; filter-segment.ts describes its bytes. */
@ForeignKey('BreachedPasswordList', ['version'], ['version'], {
  name: 'breached_password_segments_version_fkey',
  onDelete: 'CASCADE',
})
@Entity('breached_password_segments')
export class BreachedPasswordSegment {
  @PrimaryColumn('bigint') version: string;
  @PrimaryColumn('smallint') segment: number;
  @Column('bytea') data: Buffer;
}
