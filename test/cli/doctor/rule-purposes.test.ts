import { PURPOSES } from '../../../cli/doctor/check/event-rules';
import { concretePolicy } from '../../stacks/concrete-policy';
import { stackOf } from '../../stacks/synthesise';

describe('the EventBridge rules that doctor knows', () => {
  it('are those that a deployment with every option lets send to its queue', () => {
    const everything = stackOf({ trigger: 'eventbridge', liveSessions: true });
    const { Statement } = concretePolicy(everything, 'transcripts_access');
    const sids = Statement.filter(({ Effect }) => Effect === 'Allow').map(({ Sid }) => Sid);
    expect(sids.toSorted()).toEqual(Object.keys(PURPOSES).toSorted());
  });
});
