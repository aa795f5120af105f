import type { AuditPorts } from '../../lambda/ports';
import type { Progress } from '../terminal';

/** The same ports, which say on `progress` how many pages of event history were read. */
export const countingPages = <Ports extends Pick<AuditPorts, 'listCalls'>>(
  ports: Ports,
  progress: Pick<Progress, 'note'>,
): Ports => {
  let pages = 0;
  return {
    ...ports,
    async *listCalls(...asked: Parameters<AuditPorts['listCalls']>) {
      for await (const page of ports.listCalls(...asked)) {
        pages += 1;
        progress.note(`${pages} ${pages === 1 ? 'page' : 'pages'} of event history`);
        yield page;
      }
    },
  };
};
