import type { IBufferCell } from '@xterm/headless';
import type { Look } from './line';

type Hue = Extract<Look, 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan'>;

/** The hues of ANSI colours 1 to 6, and of 9 to 14; the others are the text's own. */
const HUES: readonly (Hue | null)[] = [null, 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', null];

/** Red, green and blue, each either on or off. */
const HUE_OF_CHANNELS: readonly (Hue | null)[] = [
  null,
  'blue',
  'green',
  'cyan',
  'red',
  'magenta',
  'yellow',
  null,
];

const hueOfRgb = (red: number, green: number, blue: number): Hue | null => {
  const most = Math.max(red, green, blue);
  if (most - Math.min(red, green, blue) < 48) return null;
  const on = (channel: number, bit: number) => (channel > most * 0.62 ? bit : 0);
  return HUE_OF_CHANNELS[on(red, 4) | on(green, 2) | on(blue, 1)] ?? null;
};

/** Colours 16 to 231 are a cube of six levels a channel, those above are greys. */
const hueOfPalette = (color: number): Hue | null => {
  if (color < 16) return HUES[color % 8] ?? null;
  if (color > 231) return null;
  const cube = color - 16;
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  return hueOfRgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
};

const hueOf = (cell: IBufferCell): Hue | null => {
  const color = cell.getFgColor();
  if (cell.isFgPalette()) return hueOfPalette(color);
  return cell.isFgRGB() ? hueOfRgb(color >> 16, (color >> 8) & 255, color & 255) : null;
};

const isConcealed = (cell: IBufferCell): boolean =>
  cell.isInvisible() !== 0 ||
  (!cell.isFgDefault() &&
    cell.getFgColorMode() === cell.getBgColorMode() &&
    cell.getFgColor() === cell.getBgColor());

/** Colours that would hide a text, and blinking, are left out. */
export const looksOf = (cell: IBufferCell): readonly Look[] => {
  if (cell.isAttributeDefault()) return [];
  if (isConcealed(cell)) return ['concealed'];
  const hue = hueOf(cell);
  return [
    ...(hue === null ? [] : [hue]),
    ...(cell.isBold() ? ['bold' as const] : []),
    ...(cell.isDim() ? ['dim' as const] : []),
    ...(cell.isItalic() ? ['italic' as const] : []),
    ...(cell.isUnderline() ? ['underline' as const] : []),
    ...(cell.isStrikethrough() ? ['strike' as const] : []),
    ...(cell.isInverse() ? ['inverse' as const] : []),
    ...(cell.isBgDefault() ? [] : ['backed' as const]),
  ];
};
