import { expect, test } from 'vitest';
import { run } from '../../lib/adapters/cli';
import { application, folderWith, gatefork, sandbox } from './folder';

test('no words, or wrong ones, are bad usage: a hint, and nothing on standard output', () => {
  folderWith({});
  for (const words of [
    '',
    'dervie',
    'derive',
    'derive -f a',
    'derive -f a -s b -o text',
    '--oops',
  ]) {
    const { status, out, err } = gatefork(words);
    expect([words, status, out]).toEqual([words, 2, '']);
    expect(err).not.toBe('');
  }
});

test('help and version go to standard output', () => {
  expect(gatefork('--version')).toEqual({ status: 0, out: '1.2.3\n', err: '' });
  for (const words of ['-h', '--help', 'help', 'derive -h', 'derive --help', 'help derive']) {
    const { status, out, err } = gatefork(words);
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain('Usage: gatefork');
  }
  expect(gatefork('help derive').out).toBe(gatefork('derive -h').out);
});

test('--no-color is taken', () => {
  folderWith({ 'k8s.yaml': application('cart'), 'pr.yaml': sandbox('pr-1', 'cart') });
  expect(gatefork('derive -f k8s.yaml -s pr.yaml --no-color').status).toBe(0);
});

test('what nobody thought of is a bug of ours and exits with 70', () => {
  folderWith({ 'pr.yaml': sandbox('pr-1', 'cart') });
  const said: string[] = [];
  const terminal = {
    out: () => {},
    err: (text: string) => said.push(text),
    stdin: () => {
      throw new TypeError('the pipe is on fire');
    },
  };
  expect(run(['derive', '-f', '-', '-s', 'pr.yaml'], terminal, '')).toBe(70);
  expect(said.join('')).toMatch(/^gatefork: a bug of ours.*\n.*the pipe is on fire/);
});
