import { DirectionProvider } from '@mantine/core';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Formats, formatsOf } from './formats';
import { directionOf, loadMessages, type Messages, storeLocale, type Translate, translator } from './messages';

interface I18n {
  locale: string;
  t: Translate;
  format: Formats;
  setLocale(locale: string): Promise<void>;
}

const I18nContext = createContext<I18n | undefined>(undefined);

interface Props {
  initial: { locale: string; messages: Messages };
  children: ReactNode;
}

export function I18nProvider({ initial, children }: Props) {
  const [{ locale, messages }, setCatalogue] = useState(initial);
  const value = useMemo<I18n>(() => {
    const t = translator(locale, messages);
    return {
      locale,
      t,
      format: formatsOf(locale, t),
      async setLocale(next) {
        const loaded = await loadMessages(next);
        storeLocale(next);
        setCatalogue({ locale: next, messages: loaded });
      },
    };
  }, [locale, messages]);

  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = directionOf(locale);
  }, [locale]);

  return (
    <I18nContext.Provider value={value}>
      <DirectionProvider key={directionOf(locale)} initialDirection={directionOf(locale)} detectDirection={false}>
        {children}
      </DirectionProvider>
    </I18nContext.Provider>
  );
}

export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (!value) throw new Error('There is no I18nProvider.');
  return value;
}

export const useT = (): Translate => useI18n().t;
export const useFormat = (): Formats => useI18n().format;
