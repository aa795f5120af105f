/**
 * The folders without IO, the most important first, and the tests that guard each: those of the folder and of the stories that
 * lead through it. No end-to-end tests, which run the bundle, and no properties (test/properties), which repeat hundreds of
 * times what the others do once: every mutant would pay for them.
 */
export const FOLDERS = {
  'lambda/session': ['lambda/session/**', 'lambda/messages/**', 'lambda/find-callers'],
  'lambda/messages': ['lambda/messages/**', 'lambda/settle-message', 'lambda/report-calls'],
  'lambda/evidence': ['lambda/evidence/**'],
  'lambda/transcript': ['lambda/transcript/**'],
  'lambda/completeness': ['lambda/completeness/**', 'lambda/{unreadable-calls,state-completeness}'],
  'lambda/cloudtrail-log': ['lambda/cloudtrail-log/**', 'lambda/aws/cloudtrail-bucket/verify-log-file'],
  'lambda/reconcile': [
    'lambda/reconcile/**',
    'lambda/{reconcile,reconcile-bounds,reconcile-keys,reconcile-window,reported-transcripts,unreadable-calls}',
  ],
  'lambda/service': ['lambda/service/**', 'lambda/evidence/plan-evidence', 'lambda/report-missing'],
  'cli/check-plan': ['cli/check-plan/!(command)'],
};
