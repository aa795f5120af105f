import { doctor } from '../../../cli/commands/doctor';
import type { Terminal } from '../../../cli/terminal';

/** A finding as machines get it. */
export interface DoctorFinding {
  readonly id: string;
  readonly level: string;
  readonly subject: string;
  readonly found: string;
  readonly command: string | null;
}

/** Runs the command as the command line would. */
export const runDoctor = async (given: Readonly<Record<string, unknown>> = {}) => {
  let json: { readonly findings: readonly DoctorFinding[] } = { findings: [] };
  let text = '';
  const terminal: Terminal = {
    result: (result, say) => {
      json = JSON.parse(JSON.stringify(result));
      text = say();
    },
    remark: () => {},
    progress: () => ({ at: () => {}, note: () => {}, end: () => {} }),
  };
  const code = await doctor.run({ 'create-flow': false, ...given }, terminal);
  return { code, json, text, findings: json.findings };
};
