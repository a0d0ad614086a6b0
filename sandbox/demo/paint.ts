import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

const colours = process.stdout.isTTY && !process.env['NO_COLOR'];

function paint(style: Style, text: string): string {
  return colours ? styleText(style, text, { validateStream: false }) : text;
}

export const bold = (text: string): string => paint('bold', text);
export const dim = (text: string): string => paint('dim', text);
export const green = (text: string): string => paint('green', text);
export const red = (text: string): string => paint('red', text);
export const yellow = (text: string): string => paint('yellow', text);
export const cyan = (text: string): string => paint('cyan', text);

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}
