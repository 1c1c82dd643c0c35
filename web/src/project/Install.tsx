import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { installQuery } from '../api/queries';
import { CopyButton } from '../ui/CopyButton';
import { Failed } from '../ui/States';
import { Arrival } from './Arrival';
import css from './Project.module.css';

export function Install() {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const install = useQuery(installQuery(projectId));
  if (install.error && !install.data) {
    return (
      <Failed what="The snippet could not be loaded" error={install.error} onRetry={() => void install.refetch()} />
    );
  }
  const data = install.data;
  return (
    <div className={css.page}>
      <h1 className={css.title}>Install</h1>
      <Arrival projectId={projectId} install={data} />
      <section className={css.section}>
        <h2 className={css.heading}>1. Put Claymore into your site</h2>
        <Tabs defaultValue="html" keepMounted={false} classNames={{ tab: css.tab }}>
          <Tabs.List>
            <Tabs.Tab value="html">Script tag</Tabs.Tab>
            <Tabs.Tab value="npm">npm</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="html">
            <Code
              text={data?.snippet}
              lines={3}
              note="Put it in the head of every page, before other scripts. It does not block the page."
            />
          </Tabs.Panel>
          <Tabs.Panel value="npm">
            <Code
              text={data?.npm}
              lines={4}
              note="For an application with a bundler. Call it once, as early as you can."
            />
          </Tabs.Panel>
        </Tabs>
      </section>
      <section className={css.section}>
        <h2 className={css.heading}>2. Open your site and click around</h2>
        <p className="muted">
          The line at the top turns green with the first event. Inputs are masked, passwords and card numbers always;
          the settings say what else is.
        </p>
        <p className="muted">
          No site at hand? The{' '}
          <a className={css.link} href="/demo/" target="_blank" rel="noreferrer">
            demo shop
          </a>{' '}
          runs on this server and sends to the project “demo”.
        </p>
      </section>
    </div>
  );
}

export function Code({ text, lines, note }: { text: string | undefined; lines: number; note?: string }) {
  return (
    <>
      <div className={css.code}>
        <pre style={{ minHeight: `${lines * 1.6}em` }}>{text ?? ''}</pre>
        {text && <CopyButton text={text} />}
      </div>
      {note && <p className="muted">{note}</p>}
    </>
  );
}
