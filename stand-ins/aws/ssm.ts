import * as v from 'valibot';
import { AwsError, type JsonService, type JsonServiceServer, operation, serveAwsJson } from './aws-json';

/** A session that is open now. Times are epoch seconds. */
export interface ActiveSession {
  readonly SessionId: string;
  /** `ecs:<cluster>_<task id>_<runtime id>` */
  readonly Target: string;
  readonly StartDate: number;
}

/** A session as SSM remembers it for 30 days. */
export interface EndedSession extends ActiveSession {
  readonly EndDate: number;
}

/** What can be done to Systems Manager from the outside. */
interface SystemsManagerState {
  /** Puts a SecureString, over an older one if need be. */
  readonly putSecret: (name: string, value: string) => void;
  readonly openSession: (session: ActiveSession) => void;
  /** Ends a session, whether it was seen open or not. */
  readonly endSession: (session: EndedSession) => void;
  /** Refuses the next `times` questions about sessions for coming too fast. */
  readonly throttle: (times: number) => void;
}

/** Systems Manager: Parameter Store and the session history. */
export interface SystemsManager extends SystemsManagerState, JsonServiceServer {}

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
const GetParameter = v.strictObject({
  Name: v.string(),
  WithDecryption: v.optional(v.boolean(), false),
});

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeSessions.html
const DescribeSessions = v.strictObject({
  State: v.picklist(['Active', 'History']),
  Filters: v.optional(v.array(v.strictObject({ key: v.string(), value: v.string() })), []),
  MaxResults: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(200))),
  NextToken: v.optional(v.string()),
});

const FILTERS = ['InvokedAfter', 'InvokedBefore', 'Target', 'Owner', 'Status', 'SessionId', 'AccessType'];

const BY_ECS = {
  DocumentName: 'AmazonECS-ExecuteInteractiveCommand',
  Owner: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/ecs-execute-command',
};

const ciphertextOf = (value: string) => Buffer.from(`AQICAH ${value}`).toString('base64');

/** Systems Manager without an address. */
export const systemsManagerService = (): SystemsManagerState & { readonly service: JsonService } => {
  const secrets = new Map<string, string>();
  const open = new Map<string, ActiveSession>();
  const ended: EndedSession[] = [];
  let refusals = 0;
  const service: JsonService = {
    target: 'AmazonSSM',
    signedFor: 'ssm',
    operations: {
      GetParameter: operation(GetParameter, ({ Name, WithDecryption }) => {
        const value = secrets.get(Name);
        if (value === undefined) throw new AwsError('ParameterNotFound', '');
        const Value = WithDecryption ? value : ciphertextOf(value);
        return { Parameter: { Name, Type: 'SecureString', Value, Version: 1, DataType: 'text' } };
      }),
      DescribeSessions: operation(DescribeSessions, ({ State, Filters }) => {
        for (const { key } of Filters) {
          if (!FILTERS.includes(key)) throw new AwsError('InvalidFilterKey', `${key} is not a filter`);
          if (key !== 'SessionId') throw new Error(`this stand-in filters by SessionId only, not ${key}`);
        }
        if (refusals > 0) {
          refusals -= 1;
          throw new AwsError('ThrottlingException', 'Rate exceeded');
        }
        const Status = State === 'Active' ? 'Connected' : 'Terminated';
        return {
          Sessions: [...(State === 'Active' ? open.values() : ended)]
            .filter(({ SessionId }) => Filters.every(({ value }) => value === SessionId))
            .map((session) => ({ ...session, ...BY_ECS, Status })),
        };
      }),
    },
  };
  return {
    service,
    putSecret: (name, value) => secrets.set(name, value),
    openSession: (session) => open.set(session.SessionId, session),
    endSession: (session) => {
      open.delete(session.SessionId);
      ended.push(session);
    },
    throttle: (times) => {
      refusals = times;
    },
  };
};

export const openSystemsManager = async (): Promise<SystemsManager> => {
  const { service, ...state } = systemsManagerService();
  return { ...(await serveAwsJson(service)), ...state };
};
