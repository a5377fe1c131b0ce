export { CryptoModule } from './crypto/crypto.module';
export { SecretBox } from './crypto/secret-box';
export { BatchWriter } from './database/batch-writer';
export { DatabaseListener } from './database/database-listener';
export { DatabaseModule, dataSourceOptions, type Schema } from './database/database.module';
export { isDatabaseOutage } from './database/database-outage';
export { migrate } from './database/migrate';
export { queryNamed } from './database/query-named';
export { TimesWriter } from './database/times-writer';
export { type RequestMetadata, requestMetadataOf, ReqMetadata } from './http/request-metadata';
export { answerClientError, answerExpectation, plainProblem, writeProblem } from './http/client-error';
export {
  defineProblems,
  type FieldFault,
  Problem,
  problemBody,
  problemCatalogue,
  type ProblemDefinition,
  problems,
} from './http/problem';
export { IdempotencyKey, TakesIdempotencyKey } from './http/idempotency-key';
export { IfMatch } from './http/if-match';
export { isOutsideUrl, outsideLookup } from './http/outside-address';
export { ProblemFilter, sendProblem } from './http/problem.filter';
export { logRequests, requestIdOf } from './http/request-log';
export { ProblemValidationPipe } from './http/validation.pipe';
export { JobHandlers } from './jobs/job-handlers';
export { type Job, JobQueue } from './jobs/job-queue';
export { JobWorker } from './jobs/job-worker';
export { JobsModule } from './jobs/jobs.module';
export { type StuckJob, StuckJobs } from './jobs/stuck-jobs';
export { createLogger, isChatty, JsonLogger } from './logging/json-logger';
export { Health } from './operations/health';
export { Metrics } from './operations/metrics';
export { OperationsModule } from './operations/operations.module';
export { PersonalData, type PersonalDataSource } from './personal-data/personal-data';
export { PersonalDataModule } from './personal-data/personal-data.module';
export { loadSettings, SettingsError } from './settings/load-settings';
export { Settings } from './settings/settings';
export { SettingsModule } from './settings/settings.module';
export { MAX_ACCESS_TOKEN_TTL, settingsSchema } from './settings/settings.schema';
export { Answer, AnyOf, Message, Refusals } from './wire/answer';
export { AsSent } from './wire/as-sent';
export { asciiDomain, deliveryAddress, isEmailAddress, splitAddress } from './wire/email-address';
export { Choice, Choices, Flag, Nested, Out, Reference, References, Text, Time, Whole } from './wire/fields';
export { Id } from './wire/id';
export { type KeyPart, keyParts } from './wire/key-parts';
export { DEFAULT_LIMIT, type Page, pageOf, PageQuery, PageDto, readCursor } from './wire/page';
export { invalidCharacters, isStorable, storageFaults } from './wire/stored-text';
export { parseTime } from './wire/time';
export { type Fault, isAbsent, Rule, Rules } from './wire/rule';
export { RateLimit } from './rate-limit/rate-limit.guard';
export { RateLimitModule } from './rate-limit/rate-limit.module';
export { RateLimiter } from './rate-limit/rate-limiter';
export { EmbeddedPostgres, EmbeddedPostgresError } from './database/embedded-postgres';
