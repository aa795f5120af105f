import { type Finding, findingKinds } from '../finding';
import type { ClusterFacts } from '../look/clusters';
import { execServices, type Facts } from '../look/facts';
import { unseenOf } from './unseen';

export const SERVICES = findingKinds('services', {
  'exec-on': ['ok', 'ECS Exec is on in {on} of {all} services: {names}'],
  'exec-off': ['ok', 'ECS Exec is off in {all} services'],
  'exec-nowhere': [
    'note',
    'ECS Exec is on in no service: there will be no session, but in stand-alone tasks started with it',
    null,
    'aws ecs update-service --region {region} --cluster CLUSTER --service SERVICE --enable-execute-command --force-new-deployment',
  ],
});

const MAX_NAMES = 5;

const servicesOf = (cluster: ClusterFacts): readonly Finding[] => {
  const { name, services } = cluster;
  if ('unseen' in services) return unseenOf(SERVICES.about, name, services);
  const all = services.seen.length;
  const on = execServices(cluster).map((service) => service.name);
  if (on.length === 0) return [SERVICES.tell('exec-off', name, { all })];
  const shown = on.slice(0, MAX_NAMES).join(', ');
  const names = on.length > MAX_NAMES ? `${shown} and ${on.length - MAX_NAMES} others` : shown;
  return [SERVICES.tell('exec-on', name, { on: on.length, all, names })];
};

/** In which services shells can be opened. */
export const checkServices = ({ clusters, plan }: Facts): readonly Finding[] => {
  if ('unseen' in clusters || clusters.seen.length === 0) return [];
  const findings = clusters.seen.flatMap(servicesOf);
  return findings.every(({ id }) => id === 'exec-off')
    ? [...findings, SERVICES.tell('exec-nowhere', plan.region, { region: plan.region })]
    : findings;
};
