import type { Ask } from '../useAnswer';
import { ReportPage } from './ReportPage';
import { CAMPAIGNS, ENTRIES, REQUESTS, VITALS } from './reports';

export const Requests = ({ ask }: { ask: Ask }) => <ReportPage ask={ask} report={REQUESTS} />;
export const Vitals = ({ ask }: { ask: Ask }) => <ReportPage ask={ask} report={VITALS} />;
export const Campaigns = ({ ask }: { ask: Ask }) => <ReportPage ask={ask} report={CAMPAIGNS} />;
export const Entries = ({ ask }: { ask: Ask }) => <ReportPage ask={ask} report={ENTRIES} />;
