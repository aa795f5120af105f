import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { CommandError } from '../exit-code';
import { parsePlan } from './parse-plan';
import type { Plan } from './plan';

const HOW = 'Make it with: terraform show -json PLANFILE > plan.json';

/** PowerShell's `>` writes UTF-16 with a byte order mark. */
const decoded = (bytes: Buffer): string => {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
};

const fromStdin = async (stdin: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

/** What is there instead of JSON, as far as the beginning shows it. */
const looksLike = (bytes: Buffer, text: string): string => {
  if (bytes.length === 0) return 'is empty';
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'is a plan as Terraform saves it, expected it as JSON';
  if (/^\s*\{[^\n]*"@level"/.test(text.slice(0, 1_000)))
    return 'is the log of `terraform plan -json`, expected the plan itself';
  return 'is not JSON';
};

/**
 * Reads one plan; `-` is standard input.
 *
 * @throws CommandError when it cannot be read, or is not a plan
 */
export const readPlan = async (source: string, stdin: Readable): Promise<Plan> => {
  let bytes: Buffer;
  try {
    bytes = source === '-' ? await fromStdin(stdin) : await readFile(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${source} cannot be read: ${reason}. ${HOW}`);
  }
  const name = source === '-' ? 'Standard input' : source;
  let json: unknown;
  let text = '';
  try {
    text = decoded(bytes);
    json = JSON.parse(text);
  } catch {
    // The parser's message quotes the content, which may be secret.
    throw new CommandError(`${name} ${looksLike(bytes, text)}. ${HOW}`);
  }
  return parsePlan(name, json);
};
