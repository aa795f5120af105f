import { createHash } from 'node:crypto';
import { sessionPage } from '../../../cli/show/page/session-page';
import { recordedTranscript } from '../../../stand-ins/recorded-session/transcript';
import { shownSession, withEveryText } from './shown-sessions';

const TRANSCRIPT = recordedTranscript(new Date('2026-07-31T12:32:30Z'));

const pageOf = (transcript: Uint8Array = TRANSCRIPT, given: Parameters<typeof shownSession>[1] = {}) =>
  sessionPage(shownSession(transcript, given), transcript);

/** What a reader of the markup reads. */
const textIn = (page: string): string =>
  page
    .replace(/<(style|script)>.*?<\/\1>/gs, '')
    .replace(/<wbr>|<\/?bdi>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

describe('the page of a session', () => {
  it('says who, what, where and when, what is attested, and what was shown', async () => {
    const text = textIn(await pageOf());
    for (const said of [
      'alice@example.com opened a session in checkout',
      '2026-07-31 12:25:25 UTC, for 7 min 0 s',
      'Compliant all 3 attestations',
      'arn:aws:sts::111122223333:assumed-role/Dev/alice@example.com',
      '203.0.113.10',
      'aws-cli/2.17.32',
      '/bin/bash',
      'eu-central-1',
      's3://acme-exec-logs/production/session.log',
      'as attested',
      'root@ip-10-0-1-23:/app# ps aux | head -3',
      '48210 orders checked, 3 stuck: Müller, Łukasz, 田中',
    ])
      expect(text).toContain(said);
  });

  it('is the same whenever it is made', async () => {
    expect(await pageOf()).toBe(await pageOf());
  });

  it('has a policy that allows its own script and style by their hashes, and nothing else', async () => {
    const page = await pageOf();
    const hashOf = (element: 'script' | 'style') => {
      const [found, ...others] = [...page.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))];
      expect(others).toEqual([]);
      return `'sha256-${createHash('sha256')
        .update(found?.[1] ?? '')
        .digest('base64')}'`;
    };
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(page)?.[1]
      ?.replaceAll('&#39;', "'");
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hashOf('script')}`,
      `style-src ${hashOf('style')}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]);
  });

  it('refers to nothing outside but the links it is given', async () => {
    const page = await pageOf();
    const addresses = [...page.matchAll(/(?:href|src|action|data)="([^"]*)"/g)].map(([, url]) => url);
    expect(addresses.filter((url) => !url?.startsWith('#'))).toEqual([
      'https://app.kosli.com/acme/flows/exec/trails/alice',
    ]);
    expect(page).not.toMatch(/url\(|@import|<link|<img|<iframe|\sstyle="|\son\w+="/);
  });

  it.each([
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    '<!--',
  ])('shows %s as it is, wherever it comes from', async (hostile) => {
    const transcript = Buffer.from(`$ echo\r\n${hostile}\r\n`);
    const page = await sessionPage(withEveryText(shownSession(transcript), hostile), transcript);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|<!--|' onclick/);
    expect(textIn(page).split(hostile).length).toBeGreaterThan(20);
  });

  it.each([
    'javascript:alert(1)',
    'http://app.kosli.com/',
    'data:text/html,x',
    '//evil.example',
    ' https://x',
  ])('does not make a link of %s', async (url) => {
    const page = await pageOf(TRANSCRIPT, { trail: { name: 'trail', url } });
    expect([...page.matchAll(/href="([^#][^"]*)"/g)]).toEqual([]);
    expect(textIn(page)).toContain(url.trim());
  });

  it('says loudly what is not compliant, and why, and what is missing', async () => {
    const [first, ...others] = shownSession().attestations;
    if (first === undefined) throw new Error('the session has no attestation');
    const failed = { ...first, compliant: false, reason: 'the account root user opened it' };
    const text = textIn(await pageOf(TRANSCRIPT, { attestations: [failed, ...others.slice(1)] }));
    expect(text).toContain('Not compliant user-identity; service-identity missing');
    expect(text).toContain('the account root user opened it');
    expect(text).toContain('Missing');
  });

  it('says that the bytes are not those that were attested', async () => {
    const { attestations } = shownSession(Buffer.from('another transcript'));
    const text = textIn(await pageOf(TRANSCRIPT, { attestations }));
    expect(text).toContain('Not as attested the transcript is not the one that was attested');
    expect(text).toContain('These are not the bytes that were attested');
  });

  it('names nobody where nobody could be named', async () => {
    const text = textIn(await pageOf(TRANSCRIPT, { caller: null }));
    expect(text).toContain('Somebody who could not be named opened a session');
    expect(text).toContain('Nobody could be named');
  });

  it('without a transcript says why, and shows its beginning as attested', async () => {
    const session = shownSession();
    const attestations = session.attestations.map((each) => ({
      ...each,
      userData: { ...each.userData, preview: '# whoami\nroot' },
    }));
    const text = textIn(
      await sessionPage(
        {
          ...session,
          attestations,
          transcript: { kind: 'not-read', location: 's3://b/k', reason: 's3:GetObject was refused' },
        },
        null,
      ),
    );
    expect(text).toContain('The transcript was not read: s3:GetObject was refused');
    expect(text).toContain('# whoami root');
    expect(text).not.toContain('Replay');
  });

  it('is not made of other bytes than the session speaks of', async () => {
    await expect(sessionPage(shownSession(Buffer.from('one')), Buffer.from('other'))).rejects.toThrow(
      'it was changed while it was read',
    );
  });
});
