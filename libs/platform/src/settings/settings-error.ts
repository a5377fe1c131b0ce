/** Every error of the settings, one line each. It never holds a value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(
    readonly errors: string[],
    options?: ErrorOptions,
  ) {
    super(errors.join('\n'), options);
  }
}
