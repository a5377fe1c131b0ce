import { z } from 'zod';
import { settingTypes } from '../settings/setting-types';
import { settingsPart } from '../settings/settings-part';

const group = 'OpenTelemetry';

/** Named as OpenTelemetry names them. @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
export const telemetrySettings = settingsPart({
  OTEL_EXPORTER_OTLP_ENDPOINT: settingTypes
    .url(['http:', 'https:'], 'http://collector:4318')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional()
    .meta({
      group,
      description:
        'Collector that traces and metrics are sent to (OTLP over HTTP, JSON). Without it nothing is collected.',
      shown: 'off',
      example: 'http://localhost:4318',
    }),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .refine((text) => text.split(',').every((pair) => /^[^=]+=/.test(pair)), {
      message: 'must be name=value pairs, comma-separated',
    })
    .optional()
    .meta({
      secret: true,
      group,
      description: 'Headers for the collector: `name=value`, comma-separated.',
      shown: 'none',
    }),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .default('collabsphere-auth')
    .meta({ group, description: 'Name of the service.' }),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number('must be a number from 0 to 1').min(0).max(1).default(1).meta({
    group,
    description: 'Share of the traces that begin here and are recorded. Of others, the caller decides (`traceparent`).',
    example: '0.05',
  }),
  OTEL_METRIC_EXPORT_INTERVAL: settingTypes
    .integer(1000, 3_600_000, 60_000)
    .meta({ group, description: 'Milliseconds between two exports of the metrics.' }),
});
