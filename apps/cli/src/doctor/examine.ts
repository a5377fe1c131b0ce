import { loadSettings } from '#composition';
import { type Settings, SettingsError } from '#platform';
import { checks } from './checks';
import { DoctorContext } from './doctor-context';
import { fail, type Finding, ok, warn } from './finding';
import { type NamedFinding, runChecks } from './run-checks';

/** First the settings; only with valid ones the rest, which depends on them. */
export async function examine(): Promise<NamedFinding[]> {
  const configuration = (finding: Finding): NamedFinding => ({ check: 'configuration', ...finding });
  const settings = settingsOrErrors();
  if (Array.isArray(settings))
    return [
      ...settings.map((error) => configuration(fail(error, 'Correct it (docs/configuration.md).'))),
      configuration(warn('all other checks were skipped: they need valid settings', 'Run doctor again afterwards.')),
    ];
  const context = new DoctorContext(settings);
  try {
    return [
      configuration(ok(`the settings are valid for NODE_ENV=${settings.NODE_ENV}`)),
      ...(await runChecks(checks, context)),
    ];
  } finally {
    await context.close();
  }
}

function settingsOrErrors(): Settings | string[] {
  try {
    return loadSettings();
  } catch (error) {
    if (error instanceof SettingsError) return error.errors;
    throw error;
  }
}
