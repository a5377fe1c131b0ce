export { Brand } from './branding/brand';
export { type Accent, grounds as brandGrounds } from './branding/brand-palette';
export { BrandingModule } from './branding/branding.module';
export { brandSettings } from './branding/brand.settings';
export { CryptoModule } from './crypto/crypto.module';
export { hashOfToken, newToken } from './crypto/random-token';
export { SecretBox } from './crypto/secret-box';
export { advisoryLocks } from './database/advisory-locks';
export { BatchWriter, type WriteBuffer } from './database/batch-writer';
export { DatabaseLinks, directDatabaseUrl } from './database/database-links';
export { DatabaseListener } from './database/database-listener';
export { DatabaseModule, dataSourceOptions, type DatabaseSchema } from './database/database.module';
export { isDatabaseOutage } from './database/database-outage';
export { grantServiceRole } from './database/grant-service-role';
export { migrate } from './database/migrate';
export { ExclusiveWork } from './database/exclusive-work';
export { catchUp, positionOf, ReplicaUnusable } from './database/replica-position';
export { ReplicaReader } from './database/replica-reader';
export { prepared } from './database/prepared-statements';
export { queryNamed } from './database/query-named';
export { TimestampWriter } from './database/timestamp-writer';
export { type RequestMetadata, requestMetadataOf, ReqMetadata } from './http/request-metadata';
export { browserOrigins } from './http/browser-origins';
export { handleClientError, answerExpectation, renderProblem, writeProblem } from './http/client-error';
export {
  defineProblems,
  type FieldError,
  type FieldFault,
  Problem,
  problemBody,
  type ProblemBody,
  problemCatalogue,
  type ProblemDefinition,
  problems,
} from './http/problem';
export { acceptedLanguage } from './i18n/accept-language';
export { languages, isLanguage, knownLanguage, namespaceOf, SOURCE_LANGUAGE, text, translate } from './i18n/catalogue';
export { languageSettings } from './i18n/language.settings';
export { unlinked } from './i18n/unlinked';
export { directionOf } from './i18n/direction';
export { type KeyOf, type Message, type MessageKey, type MessageValues, msg } from './i18n/message';
export { AskedLanguage, askedLanguage, Language, languageOf, markLanguage } from './i18n/request-language';
export { IdempotencyKey, ApiIdempotencyKey } from './http/idempotency-key';
export { IfMatch } from './http/if-match';
export { clientNetwork, siteNetwork } from './http/network';
export { isPublicUrl, publicLookup } from './http/public-address';
export { translateAuthProblem } from './http/auth-problem';
export { ProblemFilter, problemIn, sendProblem } from './http/problem.filter';
export { logRequests, requestIdOf } from './http/request-log';
export { addSecurityHeaders, contentSecurityPolicy, securityHeaders } from './http/security-headers';
export { ProblemValidationPipe } from './http/validation.pipe';
export { JobAges } from './jobs/job-ages';
export { JobHandlers } from './jobs/job-handlers';
export { type Job, JobQueue } from './jobs/job-queue';
export { JobWorker } from './jobs/job-worker';
export { JobsModule } from './jobs/jobs.module';
export { type FailedJob, FailedJobs, type JobCounts, type JobTasks } from './jobs/failed-jobs';
export { createLogger, isStartupNoise, JsonLogger } from './logging/json-logger';
export { Health } from './operations/health';
export { Maintenance, type MaintenanceResult, type MaintenanceTask } from './operations/maintenance';
export { clockSkewOf } from './operations/clock-skew';
export { freeBytesOf } from './operations/free-bytes';
export { Metrics } from './operations/metrics';
export { OperationsModule } from './operations/operations.module';
export { PersonalData, type PersonalDataSource } from './personal-data/personal-data';
export { PersonalDataModule } from './personal-data/personal-data.module';
export { givenTexts } from './settings/given-settings';
export { loadSettings, settingsSchemaOf } from './settings/load-settings';
export { rateLimitSettings } from './settings/rate-limit.settings';
export { securitySettings } from './settings/security.settings';
export { serviceSettings } from './settings/service.settings';
export { settingTypes } from './settings/setting-types';
// `export *`, so that modules can add to the interface by declaration merging.
export * from './settings/settings';
export { type DescribedSetting, SettingsCatalogue } from './settings/settings-catalogue';
export { SettingsError } from './settings/settings-error';
export { type SettingsOf, settingsPart, type SettingsPart } from './settings/settings-part';
export { storageSettings } from './settings/storage.settings';
export { SettingsModule } from './settings/settings.module';
export { ApiAnswer, AnyOf, MessageDto, ApiProblems } from './http/api-answer';
export { PreserveKeys } from './validation/preserve-keys';
export { toAsciiDomain, deliveryAddress, isEmailAddress, splitEmailAddress } from './validation/email-address';
export { BooleanField, ChoiceField, ChoiceListField } from './validation/choice-field';
export { DateTimeField } from './validation/date-time-field';
export { IdField, IdListField } from './validation/id-field';
export { IntegerField } from './validation/integer-field';
export { ObjectField } from './validation/object-field';
export { ResponseField } from './validation/response-field';
export { TextField } from './validation/text-field';
export { IdParam } from './http/id-param';
export { type CursorPart, cursorParts } from './pagination/cursor-parts';
export { DEFAULT_LIMIT, type Page, toPage, PageQuery, PageDto, parseCursor } from './pagination/page';
export { invalidCharactersError, isStorableText, findUnstorableText } from './validation/storable-text';
export { parseTime } from './validation/date-time';
export { RegisteredRule, RegisteredRules } from './validation/registered-rules';
export { ValidationModule } from './validation/validation.module';
export { type RuleResult, type RuleViolation, isNil, Rule, RuleSet } from './validation/rule';
export { RateLimit } from './rate-limit/rate-limit.guard';
export { RateLimitByUser } from './rate-limit/user-rate-limit.guard';
export { RateLimitModule } from './rate-limit/rate-limit.module';
export { RateLimitStore } from './rate-limit/rate-limit-store';
export { RateLimiter } from './rate-limit/rate-limiter';
export type { FailurePolicy, FailureWindow } from './rate-limit/failure-policy';
export { limitOf } from './rate-limit/rate-limits';
export { openRedis, type RedisClient } from './redis/open-redis';
export { parseRedisAddress, type RedisAddress } from './redis/redis-address';
export { failureOf as redisFailureOf } from './redis/redis-failure';
export { RedisLink } from './redis/redis-link';
export { RedisMetrics, type RedisUse } from './redis/redis-metrics';
export { RedisModule } from './redis/redis.module';
export { EmbeddedPostgres, EmbeddedPostgresError } from './database/embedded-postgres';
export { caselessKey } from './identifiers/caseless-key';
export { nameKey, type NameSkeletons, nameSkeletons } from './identifiers/name-keys';
export { addSkeletonColumns, dropSkeletonColumns } from './identifiers/skeleton-columns';
export { renewNameKeys } from './identifiers/renew-name-keys';
export { startTelemetry, type Telemetry } from './telemetry/start-telemetry';
export { telemetrySettings } from './telemetry/telemetry.settings';
export { traceRequests } from './telemetry/trace-requests';
export { inSpan } from './telemetry/tracing';
