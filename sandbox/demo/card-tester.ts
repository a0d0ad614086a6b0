import { tryCards } from './try-cards.ts';

/** `node sandbox/demo/card-tester.ts [service]`: has the running demo ask its shoppers for a challenge. */
async function main(): Promise<void> {
  const [serviceUrl = 'http://localhost:3000'] = process.argv.slice(2);
  const tried = await tryCards(serviceUrl);
  console.log(
    tried === 0
      ? 'The shop asks already.'
      : `${tried} cards were declined. For a quarter of an hour the shop asks whoever pays to solve a challenge.`,
  );
}

main().catch((error: unknown) => {
  // `fetch` throws a TypeError where no server answers.
  const away = error instanceof TypeError;
  console.error(away ? 'No service answers there. `npm run demo` starts one.' : error);
  process.exitCode = 1;
});
