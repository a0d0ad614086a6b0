import request from 'supertest';

/** What `/metrics` answers. */
export async function scrape({ url }: { readonly url: string }): Promise<string> {
  const { status, text } = await request(url).get('/metrics');
  if (status !== 200) throw new Error(`/metrics answered ${status}`);
  return text;
}

/** Each series, by its name and labels as they are written: `name{label="value"}`. */
export function seriesIn(text: string): ReadonlyMap<string, number> {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

/** Names of this service's own metrics, as they are declared. */
export function metricsIn(text: string): readonly string[] {
  return [...text.matchAll(/^# TYPE (ottu_bff_\w+) /gm)].map(([, name = '']) => name);
}
