import type { components } from './openapi';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type ProjectName = Schemas['ProjectName'];
export type Project = Schemas['Project'];
export type CreatedProject = Schemas['CreatedProject'];
export type ProjectChange = Schemas['ProjectChange'];
export type Install = Schemas['Install'];
export type Model = Schemas['Model'];
export type Metric = Schemas['Metric'];
export type Dimension = Schemas['Dimension'];
export type Operator = Schemas['Operator'];
export type Filter = Schemas['Filter'];
export type Query = Schemas['Query'];
export type QueryResult = Schemas['QueryResult'];
export type Stats = Schemas['Stats'];
export type Values = Schemas['Values'];
export type Session = Schemas['Session'];
export type SessionList = Schemas['SessionList'];
export type SessionDetail = Schemas['SessionDetail'];
export type SessionEvent = Schemas['Event'];
export type EventType = Schemas['EventType'];
export type RecordingWindow = Schemas['Window'];
export type Gap = Schemas['Gap'];
export type SqlResult = Schemas['SqlResult'];
export type ResultColumn = Schemas['Column'];
