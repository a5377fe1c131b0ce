import {
  Alert,
  Button,
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  Paper,
  Select,
} from '@mantine/core';
import { paletteOf } from './palette';

export const DEFAULT_BRAND = '#3b4fd8';

const gray: MantineColorsTuple = [
  '#f8f9fb',
  '#f1f3f6',
  '#e5e8ee',
  '#d5dae3',
  '#b6bdcb',
  '#8b94a7',
  '#5d677c',
  '#4a5468',
  '#333c4e',
  '#1d2433',
];
const dark: MantineColorsTuple = [
  '#e6e9ef',
  '#c3c8d3',
  '#a4abba',
  '#7d8597',
  '#3b4250',
  '#303643',
  '#242933',
  '#1b1f28',
  '#14171e',
  '#0e1015',
];

export const themeOf = (brand: string) =>
  createTheme({
    colors: { gray, dark, brand: paletteOf(brand), red: paletteOf('#d0342c') },
    primaryColor: 'brand',
    primaryShade: { light: 6, dark: 6 },
    autoContrast: true,
    cursorType: 'pointer',
    defaultRadius: 'md',
    respectReducedMotion: true,
    fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
    fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', 'Roboto Mono', Menlo, Consolas, monospace",
    fontSizes: { md: '0.9375rem' },
    headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.125rem' } } },
    components: {
      Button: Button.extend({ defaultProps: { fw: 550 } }),
      Alert: Alert.extend({ defaultProps: { variant: 'light' } }),
      // A dialog has a heading of its own, and is no second banner of the page.
      Modal: Modal.extend({
        defaultProps: { centered: true, radius: 'lg', padding: 'lg', attributes: { header: { role: 'none' } } },
        classNames: { title: 'dialog-title' },
      }),
      // Inside its landmark. The focus goes to the first entry.
      Menu: Menu.extend({ defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } }),
      Select: Select.extend({ defaultProps: { openOnFocus: false } }),
      Paper: Paper.extend({ defaultProps: { radius: 'lg' } }),
    },
  });

/** What the palette alone does not give: text that can be read (WCAG 2.2 AA) in both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-6)',
    '--mantine-color-error': '#b3261e',
    '--console-ground': 'var(--mantine-color-gray-0)',
    '--console-line': 'var(--mantine-color-gray-2)',
    '--console-good': '#18794a',
    '--console-good-ground': '#e3f5eb',
    '--console-bad': '#b3261e',
    '--console-bad-ground': '#fdeeed',
    '--console-warn': '#8a5300',
    '--console-warn-ground': '#fdf3e0',
    '--console-accent-text': 'var(--mantine-color-brand-7)',
    '--console-accent-ground': 'var(--mantine-color-brand-0)',
  },
  dark: {
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': '#ff9d95',
    '--console-ground': 'var(--mantine-color-dark-8)',
    '--console-line': 'var(--mantine-color-dark-5)',
    '--console-good': '#5fd39a',
    '--console-good-ground': '#17342a',
    '--console-bad': '#ff9d95',
    '--console-bad-ground': '#3a2023',
    '--console-warn': '#f2c078',
    '--console-warn-ground': '#382c18',
    '--console-accent-text': 'var(--mantine-color-brand-3)',
    '--console-accent-ground': 'color-mix(in srgb, var(--mantine-color-brand-5) 22%, transparent)',
  },
});
