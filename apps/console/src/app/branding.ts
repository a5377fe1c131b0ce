import { createContext, useContext } from 'react';
import { DEFAULT_BRAND } from './theme';

/** How the operator wants the pages to look. */
export interface Branding {
  name: string;
  /** `#rrggbb` */
  color: string;
  logo: string | null;
  support: string | null;
}

export const defaultBranding: Branding = { name: 'CollabSphere', color: DEFAULT_BRAND, logo: null, support: null };

export const BrandingContext = createContext<Branding>(defaultBranding);
export const useBranding = () => useContext(BrandingContext);
