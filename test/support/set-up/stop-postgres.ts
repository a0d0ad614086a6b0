// Jest wants the tear-down of a project as a default export.
export default async function stopPostgres(): Promise<void> {
  const server = globalThis.testPostgres;
  globalThis.testPostgres = undefined;
  await server?.stop();
}
