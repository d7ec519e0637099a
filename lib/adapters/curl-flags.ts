// Flags of curl that `gatefork route` does not take, and what to do in place of each.
//
// Whoever has a request at hand has it as a line of curl. Neighbours: route-options.ts (the flags
// that mean the same here: -H, -X, -I).

const body = 'matching looks at no body: leave it out, and say -X POST where the method counts';
const handshake = 'no handshake is made and no certificate is checked: leave it out';
const redirects = 'a redirect is told, not followed: leave it out, and ask about the location';
const address = 'nothing is connected to: name the host in the URL, and the Gateway with --gateway';
const way = 'nothing is sent: leave it out, and say --explain for the way that a request takes';
const query = 'write the query into the URL';
const sending = 'nothing is sent: leave it out';

const header = (name: string) => `write it as a header, -H '${name}: …'`;

const hints: readonly (readonly [flags: string, hint: string])[] = [
  ['-d --data --data-ascii --data-binary --data-raw --data-urlencode --json', body],
  ['-F --form --form-string -T --upload-file', body],
  ['-k --insecure --cacert --capath -E --cert --key', handshake],
  ['-L --location --location-trusted --max-redirs', redirects],
  ['-x --proxy --resolve --connect-to --interface --unix-socket', address],
  ['-v --verbose -i --include -D --dump-header --trace --trace-ascii', way],
  ['-G --get --url-query', query],
  ['-u --user --oauth2-bearer', header('authorization')],
  ['-A --user-agent', header('user-agent')],
  ['-b --cookie', header('cookie')],
  ['-e --referer', header('referer')],
  ['-r --range', header('range')],
  ['--compressed', header('accept-encoding')],
  ['--url', 'write the URL alone'],
  ['--path-as-is -g --globoff', 'a path is taken as it is written: leave it out'],
  ['-s --silent -S --show-error --fail -w --write-out -m --max-time -N --no-buffer', sending],
  ['--connect-timeout --retry -4 --ipv4 -6 --ipv6 -0 --http1.0 --http1.1 --http2', sending],
  ['--http2-prior-knowledge --http3 --tlsv1.2 --tlsv1.3 -# --progress-bar', sending],
];

const byFlag = new Map(
  hints.flatMap(([flags, hint]) => flags.split(' ').map((flag) => [flag, hint] as const)),
);

/** What to do where an option is curl's: `-d`, `--data=x`, and `-kL` by its first letter. */
export function curlHint(option: string): string | undefined {
  const [flag = ''] = option.split('=', 1);
  return byFlag.get(flag.startsWith('--') ? flag : flag.slice(0, 2));
}
