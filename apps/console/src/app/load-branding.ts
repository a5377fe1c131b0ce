import { type Branding, defaultBranding } from './branding';

/** The pages work without it, in their own look. */
export async function loadBranding(): Promise<Branding> {
  return defaultBranding;
}
