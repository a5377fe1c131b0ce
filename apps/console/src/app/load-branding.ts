import { type Branding, defaultBranding } from './branding';

interface BrandingAnswer {
  name: string;
  color: string;
  logo: string | null;
  support: { email: string | null; url: string | null };
}

/** The first paint does not wait longer for the operator's look; milliseconds. */
const PATIENCE = 1500;

/** The pages work without it, in their own look. */
export async function loadBranding(): Promise<Branding> {
  try {
    const answer = await fetch('/api/branding', { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) return defaultBranding;
    const { name, color, logo, support } = (await answer.json()) as BrandingAnswer;
    return { name, color, logo, support: support.url ?? (support.email && `mailto:${support.email}`) };
  } catch {
    return defaultBranding;
  }
}
