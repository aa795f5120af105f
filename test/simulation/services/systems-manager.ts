import { inputsIn, type Operations, Refusal, textIn } from './aws-json';

/** A session as SSM knows it. Milliseconds since 1970. */
export interface KnownSession {
  readonly id: string;
  /** `ecs:<cluster>_<task id>_<runtime id>` */
  readonly target: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Systems Manager: the token's parameter, and sessions, open and ended. */
export interface SystemsManager {
  readonly open: (session: KnownSession) => void;
  readonly operations: Operations;
}

const KEYS = ['SessionId', 'InvokedAfter', 'InvokedBefore', 'Target', 'Owner', 'Status'];

export const openSystemsManager = (
  now: () => number,
  parameters: Readonly<Record<string, string>>,
): SystemsManager => {
  const sessions = new Map<string, KnownSession>();
  const shown = ({ id, target, startedAt, endedAt }: KnownSession) => ({
    SessionId: id,
    Target: target,
    StartDate: startedAt / 1000,
    ...(endedAt <= now() && { EndDate: endedAt / 1000 }),
    Status: endedAt <= now() ? 'Terminated' : 'Connected',
    DocumentName: 'AmazonECS-ExecuteInteractiveCommand',
    Owner: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/ecs-execute-command',
  });
  return {
    open: (session) => {
      sessions.set(session.id, session);
    },
    operations: {
      GetParameter: (input) => {
        const Name = textIn(input, 'Name');
        const Value = parameters[Name];
        if (Value === undefined) throw new Refusal('ParameterNotFound', '');
        return { Parameter: { Name, Type: 'SecureString', Value, Version: 1, DataType: 'text' } };
      },
      DescribeSessions: (input) => {
        const filters = inputsIn(input, 'Filters');
        for (const filter of filters)
          if (!KEYS.includes(textIn(filter, 'key')))
            throw new Refusal('InvalidFilterKey', `${textIn(filter, 'key')} is not a filter`);
        const byId = filters.find((filter) => textIn(filter, 'key') === 'SessionId');
        const candidates =
          byId === undefined
            ? [...sessions.values()]
            : [sessions.get(textIn(byId, 'value'))].filter((one) => one !== undefined);
        const active = textIn(input, 'State') === 'Active';
        return {
          Sessions: candidates
            .filter(({ startedAt, endedAt }) => startedAt <= now() && endedAt > now() === active)
            .map(shown),
        };
      },
    },
  };
};
