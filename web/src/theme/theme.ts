import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = [
  '#eef2ff',
  '#dfe6fc',
  '#bdcaf7',
  '#91a7ff',
  '#7d97ff',
  '#5c7cfa',
  '#3457d5',
  '#2c4cc0',
  '#2541a5',
  '#1b3080',
];

const dark: MantineColorsTuple = [
  '#e6e8ec',
  '#c6cad2',
  '#a0a6b2',
  '#6a717d',
  '#363a43',
  '#24272d',
  '#1a1c21',
  '#131519',
  '#0f1013',
  '#0b0c0e',
];

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: { accent, dark },
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif",
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.4', xl: '1.25' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '6px', lg: '8px', xl: '12px' },
  shadows: {
    xs: 'none',
    sm: 'none',
    md: '0 4px 16px rgb(0 0 0 / 14%)',
    lg: '0 8px 28px rgb(0 0 0 / 18%)',
    xl: '0 12px 40px rgb(0 0 0 / 24%)',
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: {
      defaultProps: { openDelay: 250, withArrow: false, transitionProps: { duration: 80 }, multiline: true, maw: 340 },
    },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md', position: 'bottom-start', offset: 4 } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md', offset: 4 } },
    Modal: { defaultProps: { transitionProps: { duration: 100 }, shadow: 'xl' } },
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
  },
});

/** Mantine's own variables follow the tokens, so that there is one set of colours. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-placeholder': 'var(--faint)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-color-error': 'var(--error)',
    '--mantine-primary-color-filled': '#3457d5',
    '--mantine-primary-color-filled-hover': '#2c4cc0',
  };
  return { variables: {}, light: shared, dark: shared };
};
