import { describe } from '@jest/globals';

import { freePort } from './free-port.ts';
import { isNginxHere, runNginx, type Nginx } from './run-nginx.ts';

/** For sentences about real proxies: told where there is one (Debian: `apt-get install nginx-light`), else left out by name. */
export const describeBehindNginx = isNginxHere() ? describe : describe.skip;

export type { Nginx } from './run-nginx.ts';

/** @param server what stands inside of its `server` block. */
export async function startNginx(server: string): Promise<Nginx> {
  const port = await freePort();
  return runNginx(port, (folder) => {
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    return `worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 64; }
    http { access_log off; ${paths.join(' ')} server { listen 127.0.0.1:${port}; ${server} } }`;
  });
}
