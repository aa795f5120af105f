import { at, textOf } from '../place';
import { ofType, type Plan } from '../plan';

/** Whether a plan is known to have ECS run tasks on EC2 instances. */
export const runsOnEc2 = (plan: Plan): boolean =>
  ofType(plan, 'aws_ecs_capacity_provider').length > 0 ||
  ofType(plan, 'aws_ecs_service').some(({ planned }) => textOf(at(planned, 'launch_type')) === 'EC2');
