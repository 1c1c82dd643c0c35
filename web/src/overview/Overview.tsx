import { useQuery } from '@tanstack/react-query';
import { installQuery, modelQuery } from '../api/queries';
import { NoData } from '../sessions/NoData';
import { parseNamed } from '../state/conditions';
import { useView } from '../state/useView';
import { PlaceCredit } from '../ui/PlaceCredit';
import { BreakdownPanel } from './BreakdownPanel';
import { BREAKDOWNS } from './breakdowns';
import { Numbers } from './Numbers';
import css from './Overview.module.css';
import { Trend } from './Trend';
import { Vitals } from './Vitals';

export function Overview() {
  const { projectId, range, filters, search } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const install = useQuery({
    ...installQuery(projectId),
    refetchInterval: (query) => (query.state.data?.firstEventAt ? false : 2_000),
  });
  if (install.data && !install.data.firstEventAt) return <NoData projectId={projectId} />;
  const ask = { projectId, range, filters, where: parseNamed(search.c)?.where };
  return (
    <div className={css.page}>
      <h1 className="srOnly">Overview</h1>
      <Numbers ask={ask} search={search} model={model} />
      <Trend ask={ask} search={search} model={model} />
      <div className={css.grid}>
        {BREAKDOWNS.map((group) => (
          <BreakdownPanel key={group[0]?.title} tabs={group} ask={ask} search={search} model={model} />
        ))}
      </div>
      <Vitals ask={ask} model={model} />
      <PlaceCredit className={css.credit} />
    </div>
  );
}
