import { accountsEntities, accountsMigrations } from '#accounts';
import { administrationMigrations, DataExport, DataExportChunk, ServiceNode } from '#administration';
import { AuditEntry, auditMigrations, AuditVerificationRow } from '#audit';
import type { DatabaseSchema } from '#platform';
import { pushMigrations } from '#push';
import { Role, rolesMigrations } from '#roles';
import { Service, ServiceSecret, servicesMigrations } from '#services';
import { Session, sessionsMigrations, SigningKey } from '#sessions';
import { ActivityCount, statisticsMigrations } from '#statistics';
import { User, UsernameHold, UserNote, usersMigrations } from '#users';

/** The name of a migration ends with its timestamp in milliseconds. */
const timestampOf = ({ name }: { name: string }) => Number(name.slice(-13));

/** The tables of all modules. Migrations run in the order of their timestamps. */
export const schema = {
  entities: [
    User,
    UsernameHold,
    UserNote,
    Role,
    Session,
    SigningKey,
    AuditEntry,
    AuditVerificationRow,
    DataExport,
    DataExportChunk,
    ActivityCount,
    ServiceNode,
    ...accountsEntities,
    Service,
    ServiceSecret,
  ],
  migrations: [
    ...usersMigrations,
    ...rolesMigrations,
    ...sessionsMigrations,
    ...auditMigrations,
    ...statisticsMigrations,
    ...accountsMigrations,
    ...servicesMigrations,
    ...pushMigrations,
    ...administrationMigrations,
  ].sort((a, b) => timestampOf(a) - timestampOf(b)),
} satisfies DatabaseSchema;
