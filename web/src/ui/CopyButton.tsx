import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon } from './Icon';

export function CopyButton({
  text,
  label = 'Copy',
  variant = 'default',
}: {
  text: string;
  label?: string;
  variant?: string;
}) {
  const clipboard = useClipboard({ timeout: 1_500 });
  return (
    <Button
      variant={variant}
      onClick={() => clipboard.copy(text)}
      leftSection={<Icon name={clipboard.copied ? 'check' : 'copy'} size={14} />}
      miw={84}
    >
      <span aria-live="polite">{clipboard.copied ? 'Copied' : label}</span>
    </Button>
  );
}
