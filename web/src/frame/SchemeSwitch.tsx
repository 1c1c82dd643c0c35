import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { Icon, type IconName } from '../ui/Icon';

const SCHEMES: { value: MantineColorScheme; label: string; icon: IconName }[] = [
  { value: 'auto', label: 'System', icon: 'system' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
];

export function SchemeSwitch({ className, wordClassName }: { className: string; wordClassName: string }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const current = SCHEMES.find((scheme) => scheme.value === colorScheme) ?? SCHEMES[0];
  return (
    <Menu position="right-end">
      <Menu.Target>
        <button type="button" className={className} aria-label={`Theme: ${current?.label}`}>
          <Icon name={current?.icon ?? 'system'} />
          <span className={wordClassName}>Theme</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme.value}
            leftSection={<Icon name={scheme.icon} />}
            rightSection={scheme.value === colorScheme ? <Icon name="check" size={14} /> : undefined}
            onClick={() => setColorScheme(scheme.value)}
          >
            {scheme.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
