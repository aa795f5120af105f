import type { ShownSession } from '../shown-session';
import { readableDuration, readableTime } from '../summary';
import { type Html, html, NOTHING } from './html';
import { link, outside } from './text';

const UNKNOWN = html`<span class="quiet">not known</span>`;

const fact = (label: string, value: Html): Html => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
const text = (label: string, value: string | null): Html =>
  fact(label, value === null || value === '' ? UNKNOWN : outside(value));
const optional = (label: string, value: string | null): Html =>
  value === null ? NOTHING : text(label, value);
const time = (label: string, value: string | null): Html =>
  value === null
    ? fact(label, UNKNOWN)
    : fact(label, html`<time datetime="${value}">${outside(readableTime(value))}</time>`);

const group = (title: string, facts: readonly Html[]): Html =>
  html`<section class="group"><h2>${title}</h2><dl>${facts}</dl></section>`;

const MFA = {
  true: 'yes',
  false: 'no, or through IAM Identity Center, which does not say',
  null: null,
} as const;

const who = ({ caller }: ShownSession): readonly Html[] =>
  caller === null
    ? [fact('Caller', html`<strong>Nobody could be named</strong>`)]
    : [
        text('Principal', caller.principalId),
        text('ARN', caller.arn),
        text('Type', caller.type),
        text('Source IP', caller.sourceIp),
        text('User agent', caller.userAgent),
        text('MFA', MFA[`${caller.mfa}`]),
      ];

const what = ({ what }: ShownSession): readonly Html[] => [
  fact('Command', what.command === null ? UNKNOWN : html`<code>${outside(what.command)}</code>`),
  text('Service', what.service),
  text('Container', what.container),
  optional('Image', what.image),
  text('Task', what.taskArn),
  text('Cluster', what.clusterArn),
];

const where = ({ where, trail, sessionId }: ShownSession): readonly Html[] => [
  text('Account', where.accountId),
  text('Region', where.region),
  text('Session', sessionId),
  fact('Kosli trail', link(trail.name, trail.url)),
];

const when = (session: ShownSession): readonly Html[] => [
  time('Opened', session.when.openedAt),
  time('Ended', session.when.endedAt),
  text('Lasted', readableDuration(session)),
  time('Transcript uploaded', session.when.uploadedAt),
];

/** Who, what, where and when, as the attestations say. */
export const factsOf = (session: ShownSession): Html =>
  html`<div class="facts">${[
    group('Who', who(session)),
    group('What', what(session)),
    group('Where', where(session)),
    group('When', when(session)),
  ]}</div>`;
